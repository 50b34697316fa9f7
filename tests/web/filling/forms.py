"""A form as a browser would send it back untouched."""

from collections.abc import Iterable, Iterator

from yingji.web.filling.blanks import Blank


def pairs(blanks: Iterable[Blank]) -> Iterator[tuple[str, str]]:
    """Name and value of every field, the ones left empty included."""
    for blank in blanks:
        yield from blank.carried
        yield from _pairs(blank)


def _pairs(blank: Blank) -> Iterator[tuple[str, str]]:
    if blank.shape in ("rows", "named"):
        for row in blank.rows:
            yield from row.carried
            yield from pairs(row.cells)
    elif blank.shape == "group":
        yield from pairs(blank.children)
    elif blank.shape in ("several", "picks"):
        yield from (
            (f"{blank.name}/{n}", option.value) for n, option in enumerate(blank.options) if option.is_chosen
        )
    elif blank.shape == "choice":
        yield blank.name, next((option.value for option in blank.options if option.is_chosen), "")
    else:
        yield blank.name, blank.text.replace("\n", "\r\n")
