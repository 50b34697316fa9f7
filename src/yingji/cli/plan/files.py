"""A plan as a file: looked through, read out, written as a form, as Word, as an example."""

import json

import click

from yingji.cli.frame import (
    Session,
    acts,
    answer,
    file_name,
    read_file,
    reports,
    session,
    write_file,
)
from yingji.cli.plan.saying import problem_lines
from yingji.desk import files
from yingji.desk import upload as desk_upload
from yingji.errors import Fault, Problem, Usage
from yingji.plans.catalogue import family_for
from yingji.plans.kinds import KINDS
from yingji.plans.queries import check_kind
from yingji.units.queries import Unit, find_unit


@click.command()
@click.argument("file")
@click.option("--unit", "code", metavar="CODE", help="哪个单位的预案；写明后多核对几项。")
@click.option("--kind", help="预案种类，例如 flood。")
@click.option("--marked", metavar="OUT", help="把文件里有问题的地方标出来，写到这里。")
@reports
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
    lines = ["可以上传。" if valid else "还不能上传，请先改好标「必须改」的地方。", *problem_lines(problems)]
    answer({"valid": valid, "problems": problems}, wants_json, *lines)
    return 0 if valid else 1


@click.command()
@click.argument("file")
@click.option("--unit", "code", metavar="CODE", help="哪个单位的预案；写明后多核对几项。")
@click.option("--kind", help="预案种类，例如 flood。")
@reports
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
    answer(found, wants_json, *lines, *problem_lines(found.problems))


@click.command()
@click.argument("code")
@click.argument("kind")
@click.option(
    "-o", "--out", required=True, metavar="FILE.xlsx|.docx", help="写到哪里；按扩展名写成 Excel 或 Word。"
)
@click.option("--version", "number", type=int, help="带出第几次上传的内容，默认现行版，没有时最新一版。")
@acts
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


@click.command()
@click.argument("code")
@click.argument("kind")
@click.option("-o", "--out", required=True, metavar="FILE.docx", help="写到哪里。")
@click.option("--version", "number", type=int, help="第几次上传，默认现行版，没有时最新一版。")
@acts
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


@click.command()
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


def _unit(s: Session, code: str | None) -> Unit | None:
    if code is None:
        return None
    with s.database.reading() as r:
        return find_unit(r, code, s.clock.today())
