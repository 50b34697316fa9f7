"""Changing what verdicts stand on: the register, thresholds, working days, marks of major change.

Every change is a new dated row and one ledger entry; the same thing entered twice changes nothing.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import resources

from yingji.access.rights import Actor, demand
from yingji.basis.calendar import CalendarDay
from yingji.basis.documents import Document
from yingji.basis.policy import DEFAULTS, SUGGESTED, PolicyRow, written
from yingji.basis.queries import calendar_days, documents, major_marks, policy_rows
from yingji.basis.sheets import read_calendar, read_documents
from yingji.basis.tables import basis_document, basis_major, policy, workday
from yingji.clock import day_of
from yingji.db import Reading, Writing
from yingji.errors import Conflict, Invalid, NotFound, Problem, Usage
from yingji.ledger.actions import record, touch
from yingji.units.names import KIND_WORDS
from yingji.units.queries import Unit, served

SINCE_EVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When a new database came to know what it is delivered with: an earlier ``known_on`` sees it too."""


NEWEST = 2**62


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or with ``dry_run`` would do. ``notes`` are doubts, not refusals."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: int
    notes: tuple[Problem, ...] = ()


def seed(w: Writing, at: datetime) -> None:
    """Give a database the published working days and the default thresholds; twice is harmless.

    What a new database starts with is known since ever; what a later release adds, from ``at`` on.
    """
    _seed_policy(w, at)
    known = {entry.day for entry in calendar_days(w)}
    shipped = read_calendar(_shipped("workdays.csv")).rows
    recorded_at = at if known else SINCE_EVER
    added = [_calendar_row(entry, recorded_at) for entry in shipped if entry.day not in known]
    w.add_all(workday, added)
    if added:
        touch(w, ["calendar:"])


def site_path(r: Reading, at: datetime) -> str:
    """The path whose administrators keep what holds for the whole site: that of the place it serves."""
    place = served(r, day_of(at))
    return place.path if place else ""


def import_documents(
    w: Writing,
    actor: Actor,
    at: datetime,
    data: bytes,
    *,
    kinds: Collection[str] = (),
    dry_run: bool = False,
) -> Imported:
    """Take the register's rows from a CSV file; ``kinds``: the plan kinds a row may name.

    Raises ``Unreadable``, ``TooLarge``, ``Forbidden``, or ``Invalid`` with every problem and nothing stored.
    """
    demand(actor, "basis.change", site_path(w, at))
    sheet = read_documents(data)
    known = {document.id: document for document in documents(w)}
    problems = (*sheet.problems, *_unknown_kinds(sheet.rows, kinds), *_circles(sheet.rows, known))
    _refuse(problems)
    added = [d for d in sheet.rows if d.id not in known]
    changed = [d for d in sheet.rows if d.id in known and known[d.id] != d]
    result = Imported(
        tuple(d.id for d in added),
        tuple(d.id for d in changed),
        len(sheet.rows) - len(added) - len(changed),
        _dangling(sheet.rows, known),
    )
    if (added or changed) and not dry_run:
        w.add_all(basis_document, [_document_row(d, at) for d in (*added, *changed)])
        _enter(w, actor, at, "basis.import", [f"basis:{d.id}" for d in (*added, *changed)])
    return result


def import_calendar(
    w: Writing, actor: Actor, at: datetime, data: bytes, *, dry_run: bool = False
) -> Imported:
    """Take working days from a CSV file ``date,workday,note``; raises like ``import_documents``."""
    demand(actor, "calendar.change", site_path(w, at))
    sheet = read_calendar(data)
    _refuse(sheet.problems)
    known = {entry.day: entry for entry in calendar_days(w)}
    added = [e for e in sheet.rows if e.day not in known]
    changed = [e for e in sheet.rows if e.day in known and known[e.day] != e]
    if (added or changed) and not dry_run:
        w.add_all(workday, [_calendar_row(entry, at) for entry in (*added, *changed)])
        years = sorted({entry.day.year for entry in (*added, *changed)})
        _enter(w, actor, at, "calendar.import", [f"calendar:{year}" for year in years])
    return Imported(
        tuple(e.day.isoformat() for e in added),
        tuple(e.day.isoformat() for e in changed),
        len(sheet.rows) - len(added) - len(changed),
    )


