"""Is a schema complete, and what does a newer one ask of documents written under the older?"""

from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema

from yingji.plans.catalogue import Field, Schema
from yingji.plans.checking import is_day
from yingji.plans.checks import CHECKS, SETTINGS, named
from yingji.plans.wording import quoted, slots

CHANGES = ("organisation", "procedure", "measure", "grading", "contact", "resource", "fact")
DISCLOSURES = ("public", "internal", "restricted")
FACTS = ("contact", "leader", "supply_expiry", "shelter", "basis", "covers", "profile_date", "consultation")
STYLES = ("paragraph", "list", "table", "hidden")
HEADING = ("schema", "kind", "unit_name", "title")

_LIMITS = {
    "minimum": "最小值",
    "maximum": "最大值",
    "exclusiveMinimum": "下限",
    "exclusiveMaximum": "上限",
    "minLength": "最少字数",
    "maxLength": "最多字数",
    "minItems": "最少条数",
    "maxItems": "最多条数",
}
_RAISED = ("minimum", "exclusiveMinimum", "minLength", "minItems")


def check_schema(schema: Schema) -> tuple[str, ...]:
    """What a schema lacks before it may be released, one Chinese sentence each; () = complete."""
    return tuple(_lacks(schema))


def _lacks(schema: Schema) -> Iterator[str]:
    if not schema.title:
        yield "整个格式缺少标题。"
    const = (schema.at("/schema") or schema.root).spec.get("const")
    if const != schema.name:
        yield f"「格式版本」应固定为{quoted(schema.name)}，现在是{quoted(str(const))}。"
    for field in schema.fields():
        where = quoted(field.pointer, 80)
        yield from (f"{where}{said}" for said in _field_lacks(schema, field))
    yield from _chapters_lack(schema)
    yield from _checks_lack(schema)
    for entry in schema.advice:
        if schema.at(str(entry.get("path", ""))) is None or not entry.get("say"):
            yield f"建议项{quoted(str(entry.get('path')), 80)}没有这一处，或者没有写提示语。"


def _field_lacks(schema: Schema, field: Field) -> Iterator[str]:
    is_leaf = not field.children and field.item is None
    if is_leaf and field.change not in CHANGES:
        yield "没有写明改动的类别（x-change）。"
    if is_leaf and field.disclosure not in DISCLOSURES:
        yield "没有写明公开范围（x-disclosure）。"
    if field.key != "*" and not (field.title and field.description):
        yield "缺少标题或填写说明。"
    if is_leaf and field.key != "*" and not field.examples:
        yield "缺少例子。"
    for example in field.examples:
        yield from _example_lacks(schema, field, example)
    if field.ref and not _has_ids(schema.at(field.ref)):
        yield f"引用的{quoted(field.ref, 80)}不是带编号的列表。"
    if field.fact and field.fact not in FACTS:
        yield f"的事实名{quoted(field.fact)}不认识。"
    if field.item is not None and field.is_rows and field.item.child(field.row_key) is None:
        yield "没有写明用哪一项认出同一行（x-key）。"
    yield from _printing_lacks(field)


def _example_lacks(schema: Schema, field: Field, example: Any) -> Iterator[str]:
    validator = jsonschema.Draft202012Validator(
        {**field.spec, "$defs": schema.raw.get("$defs", {})}, format_checker=_formats()
    )
    if not validator.is_valid(example):
        yield f"的例子{quoted(str(example), 40)}不合它自己的要求。"


def _formats() -> jsonschema.FormatChecker:
    formats = jsonschema.FormatChecker(formats=())
    formats.checks("date")(is_day)
    return formats


def _has_ids(array: Field | None) -> bool:
    return (
        array is not None
        and array.item is not None
        and array.row_key == "id"
        and array.item.child("id") is not None
    )


def _printing_lacks(field: Field) -> Iterator[str]:
    style = field.printing.get("as")
    if style is not None and style not in STYLES:
        yield f"的印法{quoted(str(style))}不认识。"
    names = {child.key for child in field.children}
    unknown = [name for name in slots(field.lead) if name and name not in names]
    if unknown and not field.is_rows:
        yield f"的引导语用了没有的项：{'、'.join(map(quoted, unknown))}。"


def _chapters_lack(schema: Schema) -> Iterator[str]:
    placed = [
        str(item["of"]).removeprefix("#")
        for chapter in schema.chapters
        for item in chapter["items"]
        if "of" in item
    ]
    for where in placed:
        if schema.at(where) is None:
            yield f"章节里的{quoted(where, 80)}在格式里没有。"
        if placed.count(where) > 1:
            yield f"{quoted(where, 80)}在章节里出现了两次。"
    for field in schema.root.children:
        if field.key not in HEADING:
            yield from _unplaced(field, placed)


