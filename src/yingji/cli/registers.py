"""yingji basis, calendar, require, exempt, policy: what is expected, and what verdicts stand on."""

from typing import Any

import click

from yingji.basis import actions as basis_actions
from yingji.basis.documents import Document, Register, register_of
from yingji.basis.queries import MajorMark, documents, major_marks, policy_rows
from yingji.cli.frame import DAY, ID, Session, answer, as_json, as_user, read_file, session
from yingji.coverage import actions as coverage_actions
from yingji.coverage.queries import exemptions, requirements
from yingji.errors import NotFound, Usage
from yingji.plans.queries import check_kind, find_plan, kinds, versions_of
from yingji.units.queries import Unit, find_unit, units_by_ids

_decided_by = click.option("--decided-by", required=True, help="谁定的，例如 石槽集乡人民政府。")


@click.group()
def basis() -> None:
    """依据库：法律法规、上位预案。"""


@basis.command("import")
@click.argument("file")
@click.option("--dry-run", is_flag=True)
@as_user()
@as_json
@session
def import_basis(s: Session, file: str, dry_run: bool, login: str | None, wants_json: bool) -> None:
    """导入依据文件清单（CSV）。"""
    data = read_file(file)
    with s.database.writing() as w:
        result = basis_actions.import_documents(
            w, s.actor(w, login), s.clock.now(), data, kinds=kinds(w), dry_run=dry_run
        )
    _imported(result, wants_json)


@basis.command("list")
@as_json
@session
def list_basis(s: Session, wants_json: bool) -> None:
    """列出依据文件。"""
    with s.database.reading() as r:
        rows, marks = documents(r), major_marks(r)
    register = register_of(rows)
    lines = [_document_line(register, d, [m for m in marks if m.basis_id == d.id]) for d in rows]
    answer({"documents": rows, "major": marks}, wants_json, *lines)


def _document_line(register: Register, document: Document, marks: list[MajorMark]) -> str:
    """What it is, whether it still stands, whether anybody has checked it, and who marked it as major."""
    said = [document.id, document.title, document.doc_no, str(document.effective_on or "日期不详")]
    said += [f"已由 {one.id} 替代" for one in register.successors(document)]
    said += [] if document.certainty == "official" else ["待核实"]
    said += [f"重大变化（{mark.on_day}，{mark.by_name}认定：{mark.reason}）" for mark in marks]
    return "  ".join(said)


@basis.command()
@click.argument("target", metavar="ID")
@click.option("--on", type=DAY, required=True)
@click.option("--by", "by_name", required=True)
@click.option("--reason", required=True)
@click.option("--preview", is_flag=True, help="只看会影响哪些预案。")
@as_user()
@as_json
@session
def major(
    s: Session,
    target: str,
    on: Any,
    by_name: str,
    reason: str,
    preview: bool,
    login: str | None,
    wants_json: bool,
) -> None:
    """由具名的人认定一份上位文件（或 单位/种类@第几次上传）为重大变化。"""
    from yingji.desk.audit import preview_major

    with s.database.writing() as w:
        unit, version_id = _version_named(s, w, target)
        basis_id = None if version_id else target
        if preview:
            affected = preview_major(
                w,
                s.actor(w, login),
                unit=unit,
                today=s.clock.today(),
                on=on,
                basis_id=basis_id,
                version_id=version_id,
            )
            answer({"affected": affected}, wants_json, f"将使 {len(affected)} 份预案需修订。", *affected)
            return
        changed = basis_actions.mark_major(
            w,
            s.actor(w, login),
            s.clock.now(),
            on=on,
            by_name=by_name,
            reason=reason,
            basis_id=basis_id,
            version_id=version_id,
            unit=unit,
        )
    answer(
        {"id": target, "changed": changed}, wants_json, "已认定为重大变化。" if changed else "此前已认定。"
    )


def _version_named(s: Session, r: Any, target: str) -> tuple[Unit | None, int | None]:
    code, slash, rest = target.partition("/")
    if not slash:
        return None, None
    kind, at, number = rest.partition("@")
    if not at or not number.isdecimal():
        raise Usage(f"「{target}」应写成 单位代码/种类@第几次上传，例如 411624201000/flood@2。")
    unit = find_unit(r, code, s.clock.today())
    check_kind(r, kind)
    plan = find_plan(r, unit.id, kind)
    for version in versions_of(r, plan.id) if plan else ():
        if version.number == int(number):
            return unit, version.id
    raise NotFound(f"{unit.name}没有第 {number} 次上传的这种预案。")


