"""Random documents of a schema, with the texts that files are known to lose."""

import random
from collections.abc import Mapping
from functools import cache
from typing import Any

from yingji.plans import pointer
from yingji.plans.catalogue import Field, Schema, build
from yingji.plans.facts import instances
from yingji.plans.tidy import tidy

TEXTS = (
    "村部",
    "李四",
    "＝1＋1",
    "=1+1",
    "+86",
    "-",
    "@SUM(A1)",
    "张三、李四",
    "第一步；第二步",
    "第一步;第二步，第三步",
    "一行\n两行",
    "头\n\n尾",
    "↳ 接上行",
    "a\n↳ b",
    "_x000D_",
    "_x4E00_x",
    "1.50",
    "007",
    "TRUE",
    "是",
    "2026-05-01",
    "13800000000",
    "#REF!",
    "<b>&amp;</b>",
    "“引号”'单引号'",
    "😀𠮷",
    "（括号）",
    "(括号)",
    "　全角空格　中间",
    "x" * 300,
    "yingji:sample",
    "^",
    "例如",
    "'开头",
)
PHONES = ("13800000001", "0394-5220000", "13900000002")
DAYS = ("2026-05-01", "1998-07-15", "1899-12-31", "2000-02-29", "1900-01-15")
NUMBERS = (0, 1, 7, 365, 12345, 99999999)
DECIMALS = (0.5, 1.25, 2380.5, 33.123456, 12)


@cache
def slices(schema: Schema) -> tuple[Schema, ...]:
    """The schema's chapters one at a time, each with the people it refers to: small workbooks."""
    tops = [
        {pointer.tokens(item["of"])[0] for item in chapter["items"] if "of" in item}
        for chapter in schema.chapters
    ]
    return tuple(_slice(schema, {"schema", "kind", "unit_name", "title", *top}) for top in tops)


def _slice(schema: Schema, keys: set[str]) -> Schema:
    raw = {**schema.raw, "properties": dict(schema.raw["properties"])}
    if "command" not in keys:
        keys = keys | {"command"}
        command = raw["properties"]["command"]
        people = {"contacts": command["properties"]["contacts"]}
        raw["properties"]["command"] = {**command, "properties": people, "required": ["contacts"]}
    raw["properties"] = {key: spec for key, spec in raw["properties"].items() if key in keys}
    kept = [
        {
            **chapter,
            "items": [i for i in chapter["items"] if "of" not in i or _is_there(raw, i["of"])],
        }
        for chapter in raw["x-chapters"]
    ]
    raw["x-chapters"] = [chapter for chapter in kept if any("of" in item for item in chapter["items"])]
    return build(raw, schema.family, schema.version)


def _is_there(raw: Mapping[str, Any], where: str) -> bool:
    holder: Any = raw
    for step in pointer.tokens(where):
        holder = holder.get("properties", {}).get(step)
        if holder is None:
            return False
    return True


def random_plan(schema: Schema, seed: int) -> dict[str, Any]:
    """A tidied document: every required part, some of the others, rows that refer to one another."""
    made = _Maker(schema, random.Random(seed))  # noqa: S311 - test data
    document = made.object(schema.root, "")
    made.refer(document)
    return tidy(schema, document).document


class _Maker:
    def __init__(self, schema: Schema, chance: random.Random) -> None:
        self.schema, self.chance = schema, chance

    def object(self, field: Field, where: str) -> dict[str, Any]:
        if not field.children:
            names = self.chance.sample(
                ["包村干部", "本地/要求", "~1", "2024", "网格长"], self.chance.randint(1, 3)
            )
            return {name: self.chance.choice(TEXTS) for name in names}
        return {
            child.key: value
            for child in field.children
            if (child.required or self.chance.random() < 0.6)
            and (value := self.value(child, pointer.child(where, child.key))) not in ([], {}, "")
        }

    def value(self, field: Field, where: str) -> Any:
        if "const" in field.spec:
            return field.spec["const"]
        if field.type == "object":
            return self.object(field, where)
        if field.is_rows and field.item is not None:
            return self.rows(field, where)
        if field.type == "array" and field.item is not None:
            count = self.chance.randint(1, 3)
            return list(dict.fromkeys(self.value(field.item, where) for _ in range(count)))
        return self.single(field)

    def rows(self, field: Field, where: str) -> list[Any]:
        made: list[dict[str, Any]] = []
        for index in range(self.chance.randint(1, 3)):
            row = self.object(field.item or field, f"{where}/{index}")
            key = field.row_key
            if key == "id":
                row["id"] = f"{field.key[0]}{index + 1:02d}"
            elif key and not isinstance(row.get(key), str | None):
                row[key] = index + 1
            made.append(row)
        return made

    def single(self, field: Field) -> Any:
        spec: Mapping[str, Any] = field.spec
        if field.type == "boolean":
            return self.chance.random() < 0.5
        if field.type == "integer":
            return self._within(spec, self.chance.choice(NUMBERS))
        if field.type == "number":
            return self._within(spec, self.chance.choice(DECIMALS))
        if field.labels:
            return self.chance.choice(list(field.labels))
        if "enum" in spec:
            return self.chance.choice(spec["enum"])
        if field.is_date:
            return self.chance.choice(DAYS)
        if field.is_phone:
            return self.chance.choice(PHONES)
        return f"r{self.chance.randint(1, 9)}" if field.ref else self.chance.choice(TEXTS)

    def _within(self, spec: Mapping[str, Any], value: float) -> float:
        least, most = spec.get("minimum", 1), spec.get("maximum", value + 1)
        return (
            float(min(max(value, least), most))
            if isinstance(value, float)
            else int(min(max(value, least), most))
        )

    def refer(self, document: dict[str, Any]) -> None:
        """Every reference names a row that is there, whatever that row is called."""
        for field in self.schema.fields():
            if field.ref and field.key != "*":
                rows = pointer.find(document, field.ref)
                ids = [row["id"] for row in rows] if isinstance(rows, list) and rows else []
                for where, value in list(instances(field, document)):
                    above, _, key = where.rpartition("/")
                    holder = pointer.find(document, above)
                    if not ids:
                        del holder[key]
                    elif isinstance(value, list):
                        holder[key] = self.chance.sample(ids, self.chance.randint(1, len(ids)))
                    else:
                        holder[key] = self.chance.choice(ids)
