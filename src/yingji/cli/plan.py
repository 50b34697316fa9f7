"""yingji plan …: upload, review, look up and print plans."""

import json
from typing import Any

import click

from yingji.cli.frame import (
    DAY,
    Session,
    answer,
    as_json,
    as_user,
    file_name,
    pairs,
    read_file,
    session,
    write_file,
)
from yingji.cli.tables import own_tables
from yingji.desk import files, folder, procedure
from yingji.desk import upload as desk_upload
from yingji.desk.answers import Moved, Shown, Uploaded, plain
from yingji.desk.intake import Intake, look_through
from yingji.errors import Fault, Problem, Unreadable, Usage
from yingji.lifecycle.fields import ALL_CONFORM
from yingji.lifecycle.history import LABELS
from yingji.office.excel.own_tables import Chosen
from yingji.plans.catalogue import family_for
from yingji.plans.kinds import KINDS
from yingji.plans.queries import check_kind
from yingji.units.queries import Unit, find_unit

GRADES = {"must": "必须改", "should": "建议改", "note": "提示"}

_unit_option = click.option("--unit", "code", required=True, metavar="CODE", help="单位代码。")
_kind_option = click.option("--kind", required=True, help="预案种类，例如 flood。")


@click.group()
def plan() -> None:
    """预案：检查、上传、办理、查阅、打印。"""


@plan.command()
@click.argument("file")
@click.option("--unit", "code", metavar="CODE")
@click.option("--kind")
@click.option("--marked", metavar="OUT", help="把文件里有问题的地方标出来，写到这里。")
@as_json
@session
def check(
    s: Session, file: str, code: str | None, kind: str | None, marked: str | None, wants_json: bool
) -> int:
    """检查一份预案文件，什么都不存。"""
    data = read_file(file)
    if kind is not None and kind not in KINDS:
        with s.database.reading() as r:
            check_kind(r, kind)
    unit = _unit(s, code)
    opened = None
    try:
        opened = files.open_file(data, family=family_for(unit.kind) if unit else None)
        result = desk_upload.checked(desk_upload.examine(opened, on=s.clock.today(), unit=unit, kind=kind))
        valid, problems = result.valid, result.problems
    except Fault as fault:
        if isinstance(fault, Usage):
            raise
        valid, problems = False, fault.problems or (Problem("", files.WHOLE, fault.detail),)
    if marked and opened is not None:
        content = files.mark(opened, problems)
        proper = files.marked_name(file_name(file), content)
        if not marked.lower().endswith(proper[proper.rindex(".") :]):
            raise Usage(
                f"标红的文件是 {proper[proper.rindex('.') + 1 :]} 格式，扩展名要写对，例如 --marked {proper}。"
            )
        write_file(marked, content)
    lines = ["可以上传。" if valid else "还不能上传，请先改好标「必须改」的地方。", *_problem_lines(problems)]
    answer({"valid": valid, "problems": problems}, wants_json, *lines)
    return 0 if valid else 1


@plan.command()
@click.argument("file")
@click.option("--unit", "code", metavar="CODE")
@click.option("--kind")
@as_json
@session
def read(s: Session, file: str, code: str | None, kind: str | None, wants_json: bool) -> None:
    """一份 Word 或 Excel 文件里认出了什么、没认出什么；什么都不存。"""
    unit = _unit(s, code)
    opened = files.open_file(read_file(file), family=family_for(unit.kind) if unit else None)
    found = files.read_out(opened, on=s.clock.today(), unit_name=unit.name if unit else None, kind=kind)
    lines = [
        f"认出 {len(found.taken)} 处，待确认 {len(found.candidates)} 处，没有放进预案 {len(found.not_placed)} 处。"
    ]
    lines += [f"  [待确认] {each.place}：{each.value}" for each in found.candidates]
    lines += [f"  [没有放进预案] {each.place}：{each.text}" for each in found.not_placed]
    answer(found, wants_json, *lines, *_problem_lines(found.problems))


@plan.command()
@click.argument("code")
@click.argument("kind")
@click.option("-o", "--out", required=True, metavar="FILE.xlsx|.docx")
@click.option("--version", "number", type=int, help="带出第几次上传的内容，默认现行版，没有时最新一版。")
@as_user()
@as_json
@session
def template(
    s: Session, code: str, kind: str, out: str, number: int | None, login: str | None, wants_json: bool
) -> None:
    """下载填写表，带出上一版的内容。"""
    from yingji.desk.template import workbook_for
    from yingji.desk.word import form_as_word

    today = s.clock.today()
    if not out.lower().endswith((".xlsx", ".docx")):
        raise Usage(f"填写表写成 .xlsx 或 .docx，「{out}」的扩展名不对。例如 -o 填写表.xlsx。")
    make = form_as_word if out.lower().endswith(".docx") else workbook_for
    with s.database.reading() as r:
        content = make(
            r, s.actor(r, login), unit=find_unit(r, code, today), kind=kind, on=today, number=number
        )
    write_file(out, content)
    answer({"file": out, "bytes": len(content)}, wants_json, f"填写表已写到 {out}。")


