"""yingji print check, settings, copy, copies, return, recall: what becomes of paper once it is printed."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from yingji.cli.frame import (
    DAY,
    Session,
    acts,
    answer,
    as_json,
    as_user,
    make_folder,
    read_file,
    reports,
    session,
    write_file,
)
from yingji.copies.register import OUTCOMES
from yingji.desk.answers import CopyLine
from yingji.desk.site import use_site
from yingji.errors import Usage
from yingji.units.queries import find_unit

if TYPE_CHECKING:
    from yingji.paper.style import Setting

_number = click.option("--version", "number", type=int, help="第几次上传，默认现行的一版。")


@click.group("print")
def prints() -> None:
    """打印件：核对 PDF 是否合乎公文格式。"""


@prints.command("check")
@click.argument("file", metavar="FILE.pdf")
@as_json
@session
def check_print(s: Session, file: str, wants_json: bool) -> int:  # noqa: ARG001 - every command gets the session
    """按 GB/T 9704—2012 逐页量一份 PDF：纸张、版心、行距字距、颜色、页码、字体、禁则。"""
    from yingji.paper.checking import check

    report = check(read_file(file))
    lines = [
        f"  [{finding.demand}] {finding.place}：{finding.message}（{finding.clause}）"
        for finding in report.findings
    ]
    verdict = "合乎公文格式。" if report.valid else "有必须改的地方。"
    answer(report, wants_json, *lines, verdict)
    return 0 if report.valid else 1


@prints.command()
@click.argument("file", required=False, metavar="[print.toml]")
@as_json
@session
def settings(s: Session, file: str | None, wants_json: bool) -> int:
    """检查本单位的版式 print.toml，逐项列出打印用的是什么；不写文件名时检查正在使用的那一份。"""
    from yingji.paper import site_fonts, style

    if s.config.fonts is not None:
        site_fonts.use(s.config.fonts)
    named = Path(file) if file else s.config.print_style
    if named is not None and not named.is_file():
        raise Usage(f"没有「{named}」这个文件。请核对路径。")
    found = style.settings(named)
    valid = not any(one.problem for one in found)
    lines = [
        f"[{'错误' if one.problem else '自定' if one.is_own else '默认'}] {_setting(one)}" for one in found
    ]
    source = "没有 print.toml，按国家标准打印。" if named is None else "可以打印。"
    verdict = (
        source if valid else f"{named} 有 {sum(bool(one.problem) for one in found)} 处要改，改好才能打印。"
    )
    answer({"valid": valid, "settings": found}, wants_json, *lines, verdict)
    return 0 if valid else 1


def _setting(one: "Setting") -> str:
    value = f"{one.value:.4g}" if isinstance(one.value, float) else one.value
    said = one.problem or {True: "是", False: "否", "": "（不加）"}.get(value, value)
    return f"{one.name}{f'　{one.title}' if one.title else ''}　{said}"


@prints.command()
@click.argument("code")
@click.argument("kind")
@click.option(
    "--holder", "holders", multiple=True, required=True, metavar="NAME", help="发给哪个单位，可写几次。"
)
@click.option("-o", "--out", required=True, metavar="DIR", help="每份一个 PDF；只有一份时也可写 FILE.pdf。")
@click.option("--edition", default="full", help="full 归档全本，public 公示版，card 一页处置卡。")
@_number
@click.option("--on", type=DAY, help="发出日期，默认今天。")
@acts
def copy(
    s: Session,
    code: str,
    kind: str,
    out: str,
    number: int | None,
    login: str | None,
    wants_json: bool,
    **said: Any,
) -> None:
    """登记受控份（编号、持有单位、日期）并打印，份号和持有单位印在每页页脚。"""
    from yingji.desk.copies import hand_out, print_copies

    use_site(s.config)
    with s.acting(login) as act:
        unit = act.unit(code)
        lines = hand_out(*act, unit=unit, kind=kind, number=number, **said)
        numbers = {line.copy: line.holder for line in lines}
        made = list(
            print_copies(
                act.w, act.actor, unit=unit, kind=kind, number=lines[0].number, numbers=numbers,
                today=s.clock.today(), base_url=s.base_url,
            )
        )  # fmt: skip
    files = []
    for at, printed in made:
        name = out if len(made) == 1 and out.endswith(".pdf") else str(_named(out, at, numbers[at]))
        write_file(name, printed.content)
        files.append(name)
    told = [f"第 {line.copy} 份　{line.holder}　{file}" for line, file in zip(lines, files, strict=True)]
    answer({"copies": lines, "files": files}, wants_json, *told)


def _named(folder: str, number: int, holder: str) -> Path:
    safe = "".join(c for c in holder if c not in '\\/:*?"<>|').strip(". ")
    return make_folder(folder) / f"第{number:02d}份-{safe or '未写'}.pdf"


@prints.command()
@click.argument("code")
@click.argument("kind")
@as_user()
@reports
def copies(s: Session, code: str, kind: str, login: str | None, wants_json: bool) -> None:
    """列出一份预案的受控份：在谁手里，哪些收回、销毁、遗失了。"""
    from yingji.desk import copies as desk

    on = s.clock.today()
    with s.database.reading() as r:
        found = desk.copies(r, s.actor(r, login), unit=find_unit(r, code, on), kind=kind, on=on)
    answer({"copies": found}, wants_json, *map(_told, found) or ["没有发过受控份。"])


def _told(line: CopyLine) -> str:
    ended = f"（{line.ended_on}，{line.ended_by}）" if line.outcome else ""
    recall = "　要收回" if line.is_to_recall else ""
    edition = f"第 {line.edition_no} 版（{line.state_label}）"
    return f"{edition}　第 {line.copy} 份　{line.holder}　{line.on} 发出　{line.outcome_label}{ended}{recall}"


@prints.command("return")
@click.argument("code")
@click.argument("kind")
@click.argument("numbers", nargs=-1, required=True, type=int, metavar="N...")
@click.option("--version", "number", type=int, required=True, help="哪一次上传的受控份。")
@click.option("--outcome", type=click.Choice(list(OUTCOMES)), default="returned", help="收回、销毁还是遗失。")
@click.option("--by", "by_name", required=True, metavar="NAME", help="经手人。")
@click.option("--on", type=DAY, help="日期，默认今天。")
@acts
def return_(
    s: Session,
    code: str,
    kind: str,
    numbers: tuple[int, ...],
    login: str | None,
    wants_json: bool,
    **said: Any,
) -> None:
    """登记受控份已收回、已销毁或已遗失。"""
    from yingji.desk.copies import take_back

    with s.acting(login) as act:
        ended = take_back(*act, unit=act.unit(code), kind=kind, copies=numbers, **said)
    word = OUTCOMES[said["outcome"]]
    told = f"已登记 {len(ended)} 份{word}。" if ended else "此前都已登记。"
    answer({"ended": ended, "outcome": said["outcome"]}, wants_json, told)


@prints.command()
@click.option("--under", "code", required=True, metavar="CODE", help="哪个单位之下。")
@click.option("--kind", help="只看一种预案。")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv", "pdf"]),
    default="table",
    help="写成哪一种。",
)
@click.option("-o", "--out", metavar="FILE", help="写入文件；pdf 必须写。")
@as_user()
@reports
def recall(
    s: Session, code: str, kind: str | None, form: str, out: str | None, login: str | None, wants_json: bool
) -> None:
    """收回清单：版本已作废、还在外面的受控份。"""
    from yingji.desk import copies as desk
    from yingji.desk.recall import as_csv, as_pdf

    if form == "pdf" and not out:
        raise Usage("打印收回清单请写明文件，例如 -o 收回清单.pdf。")
    on = s.clock.today()
    use_site(s.config)
    with s.database.reading() as r:
        place = find_unit(r, code, on)
        found = desk.recall(r, s.actor(r, login), under=place, kind=kind, on=on)
    if form in {"csv", "pdf"}:
        content = as_pdf(found, place.name, on) if form == "pdf" else as_csv(found).encode()
        if out:
            write_file(out, content)
            answer(
                {"file": out, "copies": len(found)}, wants_json, f"收回清单共 {len(found)} 份，已写到 {out}。"
            )
            return
        click.echo(content.decode().lstrip("\ufeff"), nl=False)
        return
    lines = [f"{line.unit_name}　{line.kind_title}　{_told(line)}" for line in found]
    answer({"copies": found}, wants_json or form == "json", *lines or ["没有需要收回的受控份。"])
