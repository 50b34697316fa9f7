"""A page that is laid: what stands where in its type area."""

from dataclasses import dataclass, field

from yingji.paper.lines import Line
from yingji.paper.measures import HEIGHT, WIDTH

Rule = tuple[float, float, float, float, float]  # from x, y to x, y, width
Goal = tuple[float, float, int, float, int | None]  # top, bottom → page, top, part if it is another


@dataclass(slots=True)
class Page:
    """A page being filled. Places are points from the upper left corner of the type area.

    A page that is not ``numbered`` bears no page number, a ``bare`` one neither edition nor code.
    """

    landscape: bool = False
    numbered: bool = True
    bare: bool = False
    texts: list[tuple[float, float, Line]] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    red: list[tuple[float, float, Line]] = field(default_factory=list)
    red_rules: list[Rule] = field(default_factory=list)
    leaders: list[tuple[float, float, float]] = field(default_factory=list)
    headings: list[tuple[int, str, float]] = field(default_factory=list)
    links: list[Goal] = field(default_factory=list)

    @property
    def width(self) -> float:
        return HEIGHT if self.landscape else WIDTH

    @property
    def height(self) -> float:
        return WIDTH if self.landscape else HEIGHT

    @property
    def bottom(self) -> float:
        """The lower edge of what stands on the page."""
        return max((y + line.size for _, y, line in (*self.texts, *self.red)), default=0.0)