@plan.command()
@click.argument("code")
@click.argument("kind")
@click.option("-o", "--out", required=True, metavar="FILE.docx")
@click.option("--version", "number", type=int, help="第几次上传，默认现行版，没有时最新一版。")
@as_user()
@as_json
@session
def word(
    s: Session, code: str, kind: str, out: str, number: int | None, login: str | None, wants_json: bool
) -> None:
    """把一版预案写成 Word 公文；改好后可以直接再上传。"""
    from yingji.desk.word import plan_as_word

    today = s.clock.today()
    if not out.lower().endswith(".docx"):
        raise Usage(f"Word 文件写成 .docx，「{out}」的扩展名不对。例如 -o 预案.docx。")
    with s.database.reading() as r:
        unit = find_unit(r, code, today)
        content = plan_as_word(r, s.actor(r, login), unit=unit, kind=kind, on=today, number=number)
    write_file(out, content)
    answer({"file": out, "bytes": len(content)}, wants_json, f"预案已写到 {out}。")


@plan.command()
@click.argument("file")
@_unit_option
@_kind_option
@as_user(required=True)
@click.option("--base", metavar="DIGEST", help="修改所依据那一版的摘要。")
@click.option("--dry-run", is_flag=True, help="只检查，不存。")
@click.option("--keep", is_flag=True, help="有必须改的地方也先存为草稿。")
@own_tables
@as_json
@session
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
    now, today = s.clock.now(), s.clock.today()
    with s.database.reading() as r:
        unit = find_unit(r, code, today)
        actor = s.actor(r, login)
        found = look_through(r, actor, unit=unit, kind=kind, content=data, on=today, chosen=chosen)
    with s.database.writing(dry_run=dry_run) as w:
        result = desk_upload.store(
            w,
            actor,
            now,
            unit=unit,
            kind=kind,
            prepared=found.prepared,
            base=base,
            keep=keep,
            original=files.original(file_name(file), data),
        )
    result = desk_upload.rehearsed(result) if dry_run else result
    answer(result, wants_json, *_upload_lines(result, dry_run), *_change_lines(found))


@plan.command()
@click.argument("code")
@click.argument("kind")
@click.argument("move")
@as_user(required=True)
@click.option("--version", "number", type=int, help="第几次上传。")
@click.option("--digest", help="所看内容的摘要。")
@click.option("--on", type=DAY, help="办理日期，默认今天。")
@click.option("--checklist", "checklist_file", metavar="FILE.json", help="审核清单。")
@click.option("--all-conform", is_flag=True, help="六项审核内容全部符合。")
@click.argument("fields", nargs=-1)
@as_json
@session
def move(
    s: Session,
    code: str,
    kind: str,
    move: str,
    login: str,
    number: int | None,
    digest: str | None,
    on: Any,
    checklist_file: str | None,
    all_conform: bool,
    fields: tuple[str, ...],
    wants_json: bool,
) -> None:
    """办理一步：submit withdraw return pass opine approve issue file publish confirm revoke。"""
    given = pairs(fields)
    if checklist_file is not None:
        given["checklist"] = _checklist(checklist_file)
    elif all_conform:
        given["checklist"] = ALL_CONFORM
    with s.database.writing() as w:
        unit = find_unit(w, code, s.clock.today())
        result = procedure.make_move(
            w,
            s.actor(w, login),
            s.clock.now(),
            unit=unit,
            kind=kind,
            move=move,
            fields=given,
            number=number,
            digest=digest,
            on=on,
        )
    answer(result, wants_json, _moved_line(result), *_recall_lines(result))


@plan.command()
@click.argument("file", required=False)
@click.option("--scan", metavar="PDF", help="盖章扫描件。")
@_unit_option
@_kind_option
@as_user(required=True)
@click.argument("fields", nargs=-1)
@as_json
@session
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
    with s.database.writing() as w:
        result = procedure.record_paper(
            w,
            s.actor(w, login),
            s.clock.now(),
            unit=unit,
            kind=kind,
            prepared=prepared,
            scan=scanned,
            fields=pairs(fields),
            original=files.original(file_name(file), data) if file and data is not None else None,
        )
    answer(result, wants_json, _moved_line(result))


