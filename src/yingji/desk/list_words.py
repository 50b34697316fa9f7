"""What an import changes in a list, in words: the rows it speaks of before and after."""

from collections.abc import Iterator, Mapping

from yingji.office.excel.list_forms import Row, list_schema
from yingji.plans.wording import plain, quoted

KEYS: Mapping[str, tuple[str, ...]] = {
    "units": ("code",),
    "people": ("login", "role", "unit"),
    "contacts": ("id",),
    "drills": ("id",),
    "basis": ("id",),
}
"""What tells one row of a list from another."""
NAMES = ("title", "name", "login", "unit_name", "on")
Rows = Mapping[tuple[str, ...], Row]


def in_words(name: str, before: Rows, after: Rows) -> tuple[str, ...]:
    """New rows, changed values and rows that are gone, one sentence each."""
    return tuple(_sentences(name, before, after))


def _sentences(name: str, before: Rows, after: Rows) -> Iterator[str]:
    for key, row in after.items():
        if key not in before:
            told = "，".join(f"{title} {said}" for title, said in _values(name, row))
            yield f"新增「{_label(row)}」：{told}。"
        elif row != before[key]:
            yield from _changes(name, before[key], row)
    for key, row in before.items():
        if key not in after:
            yield f"「{_label(row)}」不再在名单里。"


def _changes(name: str, old: Row, new: Row) -> Iterator[str]:
    was, now = dict(_values(name, old)), dict(_values(name, new))
    for title in dict.fromkeys((*was, *now)):
        if was.get(title) != now.get(title):
            before, after = (quoted(said) if said else "（空）" for said in (was.get(title), now.get(title)))
            yield f"「{_label(new)}」的{title}：{before} → {after}。"


def _values(name: str, row: Row) -> Iterator[tuple[str, str]]:
    schema = list_schema(name)
    for key, value in row.items():
        field = schema.at(f"/rows/*/{key}")
        if field is not None and not field.hidden:
            said = (
                "、".join(value)
                if isinstance(value, list | tuple)
                else field.labels.get(value, plain(field, value))
            )
            yield field.title, said


def _label(row: Row) -> str:
    where = f"{row['unit_name']} " if "name" in row and "unit_name" in row else ""
    return where + next((str(row[key]) for key in NAMES if row.get(key)), "")
