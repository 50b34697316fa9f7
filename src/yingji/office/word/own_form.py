"""A file this system wrote, back from a person: exact when untouched, else read mark by mark."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from yingji.errors import Problem
from yingji.office.found import Found, Harvest, Left
from yingji.office.word.identity import CELLS, Identity, Mark
from yingji.office.word.pieces import Body, Cell, Para, Table, paragraphs
from yingji.office.word.places import cell_place, para_place
from yingji.office.word.unsay import NUMBERING, bare, between, put, unsaid
from yingji.plans import pointer
from yingji.plans.catalogue import Schema
from yingji.plans.wording import Wording, quoted


def untouched(identity: Identity, body: Body) -> Harvest:
    """The very document the file was written from."""
    work = _Work(None, identity, body)
    taken = [
        Found(mark.at, value, place)
        for mark, place, _ in work.marked()
        if (value := pointer.find(identity.document, mark.at)) is not pointer.MISSING
    ]
    work.anchor_cells()
    return Harvest(
        dict(identity.document),
        tuple(taken),
        anchors=work.anchors,
        is_own=True,
        is_changed=False,
        unit_code=identity.unit,
        base=identity.digest,
    )


def edited(schema: Schema, identity: Identity, body: Body) -> Harvest | None:
    """The document with what the person changed; None where no mark is left to read by.

    Every changed piece is taken, refused with a sentence, or listed as not placed.
    """
    work = _Work(schema, identity, body)
    if identity.marks and not work.spots:
        return None
    work.values()
    work.tables()
    work.loose()
    work.drop()
    return Harvest(
        work.raw,
        tuple(work.taken),
        (),
        tuple(work.left),
        tuple(work.problems),
        work.anchors,
        is_own=True,
        unit_code=identity.unit,
        base=identity.digest,
    )


@dataclass(slots=True)
class _Work:
    schema: Schema | None
    identity: Identity
    body: Body
    raw: dict[str, Any] = field(init=False)
    wording: Wording = field(init=False)
    spots: dict[int, list[Para]] = field(default_factory=dict)
    cells: dict[int, Cell] = field(default_factory=dict)
    taken: list[Found] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)
    arrays: set[str] = field(init=False)
    gone: list[str] = field(default_factory=list)
    inserted: list[tuple[str, str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.raw = deepcopy(dict(self.identity.document))
        self.arrays = {mark.at for mark in self.identity.marks if mark.columns}
        if self.schema is not None:
            self.wording = Wording(self.schema, self.identity.document)
        for piece in self.body.pieces:
            for paras in _stretches(piece):
                for mark in {mark: None for para in paras for mark in para.marks}:
                    if mark < len(self.identity.marks):
                        self.spots.setdefault(mark, []).extend(paras)

    def marked(self) -> Iterator[tuple[Mark, str, list[Para]]]:
        """Marks still in the file, in order, with their place and paragraphs."""
        for number, mark in enumerate(self.identity.marks):
            paras = self.spots.get(number, [])
            if paras:
                self.anchors.setdefault(mark.at, paras[0].index)
                yield mark, para_place(paras[0]), paras

    def anchor_cells(self) -> None:
        """Where each cell of the plan's tables stands."""
        for table in (piece for piece in self.body.pieces if isinstance(piece, Table)):
            mark = self._heading(table)
            if mark is None:
                continue
            for cells in table.rows[1:]:
                own = self._row_mark(cells, mark.at)
                if own is not None:
                    pairs = zip(mark.columns, cells, strict=False)
                    self.anchors |= {f"{own.at}/{key}": cell.index for key, cell in pairs}

    def values(self) -> None:
        """Paragraphs and cells that show one value."""
        for number, mark in enumerate(self.identity.marks):
            if mark.columns or CELLS in mark.text or self._is_row(mark):
                continue
            paras = self.spots.get(number)
            if paras is None:
                self._vanished(mark)
                continue
            self.anchors.setdefault(mark.at, paras[0].index)
            said = between(mark, "\n".join(para.full for para in paras))
            if (
                self.identity.form
                and said != mark.text
                and pointer.find(self.raw, mark.at) is pointer.MISSING
            ):
                said = said.removeprefix(mark.text).strip()
            if said == mark.text:
                self._take(mark.at, pointer.find(self.raw, mark.at), para_place(paras[0]))
            elif not said:
                self.gone.append(mark.at)
            else:
                self._change(mark, said, para_place(paras[0]))

    def _is_row(self, mark: Mark) -> bool:
        """Rows of tables with a single column have no separator to be known by."""
        return mark.at.rpartition("/")[0] in self.arrays

    def _vanished(self, mark: Mark) -> None:
        """Its paragraph was deleted, unless only the bookmark was lost."""
        said = bare(mark.before + mark.text + mark.after)
        paras = (para for piece in self.body.pieces for para in paragraphs(piece))
        if not any(bare(para.full) == said for para in paras):
            self.gone.append(mark.at)

    def _change(self, mark: Mark, said: str, place: str) -> None:
        target = self.schema.at(mark.at) if self.schema is not None else None
        old = pointer.find(self.identity.document, mark.at)
        old = None if old is pointer.MISSING else old
        form = self.identity.form
        value = unsaid(self.wording, target, said, old, form=form) if target is not None else pointer.MISSING
        if value is pointer.MISSING:
            self._refuse(mark.at, said, place)
        else:
            put(self.raw, mark.at, value)
            self._take(mark.at, value, place)

    def _refuse(self, path: str, said: str, place: str) -> None:
        message = (
            f"这里改成了{quoted(said, 60)}，句式和原来不同，认不出改了哪一项。"
            "请保留原来的句式，只换其中的姓名、数字等内容；或者在网页上改这一项。"
        )
        self.problems.append(Problem(path, place, message, "must"))
        self.left.append(Left(said, place))

    def _take(self, path: str, value: Any, place: str) -> None:
        if value is not pointer.MISSING and value is not None:
            self.taken.append(Found(path, value, place))

    def tables(self) -> None:
        """Tables whose rows are rows of the plan: added, removed and changed ones."""
        seen: set[str] = set()
        for table in (piece for piece in self.body.pieces if isinstance(piece, Table)):
            mark = self._heading(table)
            if mark is None:
                continue
            rows = [*self._rows(table, mark)]
            if mark.at in seen:
                continue
            seen.add(mark.at)
            self.anchors[mark.at] = table.index
            put(self.raw, mark.at, rows or None)
        for mark in self.identity.marks:
            if mark.columns and mark.at not in seen:
                self.gone.append(mark.at)

    def _heading(self, table: Table) -> Mark | None:
        marks = (
            self.identity.marks[number]
            for number in _marks(table.rows[0])
            if number < len(self.identity.marks)
        )
        return next((mark for mark in marks if mark.columns), None)

    def _rows(self, table: Table, mark: Mark) -> Iterator[dict[str, Any]]:
        count = 0
        head = [cell.text for cell in table.rows[0]]
        for number, cells in enumerate(table.rows[1:], 2):
            texts = [cell.text if cell.first or cell.paras else "" for cell in cells]
            if texts == head:
                continue
            if len(texts) != len(mark.columns):
                self._misfit(table, number, texts, len(mark.columns))
                continue
            own = self._row_mark(cells, mark.at)
            path = pointer.child(mark.at, count)
            row = self._row(own, mark, cells, texts, (path, cell_place(table, number)))
            if row:
                count += 1
                self._take(path, row, cell_place(table, number))
                yield row

    def _row_mark(self, cells: Sequence[Cell], at: str) -> Mark | None:
        for number in _marks(cells):
            if number < len(self.identity.marks):
                mark = self.identity.marks[number]
                if mark.at.rpartition("/")[0] == at:
                    return mark
        return None

    def _misfit(self, table: Table, number: int, texts: list[str], wanted: int) -> None:
        place = cell_place(table, number)
        said = "｜".join(filter(None, texts))
        if not said:
            return
        self.left.append(Left(said, place))
        message = f"这一行有 {len(texts)} 格，原来的表有 {wanted} 格，对不上。请不要增减、合并这张表的列，恢复后再传。"
        self.problems.append(Problem("", place, message, "must"))

    def _row(
        self, own: Mark | None, table: Mark, cells: Sequence[Cell], texts: list[str], at: tuple[str, str]
    ) -> dict[str, Any]:
        path, place = at
        known = own.text.split(CELLS) if own is not None else []
        known += [""] * (len(texts) - len(known))
        before = pointer.find(self.identity.document, own.at) if own is not None else {}
        row = deepcopy(before) if isinstance(before, dict) else {}
        for key, cell, said, was in zip(table.columns, cells, texts, known, strict=False):
            where = pointer.build((*pointer.tokens(path), *key.split("/")))
            self.anchors[where] = cell.index
            if said == was:
                continue
            target = self.schema.at(where) if self.schema is not None else None
            old = pointer.find(before, pointer.build(key.split("/"))) if isinstance(before, dict) else None
            old = None if old is pointer.MISSING else old
            said = said.removeprefix(was) if self.identity.form and was and not old else said
            value = unsaid(self.wording, target, said, old) if target is not None else pointer.MISSING
            if value is pointer.MISSING:
                self._refuse(where, said, place)
            else:
                put(row, pointer.build(key.split("/")), value)
        self.anchors[path] = next((cell.index for cell in cells if cell.index >= 0), -1)
        return row

    def loose(self) -> None:
        """Paragraphs without a mark: wording of ours, new items of a list, or not placed."""
        fixed = {bare(said) for said in self.identity.fixed}
        fixed |= {bare(mark.before + mark.text + mark.after) for mark in self.identity.marks}
        last = ""
        for piece in self.body.pieces:
            if isinstance(piece, Table):
                self._loose_table(piece, fixed)
                last = ""
                continue
            known = [self.identity.marks[n] for n in piece.marks if n < len(self.identity.marks)]
            if known:
                last = known[-1].at
            elif piece.text.strip() and bare(piece.full) in fixed:
                last = ""
            elif piece.text.strip():
                self._loose(piece, last)
        for index in self.body.pictures:
            self.left.append(Left("［图片］", f"第 {index + 1} 段"))

    def _loose_table(self, table: Table, fixed: set[str]) -> None:
        if self._heading(table) is not None:
            return
        for number, row in enumerate(table.rows, 1):
            for cell in row:
                known = any(para.marks for para in cell.paras)
                loose = [para for para in cell.paras if not known and bare(para.full) not in fixed]
                said = "\n".join(para.full for para in loose).strip()
                if cell.first and said:
                    self.left.append(Left(said, cell_place(table, number)))

    def _loose(self, para: Para, after: str) -> None:
        array = self.schema.at(after.rpartition("/")[0]) if self.schema is not None and after else None
        said = NUMBERING.sub("", para.full, count=1).strip()
        if array is not None and array.item is not None and not array.is_rows and not para.where:
            self.inserted.append((after, said.rstrip("；。;"), para_place(para)))
        else:
            self.left.append(Left(para.full.strip(), para_place(para)))

    def drop(self) -> None:
        """Put new items in and take deleted ones out, last first so that places hold."""
        for after, said, place in reversed(self.inserted):
            above, _, index = after.rpartition("/")
            items = pointer.find(self.raw, above)
            if isinstance(items, list) and index.isdecimal():
                items.insert(int(index) + 1, said)
                self.taken.append(Found(pointer.child(above, int(index) + 1), said, place))
        shifted = {after for after, _, _ in self.inserted}
        for path in sorted(self.gone, key=pointer.tokens, reverse=True):
            above, _, index = path.rpartition("/")
            items = pointer.find(self.raw, above)
            if isinstance(items, list) and index.isdecimal():
                more = sum(
                    each.rpartition("/")[0] == above and int(each.rpartition("/")[2]) < int(index)
                    for each in shifted
                )
                if int(index) + more < len(items):
                    del items[int(index) + more]
            elif isinstance(items, dict):
                items.pop(pointer.tokens(path)[-1], None)


def _stretches(piece: Para | Table) -> Iterator[Sequence[Para]]:
    """A paragraph alone, or all of a cell: who presses Enter in a cell means the cell."""
    if isinstance(piece, Para):
        yield (piece,)
        return
    for row in piece.rows:
        yield from (cell.paras for cell in row if cell.first)


def _marks(cells: Sequence[Cell]) -> list[int]:
    return [mark for cell in cells if cell.first for para in cell.paras for mark in para.marks]
