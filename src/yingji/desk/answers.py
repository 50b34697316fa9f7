"""What the desk answers, in the shapes of the public contract; doors write them as JSON or draw them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from typing import Any

from yingji.copies.register import CalledBack
from yingji.errors import Problem


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer of ``plan check``."""

    valid: bool
    problems: tuple[Problem, ...]
    tidied: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Uploaded:
    """The answer of ``plan upload``. ``kept``: stored as working copy, because something must be mended."""

    unit: str
    kind: str
    number: int | None
    digest: str | None
    state: str | None
    created: bool
    kept: bool
    tidied: tuple[str, ...]
    problems: tuple[Problem, ...]
    revision: str = ""
    """Whether this is a major or a minor revision and why (办法 36), in words."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The answer of a move, a record or a correction.

    ``to_recall``: paper copies that must come back from ``recall_on`` on, as an issue or revocation leaves them.
    """

    unit: str
    kind: str
    number: int
    edition_no: int | None
    move: str
    state: str
    digest: str
    on: date
    is_late: bool
    to_recall: tuple[CalledBack, ...] = ()
    recall_on: date | None = None


@dataclass(frozen=True, slots=True)
class Dates:
    """The days of a version; None until the thing happened."""

    uploaded_on: date
    submitted_on: date | None
    passed_on: date | None
    approved_on: date | None
    issued_on: date | None
    effective_on: date | None
    filed_on: date | None
    published_on: date | None
    confirmed_on: date | None
    revoked_on: date | None


@dataclass(frozen=True, slots=True)
class Shown:
    """The answer of ``plan show``. ``state`` as shown on ``as_of``; ``document`` None for a scan only."""

    unit: str
    unit_name: str
    kind: str
    kind_title: str
    number: int
    edition_no: int | None
    state: str
    state_label: str
    title: str
    schema: str
    digest: str
    dates: Dates
    doc_no: str
    receipt_no: str
    signers: tuple[tuple[str, str], ...]
    is_recorded: bool
    is_major: bool
    restricted_shown: bool
    verify_url: str
    document: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class ActLine:
    """One act in a plan's history. ``is_late``: 补记."""

    move: str
    label: str
    on: date
    recorded_at: datetime
    actor: str
    actor_name: str
    fields: Mapping[str, Any]
    is_late: bool


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file beside a version."""

    id: int
    type: str
    type_label: str
    filename: str
    digest: str
    on: date


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version in a plan's history, with its acts and files."""

    number: int
    edition_no: int | None
    state: str
    state_label: str
    title: str
    digest: str
    uploaded_at: datetime
    uploader: str
    uploader_name: str
    is_recorded: bool
    is_major: bool
    dates: Dates
    acts: tuple[ActLine, ...]
    files: tuple[FileLine, ...]


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One plan in a list. ``is_scan``: nothing but a scan, which is not set anew."""

    unit: str
    unit_name: str
    kind: str
    kind_title: str
    title: str
    number: int
    edition_no: int | None
    state: str
    state_label: str
    effective_on: date | None
    is_scan: bool


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One difference between two versions, in words."""

    path: str
    place: str
    sentence: str
    is_major: bool


@dataclass(frozen=True, slots=True)
class CopyLine:
    """A controlled copy. ``outcome`` is empty while it is out; ``is_to_recall``: out though its version is void."""

    unit: str
    unit_name: str
    kind: str
    kind_title: str
    title: str
    number: int
    edition_no: int | None
    state: str
    state_label: str
    copy: int
    edition: str
    edition_title: str
    holder: str
    on: date
    outcome: str
    outcome_label: str
    ended_on: date | None
    ended_by: str
    is_to_recall: bool


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF. ``etag`` changes when the bytes do."""

    content: bytes
    filename: str
    etag: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What a page's code says of the paper in hand: never content, never that the paper is genuine."""

    is_known: bool
    words: str
    title: str = ""
    unit_name: str = ""
    edition_no: int | None = None
    issued_on: date | None = None
    effective_on: date | None = None
    short_digest: str = ""
    state: str = ""


def plain(value: Any) -> Any:
    """A value as JSON knows it: dataclasses to objects, days and instants to text, tuples to lists."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value
