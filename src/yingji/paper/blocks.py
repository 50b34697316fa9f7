"""What a document is made of before it has pages."""

from dataclasses import dataclass

from yingji.paper.lines import Align, Run
from yingji.paper.measures import SIZE_3
from yingji.paper.typefaces import Role


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. ``first``, ``rest`` and ``right`` are indents in cells, ``pitch`` is in points, 0 the grid's.

    Line feeds in the runs are kept. ``keep`` holds it on the page of what follows. ``level`` > 0 makes it a heading: it stands in the outline under ``label`` and never at a page's foot.
    """

    runs: tuple[Run, ...]
    size: float = SIZE_3
    first: float = 2
    rest: float = 0
    right: float = 0
    align: Align = "justify"
    pitch: float = 0.0
    level: int = 0
    label: str = ""
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Space:
    """Blank rows; none at the head of a page unless ``always``."""

    rows: int = 1
    always: bool = False


@dataclass(frozen=True, slots=True)
class Drop:
    """Go down until ``rows`` rows of the page are left, if there are more."""

    rows: int


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a page of its own."""

    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table, ``span`` columns wide. Line feeds in ``text`` are kept."""

    text: str
    role: Role = "fang"
    align: Align = "left"
    span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells. ``head`` stands again on every page, under ``caption`` with （续）.

    ``show_caption`` is False where a heading right above says the same.
    ``width`` is the share of the measure that the table takes, centred.
    """

    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    show_caption: bool = True
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Signature:
    """署名 and date, with room for a seal over each; never alone on a page."""

    issuers: tuple[str, ...]
    day: str


@dataclass(frozen=True, slots=True)
class Masthead:
    """红头: 发文机关标志, 发文字号, 红色分隔线 and the title's lines. The first of ``issuers`` leads."""

    issuers: tuple[str, ...]
    doc_no: str
    title: tuple[str, ...]


Block = Paragraph | Space | Drop | NewPage | Table | Signature | Masthead
