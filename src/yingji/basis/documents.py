"""Laws, regulations and upstream plans a plan may cite: the same number however it is written, and
whether the document still stood on a day.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

State = Literal["in_force", "superseded", "unknown"]

_BRACKETS = str.maketrans({**dict.fromkeys("[【(〈<〖﹝{", "〔"), **dict.fromkeys("]】)〉>〗﹞}", "〕")})
_NUMERALS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}


@dataclass(frozen=True, slots=True)
class Document:
    """A row of the register. ``issuer`` is a unit's code, ``""`` for the centre; ``""`` or None: not known."""

    id: str
    title: str
    doc_no: str = ""
    issuer: str = ""
    kind: str = ""
    issued_on: date | None = None
    effective_on: date | None = None
    supersedes: str = ""
    ended_on: date | None = None
    certainty: str = ""
    note: str = ""

    @property
    def is_repealed_on_an_unknown_day(self) -> bool:
        """The note says that it was repealed, and no day is known."""
        said = re.search(r"废止|替代|失效|repealed|superseded", self.note, re.IGNORECASE)
        return self.ended_on is None and said is not None


@dataclass(frozen=True, slots=True)
class Citation:
    """How a plan names a document; any part may be empty."""

    title: str
    doc_no: str = ""
    basis_id: str = ""


class Cites(Protocol):
    """Whatever names a document as a ``Citation`` does."""

    @property
    def doc_no(self) -> str:
        """The document's number as written."""

    @property
    def basis_id(self) -> str:
        """The document's id in the register."""


@dataclass(frozen=True, slots=True)
class Fate:
    """``since``: the first day the document no longer holds, if there is one; ``reason``: why it is unknown."""

    document: Document | None
    since: date | None = None
    successor: Document | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DocumentStanding:
    """``since`` is the first day the document no longer held; ``reason`` says why it is unknown."""

    state: State
    document: Document | None = None
    since: date | None = None
    successor: Document | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Register:
    """The documents, found by id and by number."""

    documents: tuple[Document, ...]
    fates: dict[tuple[str, str], Fate] = field(default_factory=dict, repr=False)
    _by_id: dict[str, Document] = field(default_factory=dict, repr=False)
    _by_number: dict[str, list[Document]] = field(default_factory=lambda: defaultdict(list), repr=False)
    _successors: dict[str, list[Document]] = field(default_factory=lambda: defaultdict(list), repr=False)

    def __post_init__(self) -> None:
        for document in self.documents:
            self._by_id[document.id] = document
            if is_number(document.doc_no):
                self._by_number[normalised(document.doc_no)].append(document)
            if document.supersedes:
                self._successors[document.supersedes].append(document)

    def find(self, citation: Cites) -> Document | str:
        """The cited document by register id, else by number; otherwise why it cannot be told."""
        if citation.basis_id in self._by_id:
            return self._by_id[citation.basis_id]
        if not is_number(citation.doc_no):
            return "只写了名称，没有文号"
        found = self._by_number.get(normalised(citation.doc_no), [])
        if not found:
            return "依据库里没有这个文号"
        return found[0] if len(found) == 1 else "依据库里有几份文件用这个文号"

    def successors(self, document: Document) -> list[Document]:
        """The documents that say they supersede it."""
        return self._successors.get(document.id, [])


def normalised(doc_no: str) -> str:
    """One spelling: 国办发[2024]第05号, 国办发 ［２０２４］ 5 号 → 国办发〔2024〕5号; 主席令第六十九号 → 主席令第69号."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", doc_no))
    plain = unicodedata.normalize("NFKC", plain).translate(_BRACKETS)
    plain = re.sub(r"^(中华人民共和国)+", "", plain)
    plain = re.sub(r"第([〇零一二两三四五六七八九十百]+)号", lambda found: f"第{_number(found[1])}号", plain)
    return re.sub(r"〕第?0*(?=[0-9]+号)", "〕", plain)


def is_number(doc_no: str) -> bool:
    """Whether the text is a document number at all: 中共中央、国务院印发 is none."""
    return re.search(r"[0-9]号$", normalised(doc_no)) is not None


def fate_of(register: Register, citation: Cites) -> Fate:
    """What became of the cited document, whenever that was; remembered by the register."""
    key = citation.basis_id, citation.doc_no
    if key not in register.fates:
        register.fates[key] = _fate(register, register.find(citation))
    return register.fates[key]


def standing_of(register: Register, citation: Cites, on: date) -> DocumentStanding:
    """Whether the cited document stood at the end of that day: in force, superseded since, or unknown."""
    fate = fate_of(register, citation)
    state: State = "in_force"
    if fate.reason:
        state = "unknown"
    elif fate.since is not None and fate.since <= on:
        state = "superseded"
    return DocumentStanding(state, fate.document, fate.since, fate.successor, fate.reason)


def _fate(register: Register, found: Document | str) -> Fate:
    if isinstance(found, str):
        return Fate(None, reason=found)
    successors = register.successors(found)
    dated = [s for s in successors if s.effective_on is not None]
    successor = min(dated, key=lambda s: (s.effective_on or date.max, s.id), default=None)
    since = found.ended_on or (successor.effective_on if successor else None)
    if since is None and (successors or found.is_repealed_on_an_unknown_day):
        return Fate(found, reason="已被替代，但不知从哪天起")
    return Fate(found, since, successor)


def register_of(documents: Iterable[Document]) -> Register:
    """The register of ``documents``, one row per id."""
    return Register(tuple(documents))


def _number(numeral: str) -> int:
    total, digit = 0, 0
    for char in numeral:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = digit * 10 + _NUMERALS[char]
    return total + digit
