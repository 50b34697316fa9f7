"""What a move must be told. Each move's fields are read here, completely or not at all."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from yingji.errors import Invalid, Problem, Usage
from yingji.lifecycle.history import CORRECTABLE
from yingji.lifecycle.transitions import MOVES

POINTS: dict[int, str] = {
    1: "是否符合有关法律、法规、规章和标准等规定",
    2: "是否符合上位预案要求并与有关预案有效衔接",
    3: "框架结构是否清晰合理，主体内容是否完备",
    4: "组织指挥体系与责任分工是否合理明确，应急响应级别设计是否合理，应对措施是否具体简明、管用可行",
    5: "各方面意见是否一致",
    6: "其他需要审核的内容",
}
"""办法第二十四条的六项审核内容（待核实）；村级预案参照办理。"""

VERDICTS = {"conforms": "符合", "mostly": "基本符合", "fails": "不符合"}

ALL_CONFORM: list[dict[str, Any]] = [{"point": point, "verdict": "conforms"} for point in POINTS]

ATTACHMENT_TYPES: dict[str, str] = {
    "signed": "签字盖章扫描件",
    "original": "原始文件",
    "map": "图件",
    "drill": "演练材料",
    "other": "其他",
}

TITLES: dict[str, str] = {
    "note": "说明",
    "comments": "逐条意见",
    "checklist": "审核清单",
    "opinion": "意见",
    "signer_name": "签发人姓名",
    "signer_post": "签发人职务",
    "cosigner_name": "会签人姓名",
    "cosigner_post": "会签人职务",
    "decided_at": "审议会议",
    "doc_no": "发文字号",
    "issued_on": "印发日期",
    "effective_on": "实施日期",
    "drafting_note": "编制说明",
    "receipt_no": "备案回执号",
    "filed_on": "备案日期",
    "received_by": "接收单位",
    "where": "公开方式",
    "by_name": "决定人姓名",
    "by_post": "决定人职务",
    "clears": "消除的问题",
    "reason": "理由",
    "raised_by": "提出人",
}

EXAMPLES: dict[str, str] = {
    "note": "第三部分转移路线与实际不符，请重新核对",
    "opinion": "同意",
    "signer_name": "张三",
    "signer_post": "村党支部书记、村委会主任",
    "cosigner_name": "李四",
    "cosigner_post": "党委书记",
    "decided_at": "2026年5月6日党政联席会议",
    "issued_on": "2026-05-01",
    "effective_on": "2026-05-01",
    "filed_on": "2026-05-20",
    "receipt_no": "石应急备〔2026〕5号",
    "received_by": "乡应急管理办公室",
    "where": "村务公开栏、村民微信群",
    "reason": "行政村合并",
    "doc_no": "石政〔2026〕5号",
    "raised_by": "张三",
    "declare reason": "村小学拆除重建，安置点要改到村委会大院",
}
"""By field; by move and field where the move asks for something else."""

_REQUIRED: dict[str, tuple[str, ...]] = {
    "return": ("note",),
    "pass": ("checklist",),
    "opine": ("opinion",),
    "approve": ("signer_name", "signer_post"),
    "file": ("receipt_no",),
    "publish": ("where",),
    "confirm": ("note",),
    "declare": ("reason",),
    "revoke": ("reason",),
    "record": ("signer_name", "signer_post", "issued_on", "reason"),
}
_OPTIONAL: dict[str, tuple[str, ...]] = {
    "submit": ("note",),
    "withdraw": ("note",),
    "return": ("comments",),
    "pass": ("note",),
    "opine": ("note",),
    "approve": ("cosigner_name", "cosigner_post", "decided_at", "note"),
    "issue": ("doc_no", "issued_on", "effective_on", "drafting_note"),
    "file": ("received_by",),
    "confirm": ("by_name", "by_post", "clears"),
    "declare": ("raised_by",),
    "record": ("effective_on", "doc_no", "receipt_no", "filed_on", "drafting_note"),
}
_LONGEST = 5000


def read_fields(
    move: str, raw: Mapping[str, Any], *, on: date, today: date, is_township_comprehensive: bool = False
) -> dict[str, Any]:
    """The move's fields, complete and tidy.

    Raises ``Usage`` for a field the move does not know, ``Invalid`` with one problem per field
    that is missing or wrong.
    """
    required = _REQUIRED.get(move, ())
    if move == "approve" and is_township_comprehensive:
        required += ("cosigner_name", "cosigner_post", "decided_at")
    known = tuple(dict.fromkeys(required + _OPTIONAL.get(move, ())))
    _refuse_unknown(move, raw, known)
    fields: dict[str, Any] = {}
    problems: list[Problem] = []
    for name in known:
        value = raw.get(name)
        if value in (None, "", [], {}) or (isinstance(value, str) and not value.strip()):
            if name in required:
                problems.append(_missing(move, name))
            continue
        try:
            fields[name] = _reader(name)(name, value)
        except ValueError as error:
            problems.append(Problem(f"/{name}", TITLES[name], str(error)))
    if not problems and move in {"issue", "record"}:
        problems += _complete_days(fields, on, today)
    if not problems and move == "pass":
        problems += _failing_points(fields["checklist"])
    if problems:
        raise Invalid(f"{MOVES.get(move, '补录')}还差 {len(problems)} 处：{problems[0].message}", problems)
    return fields


def read_corrections(raw: Mapping[str, Any]) -> dict[str, Any]:
    """New values for slips in numbers or days; raises ``Usage`` or ``Invalid`` in Chinese."""
    _refuse_unknown("correct", raw, tuple(CORRECTABLE))
    if not raw:
        raise Usage("请写明要更正的内容，例如 doc_no=石政〔2026〕5号。")
    try:
        return {name: _reader(name)(name, value) for name, value in raw.items()}
    except ValueError as error:
        raise Invalid(str(error)) from None


def _refuse_unknown(move: str, raw: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for name in raw:
        if name not in known:
            listing = "、".join(f"{key}（{TITLES[key]}）" for key in known) or "无"
            raise Usage(f"「{MOVES.get(move, '这一步')}」不用填「{name}」。可填：{listing}。")


def example_of(move: str, name: str) -> str:
    """A worked example of what a move's field holds; empty where there is none."""
    return EXAMPLES.get(f"{move} {name}") or EXAMPLES.get(name, "")