@click.group()
def calendar() -> None:
    """工作日历。"""


@calendar.command("import")
@click.argument("file")
@click.option("--dry-run", is_flag=True)
@as_user()
@as_json
@session
def import_calendar(s: Session, file: str, dry_run: bool, login: str | None, wants_json: bool) -> None:
    """导入放假和调休安排（CSV：date,workday,note）。"""
    data = read_file(file)
    with s.database.writing() as w:
        result = basis_actions.import_calendar(w, s.actor(w, login), s.clock.now(), data, dry_run=dry_run)
    _imported(result, wants_json)


def _imported(result: basis_actions.Imported, wants_json: bool) -> None:
    lines = [f"新增 {len(result.added)}，更新 {len(result.changed)}，不变 {result.unchanged}。"]
    lines += [f"  [建议核对] {note.place}：{note.message}" for note in result.notes]
    answer(result, wants_json, *lines)


@click.group()
def policy() -> None:
    """期限和口径。"""


@policy.command("set")
@click.argument("key")
@click.argument("value")
@click.option("--from", "from_day", type=DAY, required=True)
@_decided_by
@click.option("--under", "code", metavar="CODE")
@click.option("--unit-kind")
@click.option("--kind")
@as_user()
@as_json
@session
def set_policy(
    s: Session,
    key: str,
    value: str,
    from_day: Any,
    decided_by: str,
    code: str | None,
    unit_kind: str | None,
    kind: str | None,
    login: str | None,
    wants_json: bool,
) -> None:
    """定一项期限或口径。"""
    with s.database.writing() as w:
        if kind is not None:
            check_kind(w, kind)
        changed = basis_actions.set_policy(
            w,
            s.actor(w, login),
            s.clock.now(),
            key=key,
            value=value,
            from_day=from_day,
            decided_by=decided_by,
            under=find_unit(w, code, s.clock.today()) if code else None,
            unit_kind=unit_kind,
            plan_kind=kind,
        )
    answer({"key": key, "changed": changed}, wants_json, "已定。" if changed else "与现行相同，没有变化。")


@policy.command("list")
@click.option("--as-of", type=DAY)
@as_json
@session
def list_policy(s: Session, as_of: Any, wants_json: bool) -> None:
    """列出某天已有的期限和口径。"""
    on = as_of or s.clock.today()
    with s.database.reading() as r:
        rows = [row for row in policy_rows(r) if row.from_day <= on]
    lines = [
        f"{row.key} = {row.value}  {row.unit_kind or ''} {row.plan_kind or ''}  {row.decided_by}"
        for row in rows
    ]
    answer({"as_of": on, "policy": rows}, wants_json, *lines)


@click.group()
def require() -> None:
    """应编清单：谁应当有哪一种预案。"""


@require.command("add")
@click.option("--unit", "code", metavar="CODE")
@click.option("--unit-kind", help="village township department school enterprise")
@click.option("--under", metavar="CODE")
@click.option("--kind", required=True)
@click.option("--from", "from_day", type=DAY, required=True)
@click.option("--until", "until_day", type=DAY)
@click.option("--basis", "basis_text", required=True, help="依据，例如 办法第七条。")
@_decided_by
@as_user()
@as_json
@session
def add_requirement(
    s: Session,
    code: str | None,
    unit_kind: str | None,
    under: str | None,
    kind: str,
    from_day: Any,
    until_day: Any,
    basis_text: str,
    decided_by: str,
    login: str | None,
    wants_json: bool,
) -> None:
    """增加一项应编要求。"""
    if (code is None) == (unit_kind is None):
        raise Usage("请写 --unit（一个单位）或 --unit-kind（一类单位）其中之一。")
    today = s.clock.today()
    with s.database.writing() as w:
        requirement_id = coverage_actions.add_requirement(
            w,
            s.actor(w, login),
            s.clock.now(),
            unit=find_unit(w, code, today) if code else None,
            unit_kind=unit_kind,
            under=find_unit(w, under, today) if under else None,
            kind=kind,
            from_day=from_day,
            until_day=until_day,
            basis=basis_text,
            decided_by=decided_by,
        )
    answer({"id": requirement_id}, wants_json, f"已列入应编清单（第 {requirement_id} 项）。")