@plan.command()
@click.argument("code")
@click.argument("kind")
@click.argument("file")
@click.option("--type", "type_", required=True, help="signed original map drill other")
@click.option("--version", "number", type=int)
@click.option("--on", type=DAY)
@as_user(required=True)
@as_json
@session
def attach(
    s: Session,
    code: str,
    kind: str,
    file: str,
    type_: str,
    number: int | None,
    on: Any,
    login: str,
    wants_json: bool,
) -> None:
    """给一版预案附上文件。"""
    content = read_file(file)
    with s.database.writing() as w:
        digest = procedure.attach(
            w,
            s.actor(w, login),
            s.clock.now(),
            unit=find_unit(w, code, s.clock.today()),
            kind=kind,
            type=type_,
            filename=file_name(file),
            content=content,
            number=number,
            on=on,
        )
    answer({"unit": code, "kind": kind, "type": type_, "digest": digest}, wants_json, "已附上。")


@plan.command()
@click.argument("code")
@click.argument("kind")
@click.option("--version", "number", type=int)
@click.option("--reason", required=True)
@as_user()
@click.argument("fields", nargs=-1)
@as_json
@session
def correct(
    s: Session,
    code: str,
    kind: str,
    number: int | None,
    reason: str,
    login: str | None,
    fields: tuple[str, ...],
    wants_json: bool,
) -> None:
    """更正号或日期的笔误，前后两个值都留着。"""
    with s.database.writing() as w:
        result = procedure.correct(
            w,
            s.actor(w, login),
            s.clock.now(),
            unit=find_unit(w, code, s.clock.today()),
            kind=kind,
            fields=pairs(fields),
            reason=reason,
            number=number,
        )
    answer(result, wants_json, "已更正，原值留存可查。")


@plan.command()
@click.argument("code")
@click.argument("kind")
@click.option("--version", "number", type=int, required=True)
@click.option("--reason", required=True)
@as_user()
@as_json
@session
def erase(
    s: Session, code: str, kind: str, number: int, reason: str, login: str | None, wants_json: bool
) -> None:
    """删除已被替代或已撤销版本中的限制公开名单。"""
    with s.database.writing() as w:
        unit = find_unit(w, code, s.clock.today())
        count = procedure.erase(
            w, s.actor(w, login), s.clock.now(), unit=unit, kind=kind, number=number, reason=reason
        )
    answer({"unit": unit.code, "kind": kind, "erased": count}, wants_json, f"已删除 {count} 处名单。")


@plan.command()
@click.argument("code")
@click.argument("kind")
@click.option("--version", "number", type=int)
@click.option("--as-of", type=DAY)
@as_user()
@as_json
@session
def show(
    s: Session,
    code: str,
    kind: str,
    number: int | None,
    as_of: Any,
    login: str | None,
    wants_json: bool,
) -> None:
    """查看一版预案：默认现行版，没有现行版时为最新一版。"""
    with s.database.reading() as r:
        shown = folder.show(
            r,
            s.actor(r, login),
            unit=find_unit(r, code, as_of or s.clock.today()),
            kind=kind,
            on=as_of or s.clock.today(),
            base_url=s.base_url,
            number=number,
        )
    answer(shown, wants_json, *_shown_lines(shown))


@plan.command()
@click.argument("code")
@click.argument("kind")
@as_user()
@as_json
@session
def history(s: Session, code: str, kind: str, login: str | None, wants_json: bool) -> None:
    """查看一种预案的全部版本和办理记录。"""
    today = s.clock.today()
    with s.database.reading() as r:
        unit = find_unit(r, code, today)
        versions = folder.history(r, s.actor(r, login), unit=unit, kind=kind, on=today)
    lines = []
    for version in versions:
        edition = f"第 {version.edition_no} 版" if version.edition_no else "未印发"
        lines.append(
            f"第 {version.number} 次上传（{edition}）{version.state_label}  {version.digest[:8].upper()}"
            f"  {version.uploaded_at:%Y-%m-%d} {version.uploader_name}"
        )
        lines += [
            f"    {act.on} {act.label}{'（补记）' if act.is_late and act.move != 'record' else ''}  {act.actor_name}"
            for act in version.acts
        ]
    answer({"unit": unit.code, "kind": kind, "versions": versions}, wants_json, *lines)


@plan.command()
@click.argument("code")
@click.argument("kind")
@click.option("--from", "old", type=int, help="旧的是第几次上传，默认现行版。")
@click.option("--version", "--to", "new", type=int, help="新的是第几次上传，默认最新。")
@as_user()
@as_json
@session
def diff(
    s: Session,
    code: str,
    kind: str,
    old: int | None,
    new: int | None,
    login: str | None,
    wants_json: bool,
) -> None:
    """两版之间改了什么。"""
    today = s.clock.today()
    with s.database.reading() as r:
        unit = find_unit(r, code, today)
        lines = folder.diff(r, s.actor(r, login), unit=unit, kind=kind, on=today, old=old, new=new)
    said = [f"{'重要 ' if line.is_major else '     '}{line.sentence}" for line in lines] or ["没有不同。"]
    answer({"unit": unit.code, "kind": kind, "changes": lines}, wants_json, *said)