def proposed(
    *,
    key: str,
    value: str,
    from_day: date,
    decided_by: str,
    under: Unit | None = None,
    unit_kind: str | None = None,
    plan_kind: str | None = None,
) -> PolicyRow:
    """The decision on a threshold as it would be kept, newer than any other.

    Raises ``Usage`` for an unknown key, unit kind or malformed value.
    """
    if not decided_by.strip():
        raise Usage("请写明由谁决定，例如 --decided-by 石槽集乡人民政府。", field="decided_by")
    if unit_kind is not None and unit_kind not in KIND_WORDS:
        listing = "、".join(f"{kind}（{word}）" for kind, word in KIND_WORDS.items())
        raise Usage(f"没有「{unit_kind}」这种单位。可用：{listing}。")
    under_id = under.id if under else None
    return PolicyRow(
        NEWEST, key, written(key, value), from_day, decided_by.strip(), under_id, unit_kind, plan_kind
    )


def set_policy(
    w: Writing,
    actor: Actor,
    at: datetime,
    *,
    key: str,
    value: str,
    from_day: date,
    decided_by: str,
    under: Unit | None = None,
    unit_kind: str | None = None,
    plan_kind: str | None = None,
) -> bool:
    """Decide a threshold from a day on, which may lie ahead; False when that is what holds already.

    Raises ``Forbidden``, and ``Usage`` like ``proposed``.
    """
    demand(actor, "policy.change", under.path if under else "")
    row = proposed(
        key=key,
        value=value,
        from_day=from_day,
        decided_by=decided_by,
        under=under,
        unit_kind=unit_kind,
        plan_kind=plan_kind,
    )
    same = [
        p for p in policy_rows(w, row.key) if all(getattr(p, n) == getattr(row, n) for n in _POLICY_PLACE)
    ]
    if same and (same[-1].value, same[-1].decided_by) == (row.value, row.decided_by):
        return False
    columns = {name: getattr(row, name) for name in PolicyRow.__dataclass_fields__ if name != "id"}
    w.add(policy, **columns, recorded_at=at)
    detail: dict[str, object] = {"value": row.value}
    touches = [f"policy:{row.key}", _reach(under)]
    _enter(w, actor, at, "policy.set", touches, under, row.plan_kind, detail)
    return True


def mark_major(
    w: Writing,
    actor: Actor,
    at: datetime,
    *,
    on: date,
    by_name: str,
    reason: str,
    basis_id: str | None = None,
    version_id: int | None = None,
    unit: Unit | None = None,
) -> bool:
    """Mark a document of the register, or a version of ``unit``'s plan, as a major change (办法35（一）).

    False when it is marked so already. Raises ``Conflict`` for a day ahead, ``NotFound``, ``Usage``.
    """
    demand(actor, "basis.change", unit.path if unit else site_path(w, at))
    if not by_name.strip() or not reason.strip():
        raise Usage(
            "请写明由谁认定、为什么是重大变化，例如 --by 张三 --reason 响应分级调整。", field="reason"
        )
    if on > day_of(at):
        raise Conflict(f"{on} 在今天（{day_of(at)}）之后，事情还没有发生，不能登记。", field="on")
    if version_id is None and basis_id not in {document.id for document in documents(w)}:
        raise NotFound(f"依据库里没有「{basis_id}」。可用 basis list 查看编号，例如 CN-MGMT-2024。")
    marks = major_marks(w)
    if any((m.basis_id, m.version_id, m.on_day) == (basis_id, version_id, on) for m in marks):
        return False
    w.add(
        basis_major,
        basis_id=basis_id,
        version_id=version_id,
        on_day=on,
        by_name=by_name.strip(),
        reason=reason.strip(),
        recorded_at=at,
    )
    touched = [f"basis:{basis_id}"] if basis_id else [f"version:{version_id}", _reach(unit)]
    _enter(w, actor, at, "basis.major", touched, unit, None, {"on": on.isoformat()})
    return True


