"""Tables of a plan on paper matched to those of a plan document by the words over their columns."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from yingji.errors import Problem
from yingji.office.word.gather import Gathered
from yingji.office.word.pieces import Cell, Table
from yingji.office.word.places import cell_place
from yingji.office.word.sections import Placed
from yingji.office.word.unsay import put, unsaid
from yingji.office.word.values import certain, is_name, name_of, person
from yingji.office.word.words import LABELS, ROLE_HEADS, ROLES, TABLES, TableWords
from yingji.plans import pointer
from yingji.plans.catalogue import Field, Schema
from yingji.plans.wording import Wording, quoted

HEAD_ROWS = 4  # a title and a head of two rows may stand over the columns
ENOUGH = 0.5  # share of the columns that must be known
_NUMBER_HEADS = {"序号", "编号", "号", "序", "no", "no."}
_SUM = re.compile(r"^(?:合\s*计|总\s*计|小\s*计|共\s*计)")
_QTY = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)\s*([一-鿿]{1,3})")
_DOTS = re.compile(r"^[.…·—\-\s]*$")


@dataclass(frozen=True, slots=True)
class Match:
    """The array a table is of, its head row, which column holds what, and whether that is sure."""

    array: Field
    head: int
    columns: Mapping[int, str]
    sure: bool
    score: float


@dataclass(frozen=True, slots=True)
class _Column:
    key: str
    field: Field
    words: frozenset[str]


def word(text: str) -> str:
    """A column head as it is compared."""
    said = re.sub(r"\s|[*＊:：]", "", unicodedata.normalize("NFKC", text)).lower()
    return re.sub(r"\([^()]{1,4}\)$", "", said) if said.endswith(")") and not said.startswith("(") else said


def columns_of(array: Field) -> list[_Column]:
    """What can stand in a column of this array, objects inside a row spread out."""
    words = TABLES.get(array.pointer)
    found: list[_Column] = []
    for child in array.item.children if array.item is not None else ():
        inner = [(child.key, child)]
        if child.type == "object":
            inner += [(f"{child.key}/{each.key}", each) for each in child.children]
        for key, each in inner:
            if not each.hidden and not each.is_rows:
                more = words.columns.get(key, ()) if words else ()
                title = [each.title] if "/" not in key else []
                found.append(_Column(key, each, frozenset(map(word, (*title, *more)))))
    return found


def matched(schema: Schema, placed: Placed) -> Match | None:
    """What the table is most likely of; None where no array has enough of its columns."""
    arrays = [field for field in schema.fields() if field.is_rows and "*" not in field.pointer]
    over = "".join(placed.titles[-1:]) + placed.caption
    found: list[Match] = []
    for number in range(min(HEAD_ROWS, len(placed.table.rows))):
        heads = heads_of(placed.table, number)
        above = "".join(cell.text for each in placed.table.rows[:number] for cell in each if cell.first)
        if len(heads) >= 2 and not any(
            is_name(head[-1]) or head[-1][0].isdecimal() for head in heads.values()
        ):
            found += (m for a in arrays if (m := _scored(a, number, heads, over + above)) is not None)
    best = sorted(found, key=lambda match: -match.score)
    if not best:
        return None
    rival = next((each for each in best[1:] if each.array is not best[0].array), None)
    clear = rival is None or best[0].score - rival.score >= 0.5
    return best[0] if clear else Match(best[0].array, best[0].head, best[0].columns, False, best[0].score)


def heads_of(table: Table, number: int) -> dict[int, tuple[str, ...]]:
    """The words over each column of a head row; in a head of two rows 影响情况 and 户数 are 影响情况户数."""
    row, above = table.rows[number], table.rows[number - 1] if number else ()
    heads: dict[int, tuple[str, ...]] = {}
    joins = bool(above) and sum(not cell.text or not cell.first for cell in row) * 2 >= len(row)
    for at, cell in enumerate(row):
        own = word(cell.text) if cell.first else ""
        upper = word(above[at].text) if joins and at < len(above) else ""
        if upper and own and upper != own:
            heads[at] = (upper + own, own)
        elif own or upper:
            heads[at] = (own or upper,)
    return heads


def _scored(array: Field, number: int, heads: Mapping[int, tuple[str, ...]], over: str) -> Match | None:
    words = TABLES.get(array.pointer, TableWords((array.title,), {}))
    never = set(map(word, words.never))
    if any(never & set(head) for head in heads.values()):
        return None
    free = columns_of(array)
    columns: dict[int, str] = {}
    for exact in (True, False):
        for at, head in heads.items():
            hits = [c for c in free if c.words & set(head) and (not exact or word(c.field.title) in head)]
            if at not in columns and hits:
                columns[at] = hits[0].key
                free.remove(hits[0])
    aside = {"备注", *_NUMBER_HEADS, *ROLE_HEADS, *map(word, words.extra)}
    asked = [head for at, head in heads.items() if at in columns or not aside & set(head)]
    share = len(columns) / max(1, len(asked))
    if len(columns) < 2 or share < ENOUGH:
        return None
    keys = frozenset(columns.values())
    about = any(each in over for each in words.about)
    sure = share >= 0.6 and _has_needed(array, keys) and (about or any(need <= keys for need in words.sure))
    return Match(array, number, columns, sure, 3 * share + len(columns) / 10 + about * 1.5 + sure)


def _has_needed(array: Field, keys: frozenset[str]) -> bool:
    """The column that names the row is there."""
    row = array.item
    named = next((f.key for f in row.children if not f.hidden and f.required), "") if row is not None else ""
    first = array.row_key if array.row_key and array.row_key != "id" else named
    return first in keys


def take_table(gathered: Gathered, wording: Wording, placed: Placed) -> None:
    """The rows of a table that is recognised; pairs of label and value; or everything listed as left."""
    match = matched(gathered.schema, placed)
    if match is None:
        _labelled(gathered, placed.table)
        return
    table = unfolded(placed.table, match.head)
    if table is not placed.table:
        again = matched(gathered.schema, Placed(table, placed.titles, placed.caption))
        match = again or match
    _leave_rows(gathered, table, table.rows[: match.head])
    head = table.rows[match.head]
    strange = [c.text for at, c in enumerate(head) if c.first and c.text and at not in match.columns and not _is_role(c.text) and word(c.text) not in _NUMBER_HEADS]  # fmt: skip
    if strange:
        message = (
            f"表头里的{'、'.join(map(quoted, strange))}没有对应的项目，这几列没有导入。需要的内容请另外填写。"
        )
        gathered.problems.append(
            Problem(match.array.pointer, cell_place(table, match.head + 1), message, "note")
        )
    if not match.sure:
        message = f"这张表看起来像「{match.array.title}」，但不能确定，内容列为待确认。请核对。"
        gathered.problems.append(
            Problem(match.array.pointer, cell_place(table, match.head + 1), message, "should")
        )
    for number, row in enumerate(table.rows[match.head + 1 :], match.head + 2):
        _row(gathered, wording, match, table, number, row)


def unfolded(table: Table, head: int) -> Table:
    """姓名 电话 姓名 电话: the right half goes under the left."""
    texts = [word(cell.text) for cell in table.rows[head]]
    half = len(texts) // 2
    if len(texts) < 4 or len(texts) % 2 or texts[:half] != texts[half:] or len(set(texts[:half])) < 2:
        return table
    rows = [*table.rows[:head], table.rows[head][:half]]
    for start in (0, half):
        rows += [row[start : start + half] for row in table.rows[head + 1 :] if len(row) >= start + half]
    return Table(tuple(tuple(row) for row in rows), table.number, table.where)


def _is_role(text: str) -> bool:
    return word(text) in ROLE_HEADS


def _leave_rows(gathered: Gathered, table: Table, rows: Sequence[Sequence[Cell]], start: int = 1) -> None:
    for number, row in enumerate(rows, start):
        said = "｜".join(cell.text for cell in row if cell.first and cell.text)
        gathered.leave(said, cell_place(table, number))


def _row(
    gathered: Gathered, wording: Wording, match: Match, table: Table, number: int, cells: Sequence[Cell]
) -> None:
    texts = [cell.text for cell in cells]
    own = [cell.text for cell in cells if cell.first and cell.text]
    heads = [word(cell.text) for cell in table.rows[match.head]]
    if not own or all(_DOTS.match(each) for each in own) or [word(each) for each in texts] == heads:
        return
    if _SUM.match(own[0]) or len({id(cell.paras) for cell in cells}) == 1 or _SUM.match("".join(own[:2])):
        gathered.leave("｜".join(own), cell_place(table, number))
        return
    row: dict[str, Any] = {}
    indexes: dict[str, int] = {"": next((cell.index for cell in cells if cell.index >= 0), -1)}
    for at, cell in enumerate(cells):
        key = match.columns.get(at)
        if not cell.text:
            continue
        value = _cell(wording, match.array, key, cell.text, row) if key else None
        place = cell_place(table, number, table.rows[match.head][at].text if at < len(heads) else "")
        if key and value is not None:
            put(row, pointer.build(key.split("/")), value)
            indexes[key] = cell.index
        elif key and cell.first:
            gathered.offer(f"{match.array.pointer}/-/{key}", cell.text, place)
            gathered.leave(cell.text, place)
        elif at < len(heads) and heads[at] in ROLE_HEADS:
            _role(gathered, cell, name_of(_named(match, cells)), place)
        elif cell.first and not (at < len(heads) and heads[at] in _NUMBER_HEADS):
            gathered.leave(cell.text, place)
    _keep(gathered, match, row, cell_place(table, number), indexes)


def _keep(gathered: Gathered, match: Match, row: dict[str, Any], place: str, indexes: dict[str, int]) -> None:
    """A row that names what it is about is taken; a rump of one is offered."""
    if not row:
        return
    if match.sure and _has_needed(match.array, frozenset(row)):
        gathered.row(match.array.pointer, row, place, indexes)
    else:
        gathered.offer(f"{match.array.pointer}/-", row, place)
        gathered.leave("｜".join(str(each) for each in row.values()), place)


def _named(match: Match, cells: Sequence[Cell]) -> str:
    at = next((at for at, key in match.columns.items() if key == "name"), -1)
    return cells[at].text if 0 <= at < len(cells) else ""


def _cell(wording: Wording, array: Field, key: str, text: str, row: dict[str, Any]) -> Any:
    column = next(each for each in columns_of(array) if each.key == key)
    if array.pointer.endswith("/contacts") and key == "name":
        return name_of(text) if is_name(text) else None
    if key == "qty" and "unit" not in row and (both := _QTY.fullmatch(unicodedata.normalize("NFKC", text))):
        row["unit"] = both[2]
        return certain(column.field, both[1])
    if column.field.lead and column.field.type == "object":
        value = unsaid(wording, column.field, re.sub(r"[/／，,、\s]", "", text), None)
        return value if isinstance(value, dict) else None
    if column.field.key == "phone" or column.field.is_phone:
        return text if re.search(r"[0-9０-９]{3}", text) and "\n" not in text else None
    return certain(column.field, text)


def _role(gathered: Gathered, cell: Cell, name: str, place: str) -> None:
    said = re.sub(r"\s", "", cell.text)
    for path, words in ROLES.items():
        if said in words and is_name(name):
            if path.endswith("_ids"):
                earlier = [value for values, _, _ in gathered.claims.pop(path, []) for value in values]
                gathered.claim(path, [*earlier, name], place, cell.index)
            else:
                gathered.claim(path, name, place, cell.index)
            return
    gathered.leave(cell.text, place)


def _labelled(gathered: Gathered, table: Table) -> None:
    """Label and value side by side; whatever is neither is listed."""
    before = len(gathered.claims)
    for number, row in enumerate(table.rows, 1):
        cells = [cell for cell in row if cell.first and cell.text]
        used: set[int] = set()
        for at, (label, value) in enumerate(pairwise(cells)):
            if (
                at not in used
                and at + 1 not in used
                and claim_label(gathered, label.text, value.text, cell_place(table, number), value.index)
            ):
                used |= {at, at + 1}
        said = "｜".join(cell.text for at, cell in enumerate(cells) if at not in used)
        gathered.leave(said, cell_place(table, number))
    if len(gathered.claims) == before:
        head = "、".join(cell.text for cell in table.rows[0] if cell.first and cell.text)
        message = f"这张表没有认出来（第一行是{quoted(head, 40)}），内容没有导入。请在网页上填写，或者把表头改成模板里的叫法。"
        gathered.problems.append(Problem("", f"第 {table.number} 张表", message, "should"))


def claim_label(gathered: Gathered, label: str, said: str, place: str, index: int) -> bool:
    """Take the value beside a label that names one place of the plan."""
    for path, _ in _labels(gathered.schema, word(label)):
        target = gathered.schema.at(path)
        value = certain(target, said) if target is not None else None
        if value is not None:
            gathered.claim(path, value, place, index)
            return True
        if one := person(said) if path in ROLES else None:
            gathered.claim(path, one.name, place, index)
            return True
    return False


def _labels(schema: Schema, label: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for path, words in (*ROLES.items(), *LABELS.items()):
        if schema.at(path) is not None and label in map(word, words):
            yield path, words