@plan.command()
@click.argument("code")
@click.argument("kind")
@click.option("-o", "--out", metavar="FILE.json", help="写入文件，默认写到屏幕。")
@session
def example(s: Session, code: str, kind: str, out: str | None) -> None:
    """给出这个单位这一种预案的完整样例。"""
    from yingji.desk.example import example_for

    today = s.clock.today()
    with s.database.reading() as r:
        document = example_for(r, find_unit(r, code, today), kind, today)
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    if out:
        write_file(out, text.encode())
    else:
        click.echo(text, nl=False)


@plan.command("upload-all")
@click.argument("source")
@click.option("--under", "code", required=True, metavar="CODE")
@click.option("--kind", required=True)
@as_user(required=True)
@click.option("--dry-run", is_flag=True, help="先看一遍，什么都不存。")
@click.option("--keep", is_flag=True, help="有必须改的存为草稿；已有草稿的不动。")
@click.option("--match", "matches", multiple=True, metavar="文件名=CODE", help="没认出的文件是哪个单位的。")
@as_json
@session
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
    from yingji.cli.batch import upload_under

    given = {name: str(unit) for name, unit in pairs(matches).items()}
    rows = upload_under(
        s, source=source, code=code, kind=kind, login=login, dry_run=dry_run, keep=keep, given=given
    )
    failed = [row for row in rows if row.error]
    lines = [f"{row.file}  {row.unit_name or '未认出'}  {row.detail}" for row in rows]
    answer({"rows": rows}, wants_json, *lines, f"共 {len(rows)} 份，有误 {len(failed)} 份。")
    return 1 if failed else 0


def _unit(s: Session, code: str | None) -> Unit | None:
    if code is None:
        return None
    with s.database.reading() as r:
        return find_unit(r, code, s.clock.today())


def _checklist(path: str) -> Any:
    try:
        return json.loads(read_file(path))
    except ValueError:
        raise Unreadable(
            f"审核清单 {path} 不是 JSON。每项写成 point、verdict（conforms/mostly/fails）、place、revision。"
        ) from None


def _problem_lines(problems: tuple[Problem, ...]) -> list[str]:
    return [f"  [{GRADES[p.grade]}] {p.place}：{p.message}" for p in problems]


def _upload_lines(result: Uploaded, dry_run: bool) -> list[str]:
    tidied = [f"  [已整理] {note}" for note in result.tidied]
    problems = _problem_lines(result.problems)
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


def _moved_line(result: Moved) -> str:
    edition = f"第 {result.edition_no} 版，" if result.edition_no else ""
    late = "（补记）" if result.is_late and result.move != "record" else ""
    label = folder.ACT_LABELS[result.move]
    return f"{result.on} {label}已登记{late}：第 {result.number} 次上传，{edition}现为「{LABELS[result.state]}」。"


def _recall_lines(result: Moved) -> list[str]:
    """Which paper copies must come back, and how that is noted."""
    if not result.to_recall:
        return []
    when = "现在" if result.recall_on is None or result.recall_on <= result.on else f"{result.recall_on} 起"
    first = result.to_recall[0]
    return [
        f"{when}要收回的旧版受控份：{'、'.join(copy.words for copy in result.to_recall)}。",
        f"收回后登记，例如 yingji print return {result.unit} {result.kind} {first.copy} --version {first.number}"
        " --by 经手人 --as 登录名。全部清单：yingji print recall --under 代码。",
    ]


def _shown_lines(shown: Shown) -> list[str]:
    edition = f"第 {shown.edition_no} 版" if shown.edition_no else "未印发"
    lines = [
        f"{shown.title}",
        f"{shown.unit_name}  {shown.kind_title}  {edition}（第 {shown.number} 次上传）  {shown.state_label}",
        f"摘要 {shown.digest}",
    ]
    days = plain(shown.dates)
    lines += [f"{title} {days[name]}" for name, title in _DATE_TITLES.items() if days[name]]
    return lines


_DATE_TITLES = {
    "uploaded_on": "上传",
    "submitted_on": "报审",
    "passed_on": "审核通过",
    "approved_on": "签发",
    "issued_on": "印发",
    "effective_on": "实施",
    "filed_on": "备案",
    "published_on": "公开",
    "confirmed_on": "最近确认",
    "revoked_on": "撤销",
}