def _missing(move: str, name: str) -> Problem:
    example = example_of(move, name)
    example = f"例如：{example}。" if example else ""
    if name == "checklist":
        example = (
            "六项逐项给出结论（conforms 符合、mostly 基本符合、fails 不符合）；全部符合可用 --all-conform。"
        )
    return Problem(f"/{name}", TITLES[name], f"「{TITLES[name]}」必须填写。{example}")


def _read_text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"「{TITLES[name]}」应为文字，例如：{EXAMPLES.get(name, '张三')}。")
    text = value.strip()
    if len(text) > _LONGEST:
        raise ValueError(f"「{TITLES[name]}」有 {len(text)} 字，最多 {_LONGEST} 字，请删减。")
    return text


def _read_day(name: str, value: Any) -> str:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value.strip()):
        try:
            return date.fromisoformat(value.strip()).isoformat()
        except ValueError:
            pass
    raise ValueError(f"「{TITLES[name]}」写着「{value}」，应为确有的一天，例如 2026-05-01。")


def _read_checklist(_name: str, value: Any) -> list[dict[str, Any]]:
    entries = value if isinstance(value, list) else []
    points = [entry.get("point") for entry in entries if isinstance(entry, dict)]
    if sorted(p for p in points if isinstance(p, int)) != list(POINTS) or len(entries) != len(POINTS):
        raise ValueError("审核清单要六项各填一条（第 1–6 项，每项一次）。")
    return [_read_point(entry) for entry in sorted(entries, key=lambda e: int(e["point"]))]


