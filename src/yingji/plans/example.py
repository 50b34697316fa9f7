"""A complete, valid and believable plan for any unit and kind: what a clerk looks at while writing.

Pure: the same unit, kind, day and basis give the same document. People, numbers and telephone
numbers are invented; no unit is named but the subject and the township and county above it.
"""

from collections.abc import Callable, Sequence
from datetime import date

from yingji.plans.example_data.body import body
from yingji.plans.example_data.subject import BasisRef, Doc, Subject
from yingji.plans.example_data.township import township
from yingji.plans.example_data.village import village
from yingji.plans.example_data.words import short_name
from yingji.plans.kinds import KINDS

__all__ = ["BasisRef", "Subject", "example"]

LAW = BasisRef("", "中华人民共和国突发事件应对法")
_OWN_TITLES = {
    ("township", "comprehensive"): "突发事件总体应急预案",
    ("village", "comprehensive"): "突发事件综合应急预案",
    ("body", "comprehensive"): "突发事件综合应急预案",
}


def example(
    subject: Subject, kind: str, on: date, basis: Sequence[BasisRef], covers: Sequence[str] = ()
) -> Doc:
    """A plan of ``kind`` for ``subject`` as it might be written on the day ``on``.

    ``basis`` are the documents in force on that day; with none the plan cites the law by name.
    ``covers`` are kinds that a comprehensive plan is to cover besides; ignored for other kinds.
    """
    family, build = _family(subject)
    document: Doc = {
        "schema": f"{family}/1.0",
        "kind": kind,
        "unit_name": subject.name,
        "title": short_name(subject) + _title(family, kind),
        "basis": [_cited(ref) for ref in basis or (LAW,)],
    }
    if covers and kind == "comprehensive":
        document["covers_kinds"] = list(covers)
    return document | build(subject, kind, on)


def _family(subject: Subject) -> tuple[str, Callable[[Subject, str, date], Doc]]:
    if subject.kind == "village":
        return "village", village
    if subject.kind == "township":
        return "township", township
    return "body", body


def _title(family: str, kind: str) -> str:
    return _OWN_TITLES.get((family, kind)) or KINDS.get(kind, "突发事件专项应急预案")


def _cited(ref: BasisRef) -> Doc:
    row = {"title": ref.title, "doc_no": ref.doc_no, "basis_id": ref.id}
    return {key: value for key, value in row.items() if value}
