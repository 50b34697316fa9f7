"""What a print says about the version it shows, beside the plan's own text."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

MarkKind = Literal["draft", "not_yet", "due", "superseded", "revoked", "sample", "unreviewed", "corrected"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A standing that the reader must not miss; ``text`` is what every page says, e.g. 草稿 不具效力."""

    kind: MarkKind
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Facts of the version set into the print.

    ``unit_kind`` is village, township, department, school or enterprise. ``issuers`` sign at the end,
    first the one that leads. ``edition_no`` (版次) is None until the version is issued. ``digest`` is
    the hexadecimal sha-256 of the document. ``signers`` are (post, name). ``verify_url`` stands in the
    QR code; without it no code is drawn. ``notes`` are sentences for the first page.
    ``county`` and ``township`` are the names of those above, 沈丘县 and 石槽集乡, empty where there is none. ``amended_paths``
    are pointers of values in the outline that were corrected after approval, last on ``amended_on``. ``copy`` is what a controlled copy
    says of itself, 第 3 份 · 石槽集乡派出所.
    """

    unit_name: str
    issuers: tuple[str, ...]
    unit_kind: str
    plan_kind: str
    title: str
    number: int
    digest: str
    edition_no: int | None = None
    doc_no: str | None = None
    issued_on: date | None = None
    effective_on: date | None = None
    approved_on: date | None = None
    signers: tuple[tuple[str, str], ...] = ()
    filed_on: date | None = None
    receipt_no: str | None = None
    verify_url: str | None = None
    marks: tuple[Mark, ...] = ()
    notes: tuple[str, ...] = ()
    county: str = ""
    township: str = ""
    amended_paths: frozenset[str] = frozenset()
    amended_on: date | None = None
    copy: str = ""