def _unplaced(field: Field, placed: list[str]) -> Iterator[str]:
    """A property stands in the chapters itself or through every one of its children, not both."""
    inside = [where for where in placed if where.startswith(field.pointer + "/")]
    if field.pointer in placed:
        if inside:
            yield f"{quoted(field.pointer, 80)}在章节里出现了，它下面的项又单独出现。"
    elif not inside:
        yield f"{quoted(field.pointer, 80)}没有放进任何一章。"
    else:
        for child in field.children:
            yield from _unplaced(child, placed)


def _checks_lack(schema: Schema) -> Iterator[str]:
    for entry in schema.checks:
        name, settings = named(entry)
        if name not in CHECKS:
            yield f"没有{quoted(name)}这项核对。"
        missing = [setting for setting in SETTINGS.get(name, ()) if setting not in settings]
        if missing:
            yield f"核对{quoted(name)}缺少设置：{'、'.join(missing)}。"
        for setting in ("points", "subjects", "rows"):
            if setting in settings and schema.at(str(settings[setting])) is None:
                yield f"核对{quoted(name)}的设置{quoted(str(settings[setting]), 80)}在格式里没有。"


def compare(old: Schema, new: Schema) -> tuple[str, ...]:
    """What a newer schema changes for documents of the older, in plain words; () = nothing."""
    return tuple(_differences(old.root, new.root, ""))


def _differences(old: Field, new: Field, trail: str) -> Iterator[str]:
    before, after = ({child.key: child for child in side.children} for side in (old, new))
    for key, child in after.items():
        place = f"{trail} › {child.title}" if trail else child.title
        if key not in before:
            must = "必须填写，旧预案要补上" if child.required else "可填可不填，旧预案不受影响"
            yield f"新增“{place}”，{must}。"
            continue
        yield from _leaf_differences(before[key], child, place)
        yield from _differences(before[key], child, place)
        if before[key].item is not None and child.item is not None:
            yield from _leaf_differences(before[key].item or old, child.item, place)
            yield from _differences(before[key].item or old, child.item, place)
    for key, child in before.items():
        if key not in after:
            yield f"去掉“{f'{trail} › {child.title}' if trail else child.title}”，旧预案里填了的要移走。"


def _leaf_differences(old: Field, new: Field, place: str) -> Iterator[str]:
    if old.title != new.title:
        yield f"“{place}”原来叫“{old.title}”。"
    if old.type != new.type:
        yield f"“{place}”的填法变了，旧预案要重填。"
    if new.required and not old.required:
        yield f"“{place}”改为必须填写，旧预案没有填的要补上。"
    if old.required and not new.required:
        yield f"“{place}”改为可填可不填。"
    yield from _option_differences(old.spec, new.spec, place)
    yield from _limit_differences(old.spec, new.spec, place)
    if old.spec.get("pattern") != new.spec.get("pattern") or old.spec.get("format") != new.spec.get("format"):
        yield f"“{place}”的写法要求变了，旧预案要核对。"
    if old.disclosure != new.disclosure:
        yield f"“{place}”的公开范围变了，影响公示版。"
    if old.change != new.change:
        yield f"“{place}”的改动类别变了，影响重要修改与一般修改的判定。"


def _option_differences(old: Mapping[str, Any], new: Mapping[str, Any], place: str) -> Iterator[str]:
    before, after = old.get("enum"), new.get("enum")
    if before == after:
        return
    if after is None or before is None:
        yield f"“{place}”" + ("不再限定选项。" if after is None else "改为只能从列表里选，旧预案要核对。")
        return
    gone = [str(option) for option in before if option not in after]
    come = [str(option) for option in after if option not in before]
    if gone:
        yield f"“{place}”去掉了选项：{'、'.join(gone)}，旧预案选了的要改。"
    if come:
        yield f"“{place}”增加了选项：{'、'.join(come)}。"


def _limit_differences(old: Mapping[str, Any], new: Mapping[str, Any], place: str) -> Iterator[str]:
    for word, said in _LIMITS.items():
        before, after = old.get(word), new.get(word)
        if before == after:
            continue
        if after is None:
            yield f"“{place}”不再限定{said}。"
        elif before is None:
            yield f"“{place}”新限定{said}为 {after}，旧预案要核对。"
        else:
            is_tighter = after > before if word in _RAISED else after < before
            yield f"“{place}”的{said}由 {before} 改为 {after}，" + (
                "旧预案要核对。" if is_tighter else "旧预案不受影响。"
            )