@require.command("list")
@as_json
@session
def list_requirements(s: Session, wants_json: bool) -> None:
    """列出应编清单。"""
    with s.database.reading() as r:
        rows = requirements(r)
        names = _names(s, r, rows)
    lines = [
        f"{row.id}  {names.get(row.unit_id or row.under_id, '全部')}  {row.unit_kind or ''}  {row.kind}"
        f"  {row.from_day} 起{f'，至 {row.until_day}' if row.until_day else ''}  {row.basis}  {row.decided_by}"
        for row in rows
    ]
    answer({"requirements": rows}, wants_json, *lines)


@require.command("end")
@click.argument("requirement_id", type=ID, metavar="ID")
@click.option("--until", "until_day", type=DAY, required=True)
@as_user()
@as_json
@session
def end_requirement(
    s: Session, requirement_id: int, until_day: Any, login: str | None, wants_json: bool
) -> None:
    """结束一项应编要求。"""
    with s.database.writing() as w:
        coverage_actions.end_requirement(
            w, s.actor(w, login), s.clock.now(), requirement_id=requirement_id, until_day=until_day
        )
    answer({"id": requirement_id, "until": until_day}, wants_json, "已结束。")


@require.command()
@click.option("--under", "code", required=True, metavar="CODE")
@click.option("--from", "from_day", type=DAY, required=True)
@_decided_by
@as_user()
@as_json
@session
def defaults(
    s: Session, code: str, from_day: Any, decided_by: str, login: str | None, wants_json: bool
) -> None:
    """按常用口径一次列入：乡镇、村、部门、学校、卫生院。"""
    with s.database.writing() as w:
        added = coverage_actions.require_defaults(
            w,
            s.actor(w, login),
            s.clock.now(),
            under=find_unit(w, code, s.clock.today()),
            from_day=from_day,
            decided_by=decided_by,
        )
    answer({"added": added}, wants_json, f"已列入 {len(added)} 项。")


@click.group()
def exempt() -> None:
    """免编。"""


@exempt.command("add")
@click.argument("code")
@click.argument("kind")
@click.option("--reason", required=True)
@click.option("--approver", required=True)
@click.option("--from", "from_day", type=DAY, required=True)
@click.option("--until", "until_day", type=DAY)
@as_user()
@as_json
@session
def add_exemption(
    s: Session,
    code: str,
    kind: str,
    reason: str,
    approver: str,
    from_day: Any,
    until_day: Any,
    login: str | None,
    wants_json: bool,
) -> None:
    """准许一个单位不编某种预案。"""
    with s.database.writing() as w:
        exemption_id = coverage_actions.add_exemption(
            w,
            s.actor(w, login),
            s.clock.now(),
            unit=find_unit(w, code, s.clock.today()),
            kind=kind,
            reason=reason,
            approver=approver,
            from_day=from_day,
            until_day=until_day,
        )
    answer({"id": exemption_id}, wants_json, f"已登记免编（第 {exemption_id} 项）。")


@exempt.command("list")
@as_json
@session
def list_exemptions(s: Session, wants_json: bool) -> None:
    """列出免编。"""
    with s.database.reading() as r:
        rows = exemptions(r)
        names = _names(s, r, rows)
    lines = [
        f"{row.id}  {names.get(row.unit_id, '')}  {row.kind}  {row.from_day} 起"
        f"{f'，至 {row.until_day}' if row.until_day else ''}  {row.reason}  {row.approver}"
        for row in rows
    ]
    answer({"exemptions": rows}, wants_json, *lines)


@exempt.command("end")
@click.argument("exemption_id", type=ID, metavar="ID")
@click.option("--until", "until_day", type=DAY, required=True)
@as_user()
@as_json
@session
def end_exemption(s: Session, exemption_id: int, until_day: Any, login: str | None, wants_json: bool) -> None:
    """结束一项免编。"""
    with s.database.writing() as w:
        coverage_actions.end_exemption(
            w, s.actor(w, login), s.clock.now(), exemption_id=exemption_id, until_day=until_day
        )
    answer({"id": exemption_id, "until": until_day}, wants_json, "已结束。")


def _names(s: Session, r: Any, rows: Any) -> dict[int | None, str]:
    ids = [getattr(row, name, None) for row in rows for name in ("unit_id", "under_id")]
    return {u.id: u.label for u in units_by_ids(r, {i for i in ids if i}, s.clock.today())}
