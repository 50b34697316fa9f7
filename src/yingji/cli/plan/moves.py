"""What is done with a plan that was handed in."""

import json
from typing import Any

import click

from yingji.cli.frame import DAY, Session, acts, answer, as_user, file_name, pairs, read_file, reports
from yingji.cli.plan.saying import moved_line
from yingji.desk import procedure
from yingji.desk.answers import Moved
from yingji.errors import Unreadable
from yingji.lifecycle.fields import ALL_CONFORM, ATTACHMENT_TYPES

_number = click.option("--version", "number", type=int, help="第几次上传。")
_reason = click.option("--reason", required=True, help="理由，留存备查。")


@click.command()
@click.argument("code")
@click.argument("kind")
@click.argument("move")
@as_user(required=True)
@_number
@click.option("--digest", help="所看内容的摘要。")
@click.option("--on", type=DAY, help="办理日期，默认今天。")
@click.option("--checklist", "checklist_file", metavar="FILE.json", help="审核清单。")
@click.option("--all-conform", is_flag=True, help="六项审核内容全部符合。")
@click.argument("fields", nargs=-1)
@reports
def move(
    s: Session,
    code: str,
    login: str,
    checklist_file: str | None,
    all_conform: bool,
    fields: tuple[str, ...],
    wants_json: bool,
    **said: Any,
) -> None:
    """办理一步：submit withdraw return pass opine approve issue file publish confirm declare revoke。"""
    given = pairs(fields)
    if checklist_file is not None:
        given["checklist"] = _checklist(checklist_file)
    elif all_conform:
        given["checklist"] = ALL_CONFORM
    with s.acting(login) as act:
        result = procedure.make_move(*act, unit=act.unit(code), fields=given, **said)
    answer(result, wants_json, moved_line(result), *_recall_lines(result))


@click.command()
@click.argument("code")
@click.argument("kind")
@click.argument("file")
@click.option("--type", required=True, help=f"{' '.join(f'{k} {v}' for k, v in ATTACHMENT_TYPES.items())}。")
@_number
@click.option("--on", type=DAY, help="哪一天的，默认今天。")
@as_user(required=True)
@reports
def attach(s: Session, code: str, file: str, login: str, wants_json: bool, **said: Any) -> None:
    """给一版预案附上文件。"""
    content = read_file(file)
    with s.acting(login) as act:
        digest = procedure.attach(
            *act, unit=act.unit(code), filename=file_name(file), content=content, **said
        )
    told = {"unit": code, "kind": said["kind"], "type": said["type"], "digest": digest}
    answer(told, wants_json, "已附上。")


@click.command()
@click.argument("code")
@click.argument("kind")
@_number
@_reason
@click.argument("fields", nargs=-1)
@acts
def correct(
    s: Session, code: str, login: str | None, fields: tuple[str, ...], wants_json: bool, **said: Any
) -> None:
    """更正号或日期的笔误，前后两个值都留着。"""
    with s.acting(login) as act:
        result = procedure.correct(*act, unit=act.unit(code), fields=pairs(fields), **said)
    answer(result, wants_json, "已更正，原值留存可查。")


@click.command()
@click.argument("code")
@click.argument("kind")
@click.option("--version", "number", type=int, required=True, help="第几次上传。")
@_reason
@acts
def erase(s: Session, code: str, login: str | None, wants_json: bool, **said: Any) -> None:
    """删除已被替代或已撤销版本中的限制公开名单。"""
    with s.acting(login) as act:
        unit = act.unit(code)
        count = procedure.erase(*act, unit=unit, **said)
    told = {"unit": unit.code, "kind": said["kind"], "erased": count}
    answer(told, wants_json, f"已删除 {count} 处名单。")


def _checklist(path: str) -> Any:
    try:
        return json.loads(read_file(path))
    except ValueError:
        raise Unreadable(
            f"审核清单 {path} 不是 JSON。每项写成 point、verdict（conforms/mostly/fails）、place、revision。"
        ) from None


def _recall_lines(result: Moved) -> list[str]:
    if not result.to_recall:
        return []
    when = "现在" if result.recall_on is None or result.recall_on <= result.on else f"{result.recall_on} 起"
    first = result.to_recall[0]
    return [
        f"{when}要收回的受控份：{'、'.join(copy.words for copy in result.to_recall)}。",
        f"收回后登记，例如 yingji print return {result.unit} {result.kind} {first.copy} --version {first.number}"
        " --by 经手人 --as 登录名。全部清单：yingji print recall --under 代码。",
    ]
