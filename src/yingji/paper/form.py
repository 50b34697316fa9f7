"""A blank form on paper, in the order of the screen: every field with its explanation and room to write."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from yingji.paper.blocks import Block, Cell, NewPage, Paragraph, Space, Table
from yingji.paper.compose import heading
from yingji.paper.flow import pour
from yingji.paper.front import title_paragraph
from yingji.paper.lines import Run
from yingji.paper.measures import SIZE_SMALL_4
from yingji.paper.page import Page
from yingji.paper.wording import clean
from yingji.plans.catalogue import Field, Schema

TALL = 8  # blank lines for running text
LINES = 4  # blank rows of a list of texts
ROWS = 8  # blank rows of a table
WIDE = 6  # columns: a wider table lies on its side
HEAD = (Cell("项　目", "hei", "center"), Cell("填　写", "hei", "center"), Cell("说　明", "hei", "center"))
GIVEN = ("schema", "kind", "id", "local")  # filled in by the register


def form_pages(schema: Schema, title: str) -> list[Page]:
    """The pages of the form of one family of plans."""
    wide: list[Block] = []
    blocks = [title_paragraph(title), Space(), *_fields(schema.root.children, 1, wide)]
    return pour([*blocks, *wide])


def _fields(fields: Iterable[Field], depth: int, wide: list[Block]) -> Iterator[Block]:
    """Siblings: brief values together in a table, everything else under a heading of its own."""
    number = 0
    for brief, group in groupby((f for f in fields if f.key not in GIVEN), key=_is_brief):
        if brief:
            rows = tuple((Cell(_title(f), "hei"), Cell(_place(f)), Cell(clean(f.description))) for f in group)
            yield Table(HEAD, rows)
            continue
        for field in group:
            number += 1
            yield heading(min(depth, 4), number, _title(field))
            yield from _field(field, depth, wide)


def _title(field: Field) -> str:
    return clean(field.title) or field.key


def _is_brief(field: Field) -> bool:
    is_long = field.type == "string" and field.printing.get("as") == "paragraph" and not field.lead
    return not field.children and (field.item is None or bool(_options(field))) and not is_long


def _place(field: Field) -> str:
    """Room to write a value, with its unit, or the options to tick."""
    options = _options(field)
    if options:
        return "　".join(f"□ {option}" for option in options)
    return f"{'　' * 9}{field.unit}"


def _field(field: Field, depth: int, wide: list[Block]) -> Iterator[Block]:
    if field.description:
        yield Paragraph((Run(clean(field.description), "kai"),), size=SIZE_SMALL_4, keep=True)
    if field.is_rows:
        yield from _list(field, wide)
    elif field.children:
        yield from _fields(field.children, depth + 1, wide)
    elif field.item is not None:
        yield Table((), tuple((Cell(f"{n}"), Cell("　" * 36 + "\n　")) for n in range(1, LINES + 1)))
    else:
        yield Table((), ((Cell("　\n" * TALL),),))


def _options(field: Field) -> list[str]:
    spec = field.item.spec if field.item is not None else field.spec
    if field.type == "boolean":
        return ["是", "否"]
    return [str(option) for option in spec.get("enum", ()) if option]


def _list(field: Field, wide: list[Block]) -> Iterator[Block]:
    """A table with empty rows; nested lists become a column to write into."""
    columns = [child for child in field.item.children if child.key not in GIVEN] if field.item else []
    title = _title(field)
    head = tuple(Cell(_title(child), "hei", "center") for child in columns)
    rows = tuple(tuple(Cell("　\n　") for _ in columns) for _ in range(ROWS))
    table = Table(head, rows, title, show_caption=len(columns) > WIDE)
    if len(columns) > WIDE:
        yield Paragraph((Run(f"填在后面横页的“{title}”表里。"),))
        wide += [NewPage(landscape=True) if not wide else Space(), table]
    else:
        yield table