def _reach(under: Unit | None) -> str:
    """Everything at and below a place, or everywhere."""
    return f"under:{under.id if under else ''}"


_POLICY_PLACE = ("from_day", "under_id", "unit_kind", "plan_kind")


def _seed_policy(w: Writing, at: datetime) -> None:
    suggested = [row for row in policy_rows(w) if row.decided_by == SUGGESTED]
    known = {(row.key, row.value, row.unit_kind, row.plan_kind) for row in suggested}
    added = [
        {
            "key": row.key,
            "value": row.value,
            "from_day": row.from_day,
            "decided_by": row.decided_by,
            "under_id": None,
            "unit_kind": row.unit_kind,
            "plan_kind": row.plan_kind,
            "recorded_at": at if known else SINCE_EVER,
        }
        for row in DEFAULTS
        if (row.key, row.value, row.unit_kind, row.plan_kind) not in known
    ]
    w.add_all(policy, added)
    if added:
        touch(w, [_reach(None)])


def _shipped(name: str) -> bytes:
    return resources.files("yingji.basis").joinpath("data", name).read_bytes()


def _unknown_kinds(rows: tuple[Document, ...], kinds: Collection[str]) -> list[Problem]:
    return [
        Problem(
            f"/{document.id}/kind",
            document.id,
            f"没有「{document.kind}」这个预案种类，可用：{'、'.join(kinds)}。",
        )
        for document in rows
        if kinds and document.kind and document.kind not in kinds
    ]


def _circles(rows: tuple[Document, ...], known: dict[str, Document]) -> list[Problem]:
    after = {**{d.id: d.supersedes for d in known.values()}, **{d.id: d.supersedes for d in rows}}
    problems = []
    for document in rows:
        seen, step = {document.id}, document.supersedes
        while step and step not in seen:
            seen.add(step)
            step = after.get(step, "")
        if step == document.id:
            problems.append(
                Problem(
                    f"/{document.id}/supersedes",
                    document.id,
                    "替代关系绕成了圈：它替代的文件，转了一圈又替代了它。请核对替代的是哪一件。",
                )
            )
    return problems


def _dangling(rows: tuple[Document, ...], known: dict[str, Document]) -> tuple[Problem, ...]:
    ids = known.keys() | {document.id for document in rows}
    return tuple(
        Problem(
            f"/{document.id}/supersedes",
            document.id,
            f"所替代的「{document.supersedes}」不在依据库里，引用它的预案暂时查不出来。",
            "should",
        )
        for document in rows
        if document.supersedes and document.supersedes not in ids
    )


def _refuse(problems: tuple[Problem, ...]) -> None:
    if problems:
        raise Invalid(
            f"文件里有 {len(problems)} 处需要改，什么都没有存入。{problems[0].place}：{problems[0].message}",
            problems,
        )


def _document_row(document: Document, at: datetime) -> dict[str, object]:
    columns = {name: getattr(document, name) for name in Document.__dataclass_fields__}
    return {**columns, "recorded_at": at}


def _calendar_row(entry: CalendarDay, at: datetime) -> dict[str, object]:
    return {"day": entry.day, "is_workday": entry.is_workday, "note": entry.note, "recorded_at": at}


def _enter(
    w: Writing,
    actor: Actor,
    at: datetime,
    act: str,
    touches: list[str],
    under: Unit | None = None,
    kind: str | None = None,
    detail: dict[str, object] | None = None,
) -> None:
    record(
        w,
        chain=under.chain if under else "site",
        actor=actor.login,
        at=at,
        act=act,
        unit_id=under.id if under else None,
        kind=kind,
        touches=touches,
        detail=detail,
    )
