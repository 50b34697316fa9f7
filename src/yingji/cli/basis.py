"""yingji basis, calendar, policy: what verdicts stand on."""

from typing import Any

import click

from yingji.basis import actions
from yingji.basis.documents import Document, Register, register_of
from yingji.basis.queries import MajorMark, documents, major_marks, policy_rows
from yingji.cli.frame import DAY, Act, Session, acts, answer, read_file, reports
from yingji.errors import NotFound, Usage
from yingji.plans.queries import check_kind, find_plan, kinds, versions_of
from yingji.units.queries import Unit


@click.group()
def basis() -> None:
    """依据库：法律法规、上位预案。"""


@basis.command("import")
@click.argument("file")
@click.option("--dry-run", is_flag=True, help="只看会有什么变化，什么都不存。")
@acts
def import_basis(s: Session, file: str, dry_run: bool, login: str | None, wants_json: bool) -> None:
    """导入依据文件清单（CSV）。"""
    data = read_file(file)
    with s.acting(login) as act:
        result = actions.import_documents(*act, data, kinds=kinds(act.w), dry_run=dry_run)
    _imported(result, wants_json)


@basis.command("list")
@reports
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
@click.option("--on", type=DAY, required=True, help="哪一天，例如 2026-05-01。")
@click.option("--by", "by_name", required=True, help="由谁认定。")
@click.option("--reason", required=True, help="理由，留存备查。")
@click.option("--preview", is_flag=True, help="只看会影响哪些预案。")
@acts
def major(
    s: Session, target: str, on: Any, preview: bool, login: str | None, wants_json: bool, **said: Any
) -> None:
    """由具名的人认定一份上位文件（或 单位/种类@第几次上传）为重大变化。"""
    with s.acting(login) as act:
        unit, version_id = _version_named(act, target)
        of: dict[str, Any] = {
            "unit": unit,
            "version_id": version_id,
            "basis_id": None if version_id else target,
            "on": on,
        }
        if preview:
            affected = _preview(act, s, of)
            answer({"affected": affected}, wants_json, f"将使 {len(affected)} 份预案需修订。", *affected)
            return
        changed = actions.mark_major(*act, **(of | said))
    answer(
        {"id": target, "changed": changed}, wants_json, "已认定为重大变化。" if changed else "此前已认定。"
    )


def _preview(act: Act, s: Session, of: dict[str, Any]) -> tuple[str, ...]:
    from yingji.desk.audit import preview_major

    return preview_major(act.w, act.actor, today=s.clock.today(), **of)


def _version_named(act: Act, target: str) -> tuple[Unit | None, int | None]:
    code, slash, rest = target.partition("/")
    if not slash:
        return None, None
    kind, at, number = rest.partition("@")
    if not at or not number.isdecimal():
        raise Usage(f"「{target}」应写成 单位代码/种类@第几次上传，例如 411624201000/flood@2。")
    unit = act.unit(code)
    check_kind(act.w, kind)
    plan = find_plan(act.w, unit.id, kind)
    for version in versions_of(act.w, plan.id) if plan else ():
        if version.number == int(number):
            return unit, version.id
    raise NotFound(f"{unit.name}没有第 {number} 次上传的这种预案。")


@click.group()
def calendar() -> None:
    """工作日历。"""


@calendar.command("import")
@click.argument("file")
@click.option("--dry-run", is_flag=True, help="只看会有什么变化，什么都不存。")
@acts
def import_calendar(s: Session, file: str, dry_run: bool, login: str | None, wants_json: bool) -> None:
    """导入放假和调休安排（CSV：date,workday,note）。"""
    data = read_file(file)
    with s.acting(login) as act:
        result = actions.import_calendar(*act, data, dry_run=dry_run)
    _imported(result, wants_json)


def _imported(result: actions.Imported, wants_json: bool) -> None:
    lines = [f"新增 {len(result.added)}，更新 {len(result.changed)}，不变 {result.unchanged}。"]
    lines += [f"  [建议核对] {note.place}：{note.message}" for note in result.notes]
    answer(result, wants_json, *lines)


@click.group()
def policy() -> None:
    """期限和口径。"""


@policy.command("set")
@click.argument("key")
@click.argument("value")
@click.option("--from", "from_day", type=DAY, required=True, help="从哪一天起，例如 2026-05-01。")
@click.option("--decided-by", required=True, help="谁定的，例如 石槽集乡人民政府。")
@click.option("--under", "code", metavar="CODE", help="哪个单位之下。")
@click.option("--unit-kind", help="一类单位：village township department school enterprise。")
@click.option("--kind", "plan_kind", help="预案种类，例如 flood。")
@acts
def set_policy(s: Session, code: str | None, login: str | None, wants_json: bool, **said: Any) -> None:
    """定一项期限或口径。"""
    with s.acting(login) as act:
        if said["plan_kind"] is not None:
            check_kind(act.w, said["plan_kind"])
        changed = actions.set_policy(*act, under=act.unit(code) if code else None, **said)
    answer(
        {"key": said["key"], "changed": changed},
        wants_json,
        "已定。" if changed else "与现行相同，没有变化。",
    )


@policy.command("list")
@click.option("--as-of", type=DAY, help="哪一天，默认今天。")
@reports
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
