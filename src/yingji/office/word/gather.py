"""What an import has found so far: certain values, candidates, and which text is accounted for."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from yingji.errors import Problem
from yingji.office.found import Found, Left
from yingji.office.word.unsay import put
from yingji.plans import pointer
from yingji.plans.canonical import canonical
from yingji.plans.catalogue import Schema
from yingji.plans.tidy import tidy
from yingji.plans.wording import quoted


@dataclass(slots=True)
class Gathered:
    """``claims`` are values found for sure, by pointer; two different ones for one place are not sure."""

    schema: Schema
    claims: dict[str, list[tuple[Any, str, int]]] = field(default_factory=dict)
    rows: dict[str, list[tuple[dict[str, Any], str, dict[str, int]]]] = field(default_factory=dict)
    candidates: list[Found] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def claim(self, path: str, value: Any, place: str, index: int) -> None:
        """A single value, or a whole list, that is certain."""
        self.claims.setdefault(path, []).append((value, place, index))

    def claim_first(self, path: str, value: Any, place: str, index: int) -> None:
        """A value that counts only where nothing else was found for its place."""
        if self.schema.at(path) is not None and path not in self.claims:
            self.claim(path, value, place, index)

    def says(self, path: str, value: Any) -> bool:
        """Whether the value was claimed there already, alone or in a list."""
        claimed = [said for said, _, _ in self.claims.get(path, [])]
        return any(value == said or (isinstance(said, list) and value in said) for said in claimed)

    def row(self, array: str, row: dict[str, Any], place: str, indexes: dict[str, int]) -> None:
        """A row of an array; ``indexes`` are the paragraphs its cells stand in."""
        self.rows.setdefault(array, []).append((row, place, indexes))

    def offer(self, path: str, value: Any, place: str) -> None:
        """A value that a person has to confirm."""
        if not any(each.path == path and each.value == value for each in self.candidates):
            self.candidates.append(Found(path, value, place))

    def leave(self, text: str, place: str) -> None:
        """Text that goes nowhere."""
        if text.strip():
            self.left.append(Left(text.strip(), place))

    def has(self, path: str) -> bool:
        return path in self.claims or path in self.rows

    def settled(self) -> tuple[dict[str, Any], list[Found], dict[str, int]]:
        """The raw document, what was taken for it, and where each value stands."""
        document: dict[str, Any] = {}
        taken: list[Found] = []
        anchors: dict[str, int] = {}
        for path, claims in self.claims.items():
            if len({canonical(value) for value, _, _ in claims}) > 1 and not _same(self.schema, path, claims):
                self._disagree(path, claims)
                continue
            value, place, index = claims[0]
            put(document, path, value)
            taken.append(Found(path, value, place))
            anchors[path] = index
        for array, rows in self.rows.items():
            kept = [*self._merged(array, rows)]
            put(document, array, [row for row, _, _ in kept])
            for count, (row, place, indexes) in enumerate(kept):
                at = pointer.child(array, count)
                taken.append(Found(at, row, place))
                anchors |= {f"{at}/{key}" if key else at: index for key, index in indexes.items()}
        return document, taken, anchors

    def _disagree(self, path: str, claims: list[tuple[Any, str, int]]) -> None:
        target = self.schema.at(path)
        said = "、".join(f"{place}写的是{quoted(str(value))}" for value, place, _ in claims[:4])
        for value, place, _ in claims:
            self.offer(path, value, place)
        title = target.title if target is not None else ""
        message = f"文件里「{title}」有几种写法：{said}。请核对后填上对的那一个。"
        self.problems.append(Problem(path, claims[0][1], message, "should"))

    def _merged(
        self, array: str, rows: list[tuple[dict[str, Any], str, dict[str, int]]]
    ) -> Iterator[tuple[dict[str, Any], str, dict[str, int]]]:
        """The same person in two tables is one row, unless the telephones differ."""
        kept: list[tuple[dict[str, Any], str, dict[str, int]]] = []
        names: dict[str, int] = {}
        for row, place, indexes in rows:
            name = str(row.get("name", "")) if array.endswith("/contacts") else ""
            other = kept[names[name]] if name and name in names else None
            if other is None:
                names.setdefault(name, len(kept))
                kept.append((dict(row), place, indexes))
                continue
            clash = [
                key for key, value in row.items() if key == "phone" and other[0].get(key, value) != value
            ]
            if clash:
                self.offer(f"{array}/-", row, place)
                message = f"「{name}」在{other[1]}的电话和这里的不一样，只取了前面那个。请核对用哪一个；如果是同名的两个人，请另加一行。"
                self.problems.append(Problem(array, place, message, "should"))
                continue
            for key, value in row.items():
                if key not in other[0]:
                    other[0][key] = value
                    other[2].setdefault(key, indexes.get(key, -1))
        yield from kept


def _same(schema: Schema, path: str, claims: list[tuple[Any, str, int]]) -> bool:
    """Different only in how it is written."""
    tidied = []
    for value, _, _ in claims:
        document: dict[str, Any] = {}
        put(document, path, value)
        tidied.append(canonical(tidy(schema, document).document))
    return len(set(tidied)) == 1
