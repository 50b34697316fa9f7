"""Lists that come as a table: tried first, then confirmed. Nothing is stored before it was shown."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from litestar import Response

from yingji.access.rights import demand
from yingji.basis.actions import Imported, site_path
from yingji.db import Writing
from yingji.web.attempt import NOTHING, Tried, attempt
from yingji.web.forms import Form
from yingji.web.rendering import frame, page
from yingji.web.visit import Visit

LARGEST_LIST = 6 * 1024 * 1024
Take = Callable[[Writing, bytes, bool], Imported]
"""Take the table's bytes; with True only say what it would change."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A register that is imported whole: its page, what its list looks like, the right it takes."""

    title: str
    home: str
    home_title: str
    right: str
    columns: str


def sheet_of(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """Rows as the table an import takes."""
    out = io.StringIO()
    table = csv.DictWriter(out, columns)
    table.writeheader()
    table.writerows(rows)
    return out.getvalue().encode()


def listing_page(
    visit: Visit,
    listing: Listing,
    tried: Tried = NOTHING,
    *,
    result: Imported | None = None,
    is_trial: bool = False,
    text: str = "",
    refused: str = "",
) -> Response[str]:
    """The page a list is brought to; with what it would do, or did."""
    with visit.database.reading() as r:
        demand(visit.person(), listing.right, site_path(r, visit.at))
    return page(
        "listing",
        frame(visit, listing.title, "registers"),
        status=400 if refused else tried.status,
        listing=listing,
        tried=tried,
        result=result,
        is_trial=is_trial,
        text=text,
        refused=refused,
    )


def import_listing(visit: Visit, form: Form, listing: Listing, take: Take) -> Response[str]:
    """Try the list sent as a file or pasted, or (``do`` = ``store``) store it."""
    is_trial = form.text("do") != "store"
    sent = form.files["file"].content if "file" in form.files else b""
    data = sent or form.fields.get("listing", "").encode()
    if not data.strip():
        return listing_page(visit, listing, refused="请选择文件，或把表格粘贴到格子里。")
    result, tried = attempt(visit, form, "import", lambda w: take(w, as_commas(data), is_trial))
    text = data.decode("utf-8", "replace")
    return listing_page(visit, listing, tried or NOTHING, result=result, is_trial=is_trial, text=text)


def as_commas(data: bytes) -> bytes:
    """A table copied from a spreadsheet has tabs between its cells."""
    head = data.partition(b"\n")[0]
    if b"\t" not in head or b"," in head:
        return data
    out = io.StringIO()
    csv.writer(out).writerows(line.split("\t") for line in data.decode("utf-8", "replace").splitlines())
    return out.getvalue().encode()
