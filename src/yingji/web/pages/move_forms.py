"""The form of each move: what it asks, and how a post becomes the move's fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yingji.lifecycle.fields import EXAMPLES, POINTS, TITLES, VERDICTS
from yingji.web.forms import Form


@dataclass(frozen=True, slots=True)
class Ask:
    """One field. ``shape``: text, long (several lines) or day."""

    name: str
    required: bool = False
    shape: str = "text"
    hint: str = ""

    @property
    def title(self) -> str:
        """What the field is called."""
        return TITLES[self.name]

    @property
    def example(self) -> str:
        """A worked example."""
        return EXAMPLES.get(self.name, "")


@dataclass(frozen=True, slots=True)
class MoveForm:
    """A move as a page offers it."""

    asks: tuple[Ask, ...] = ()
    hint: str = ""
    is_grave: bool = False
    has_checklist: bool = False


FORMS: dict[str, MoveForm] = {
    "submit": MoveForm((Ask("note", shape="long"),), "报审后内容不能再改；要改请先撤回。"),
    "withdraw": MoveForm((Ask("note", shape="long"),), "撤回后回到草稿，可以重新上传。"),
    "return": MoveForm((Ask("note", True, "long", "写清哪一处、为什么、怎么改。"),), "退回给编制人修改。"),
    "pass": MoveForm(
        (Ask("note", shape="long"),),
        "参照办法第二十四条（待核实）逐项审核。有一项不符合就不能通过，请改用退回。",
        has_checklist=True,
    ),
    "opine": MoveForm((Ask("opinion", True, "long"), Ask("note", shape="long"))),
    "approve": MoveForm(
        (Ask("signer_name", True), Ask("signer_post", True), Ask("note", shape="long")),
        "登记纸面上的签字。系统内办理记录以签字盖章文本为准。",
    ),
    "issue": MoveForm(
        (
            Ask("doc_no"),
            Ask("issued_on", shape="day", hint="不填即办理日期。"),
            Ask("effective_on", shape="day", hint="不填即印发日期，不能更早。"),
            Ask("drafting_note", shape="long"),
        )
    ),
    "file": MoveForm((Ask("receipt_no", True), Ask("received_by")), "备案是告知，只登记回执，不是审批。"),
    "publish": MoveForm((Ask("where", True),)),
    "confirm": MoveForm(
        (
            Ask("note", True, "long", "写明核对了什么。"),
            Ask("by_name", hint="代为登记时写明由谁决定。"),
            Ask("by_post"),
        ),
        "已评估、内容不变时登记，不必重新上传。",
    ),
    "declare": MoveForm(
        (
            Ask("reason", True, "long", f"写清什么变了、预案哪里要改，例如：{EXAMPLES['declare reason']}。"),
            Ask("raised_by", hint="不填就是您本人；代为登记时写明是谁提出的。"),
        ),
        "先报一声，应急办和审核员看得到，预案照常有效；过了规定的天数还没有改，就列为“需修订”。"
        "新的一版实施就自动了结；核对后认为不用改的，由主要负责人或签发人在“确认（评估）”里写明理由。",
    ),
    "revoke": MoveForm((Ask("reason", True, "long"),), "撤销后这一版不再有效，不能恢复。", is_grave=True),
}

TOGETHER = (Ask("cosigner_name", True), Ask("cosigner_post", True), Ask("decided_at", True))
"""What the approval of a township's comprehensive plan asks besides."""


COMMENT = "comment "
"""Fields named so, followed by a place of the document, are remarks on it."""

CLEAR = "clear "
"""Fields named so, followed by the code of a finding, say why it asks for no revision."""


def form_of(move: str, *, is_township_comprehensive: bool) -> MoveForm:
    """The form of a move, for this plan."""
    form = FORMS[move]
    if move == "approve" and is_township_comprehensive:
        return MoveForm((*form.asks[:2], *TOGETHER, *form.asks[2:]), form.hint)
    return form


def fields_of(move: str, form: Form) -> dict[str, Any]:
    """The move's fields as a post holds them; empty ones are left out."""
    names = {ask.name for ask in (*FORMS[move].asks, *TOGETHER)} if move in FORMS else set()
    fields: dict[str, Any] = {name: form.text(name) for name in names if form.text(name)}
    if move == "return":
        fields["comments"] = [
            {"path": name.removeprefix(COMMENT), "text": text.strip()}
            for name, text in form.fields.items()
            if name.startswith(COMMENT) and text.strip()
        ]
    if move == "confirm":
        fields["clears"] = [
            {"code": name.removeprefix(CLEAR), "reason": text.strip()}
            for name, text in form.fields.items()
            if name.startswith(CLEAR) and text.strip()
        ]
    if move == "pass":
        fields["checklist"] = [
            _point(point, form.fields) for point in POINTS if f"verdict_{point}" in form.fields
        ]
    return fields


def _point(point: int, sent: Mapping[str, str]) -> dict[str, Any]:
    return {
        "point": point,
        "verdict": sent[f"verdict_{point}"],
        "place": sent.get(f"place_{point}", ""),
        "revision": sent.get(f"revision_{point}", ""),
    }


__all__ = ["COMMENT", "FORMS", "POINTS", "VERDICTS", "Ask", "MoveForm", "fields_of", "form_of"]
