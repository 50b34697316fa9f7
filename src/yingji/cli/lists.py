"""yingji list …: the office's lists out as Excel files and in again."""

from dataclasses import replace

import click

from yingji.cli.frame import Session, answer, as_json, as_user, read_file, session, write_file
from yingji.desk.lists import Act, list_in, list_out
from yingji.errors import Invalid
from yingji.office.excel.list_forms import mark_list
from yingji.units.queries import find_unit


@click.group("list")
def list_() -> None:
    """名单：单位、人员、通讯录、演练、编制依据，导出导入 Excel。"""


@list_.command()
@click.argument("name")
@click.option("--under", "code", required=True, metavar="CODE", help="哪个单位和它下面的。")
@click.option("-o", "--out", required=True, metavar="FILE.xlsx", help="写到哪里。")
@as_user()
@as_json
@session
def export(s: Session, name: str, code: str, out: str, login: str | None, wants_json: bool) -> None:
    """导出一份名单：units people contacts drills basis。"""
    today = s.clock.today()
    with s.database.reading() as r:
        content = list_out(r, s.actor(r, login), name, under=find_unit(r, code, today), on=today)
    write_file(out, content)
    answer({"file": out, "bytes": len(content)}, wants_json, f"已写到 {out}。")


@list_.command("import")
@click.argument("name")
@click.argument("file")
@click.option("--marked", metavar="OUT", help="有问题时把文件标红，写到这里。")
@click.option("--dry-run", is_flag=True, help="只看会有什么变化，什么都不存。")
@as_user()
@as_json
@session
def import_(
    s: Session,
    name: str,
    file: str,
    marked: str | None,
    dry_run: bool,
    login: str | None,
    wants_json: bool,
) -> None:
    """导入一份名单；同样的名单再导一次没有变化。"""
    data = read_file(file)
    try:
        with s.database.writing(dry_run=dry_run) as w:
            act = Act(w, s.actor(w, login), s.clock.now(), s.clock.today())
            taken = list_in(act, name, data)
    except Invalid as fault:
        if marked and fault.problems:
            write_file(marked, mark_list(name, data, fault.problems))
        raise
    head = f"{'会' if dry_run else ''}新增或更改 {taken.changed} 行，不变 {taken.unchanged} 行。"
    head += "没有存入。" if dry_run else ""
    shown = replace(taken, told=()) if dry_run else taken
    answer(shown, wants_json, head, *(f"  {said}" for said in taken.changes), *shown.told)
