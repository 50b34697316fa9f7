"""A plan handed in: as a file, as a folder of files, as paper that was issued before."""

import click

from yingji.cli.frame import Session, answer, as_user, file_name, pairs, read_file, reports
from yingji.cli.plan.saying import moved_line, problem_lines
from yingji.cli.plan.tables import own_tables
from yingji.desk import files, procedure
from yingji.desk import upload as desk_upload
from yingji.desk.answers import Uploaded
from yingji.desk.intake import Intake, look_through
from yingji.lifecycle.history import LABELS
from yingji.office.excel.own_tables import Chosen
from yingji.plans.queries import check_kind
from yingji.units.queries import find_unit

_unit_option = click.option("--unit", "code", required=True, metavar="CODE", help="单位代码。")
_kind_option = click.option("--kind", required=True, help="预案种类，例如 flood。")


@click.command()
@click.argument("file")
@_unit_option
@_kind_option
@as_user(required=True)
@click.option("--base", metavar="DIGEST", help="修改所依据那一版的摘要。")
@click.option("--dry-run", is_flag=True, help="只检查，不存。")
@click.option("--keep", is_flag=True, help="有必须改的地方也先存为草稿。")
@own_tables
@reports
def upload(
    s: Session,
    file: str,
    code: str,
    kind: str,
    login: str,
    base: str | None,
    dry_run: bool,
    keep: bool,
    chosen: Chosen,
    wants_json: bool,
) -> None:
    """上传一份预案。"""
    data = read_file(file)
    today = s.clock.today()
    with s.database.reading() as r:
        unit = find_unit(r, code, today)
        found = look_through(
            r, s.actor(r, login), unit=unit, kind=kind, content=data, on=today, chosen=chosen
        )
    with s.acting(login, dry_run=dry_run) as act:
        result = desk_upload.store(
            *act,
            unit=unit,
            kind=kind,
            prepared=found.prepared,
            base=base,
            keep=keep,
            original=files.original(file_name(file), data),
        )
    result = desk_upload.rehearsed(result) if dry_run else result
    answer(result, wants_json, *_upload_lines(result, dry_run), *_change_lines(found))


@click.command("upload-all")
@click.argument("source")
@click.option("--under", "code", required=True, metavar="CODE", help="哪个单位之下。")
@_kind_option
@as_user(required=True)
@click.option("--dry-run", is_flag=True, help="先看一遍，什么都不存。")
@click.option("--keep", is_flag=True, help="有必须改的存为草稿；已有草稿的不动。")
@click.option("--match", "matches", multiple=True, metavar="文件名=CODE", help="没认出的文件是哪个单位的。")
@reports
def upload_all(
    s: Session,
    source: str,
    code: str,
    kind: str,
    login: str,
    dry_run: bool,
    keep: bool,
    matches: tuple[str, ...],
    wants_json: bool,
) -> int:
    """上传一个文件夹或压缩包里的全部预案文件；一份有误不影响其他。"""
    from yingji.cli.plan.batch import upload_under

    given = {name: str(unit) for name, unit in pairs(matches).items()}
    rows = upload_under(
        s, source=source, code=code, kind=kind, login=login, dry_run=dry_run, keep=keep, given=given
    )
    failed = [row for row in rows if row.error]
    lines = [f"{row.file}  {row.unit_name or '未认出'}  {row.detail}" for row in rows]
    answer({"rows": rows}, wants_json, *lines, f"共 {len(rows)} 份，有误 {len(failed)} 份。")
    return 1 if failed else 0


@click.command()
@click.argument("file", required=False)
@click.option("--scan", metavar="PDF", help="盖章扫描件。")
@_unit_option
@_kind_option
@as_user(required=True)
@click.argument("fields", nargs=-1)
@reports
def record(
    s: Session,
    file: str | None,
    scan: str | None,
    code: str,
    kind: str,
    login: str,
    fields: tuple[str, ...],
    wants_json: bool,
) -> None:
    """补录一份已在纸上印发的预案。"""
    if file is not None and "=" in file:
        fields, file = (file, *fields), None
    data = read_file(file) if file else None
    scanned = read_file(scan) if scan else None
    today = s.clock.today()
    with s.database.reading() as r:
        check_kind(r, kind)
        unit = find_unit(r, code, today)
    prepared = desk_upload.prepare(data, on=today, unit=unit, kind=kind) if data is not None else None
    with s.acting(login) as act:
        result = procedure.record_paper(
            *act,
            unit=unit,
            kind=kind,
            prepared=prepared,
            scan=scanned,
            fields=pairs(fields),
            original=files.original(file_name(file), data) if file and data is not None else None,
        )
    answer(result, wants_json, moved_line(result))


def _upload_lines(result: Uploaded, dry_run: bool) -> list[str]:
    tidied = [f"  [已整理] {note}" for note in result.tidied]
    problems = problem_lines(result.problems)
    if dry_run:
        head = "只检查，没有存入。"
    elif result.kept:
        head = "已存为草稿，改好「必须改」的地方后再提交。"
    elif not result.created:
        head = f"内容与第 {result.number} 次上传完全相同，不用再交。"
    else:
        head = f"已上传为第 {result.number} 次，状态：{LABELS[result.state or 'draft']}，摘要 {(result.digest or '')[:8].upper()}。"
    return [head, result.revision, *tidied, *problems] if result.revision else [head, *tidied, *problems]


def _change_lines(found: Intake) -> list[str]:
    if found.since is None or found.is_same:
        return []
    said = [f"  {'重要 ' if c.is_major else ''}{c.place}：{c.before} → {c.after}" for c in found.changes]
    return [f"与第 {found.since.number} 次上传相比，{len(said)} 处不同：", *said]