def _read_point(entry: dict[str, Any]) -> dict[str, Any]:
    point, verdict = entry["point"], entry.get("verdict")
    if verdict not in VERDICTS:
        raise ValueError(f"审核清单第 {point} 项的结论应为 conforms、mostly 或 fails 之一。")
    texts = {key: str(entry.get(key) or "").strip() for key in ("place", "revision")}
    if verdict == "fails" and not texts["revision"]:
        raise ValueError(f"审核清单第 {point} 项不符合，请写明要怎么改（revision）。")
    return {"point": point, "verdict": verdict, **{k: v for k, v in texts.items() if v}}


def _read_comments(_name: str, value: Any) -> list[dict[str, str]]:
    if not isinstance(value, list) or not all(
        isinstance(c, dict) and isinstance(c.get("text"), str) and c["text"].strip() for c in value
    ):
        raise ValueError("逐条意见每条要有文字（text），例如 {path, text: 电话少一位}。")
    return [{"path": str(c.get("path", "")), "text": c["text"].strip()} for c in value]


def _read_clears(_name: str, value: Any) -> list[dict[str, str]]:
    entries = _split_clears(value) if isinstance(value, str) else value
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise ValueError("消除的问题要逐条写编号和理由，例如 O2：已逐条核对，本村不涉及。")
    return [_read_clear(entry) for entry in entries]


def _split_clears(text: str) -> list[dict[str, str]]:
    parts = [re.split(r"[:：]", part, maxsplit=1) for part in re.split(r"[;；]", text) if part.strip()]
    return [{"code": part[0].strip(), "reason": part[1].strip() if len(part) > 1 else ""} for part in parts]


def _read_clear(entry: dict[str, Any]) -> dict[str, str]:
    code, reason = str(entry.get("code", "")), str(entry.get("reason") or "").strip()
    if not re.fullmatch(r"O[2-8]", code):
        raise ValueError(f"「{code}」不能用确认来消除，只有 O2–O8 可以。例如 O2：已逐条核对，本村不涉及。")
    if not reason:
        raise ValueError(f"消除 {code} 要写理由，例如 {code}：已逐条核对，本村不涉及。")
    return {"code": code, "reason": reason}


Reader = Callable[[str, Any], Any]

_READERS: dict[str, Reader] = {
    "issued_on": _read_day,
    "effective_on": _read_day,
    "filed_on": _read_day,
    "checklist": _read_checklist,
    "comments": _read_comments,
    "clears": _read_clears,
}


def _reader(name: str) -> Reader:
    return _READERS.get(name, _read_text)


def _failing_points(checklist: list[dict[str, Any]]) -> list[Problem]:
    return [
        Problem(
            f"/checklist/{entry['point'] - 1}",
            f"审核清单第 {entry['point']} 项",
            f"第 {entry['point']} 项「{POINTS[entry['point']]}」不符合，不能通过；请改用退回（return），把要改的写给编制人。",
        )
        for entry in checklist
        if entry["verdict"] == "fails"
    ]


def _complete_days(fields: dict[str, Any], on: date, today: date) -> list[Problem]:
    issued = fields.setdefault("issued_on", on.isoformat())
    effective = fields.setdefault("effective_on", issued)
    problems = []
    if effective < issued:
        problems.append(
            Problem(
                "/effective_on", "实施日期", f"实施日期 {effective} 早于印发日期 {issued}，应为同一天或以后。"
            )
        )
    for name in ("issued_on", "filed_on"):
        if fields.get(name, "") > today.isoformat():
            problems.append(
                Problem(
                    f"/{name}",
                    TITLES[name],
                    f"{TITLES[name]} {fields[name]} 在今天（{today}）之后，还没有发生。",
                )
            )
    if "filed_on" in fields and fields["filed_on"] < issued:
        problems.append(
            Problem("/filed_on", "备案日期", f"备案日期 {fields['filed_on']} 早于印发日期 {issued}，请核对。")
        )
    return problems
