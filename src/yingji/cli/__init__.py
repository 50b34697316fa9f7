"""The command line: the same verbs as the web, for people and scripts at the machine."""

import json
import os
import sys
from collections.abc import Sequence
from itertools import pairwise

import click

from yingji.cli.frame import Session
from yingji.cli.rooms import Rooms
from yingji.cli.wording import in_chinese
from yingji.desk.answers import plain
from yingji.errors import Fault

COMMANDS = {
    "backup": "site:backup",
    "basis": "basis:basis",
    "calendar": "basis:calendar",
    "contact": "readiness:contact",
    "coverage": "coverage:coverage",
    "db": "site:db",
    "demo": "demo:demo",
    "drill": "readiness:drill",
    "exempt": "expected:exempt",
    "fonts": "printing:fonts",
    "ledger": "site:ledger",
    "list": "lists:list_",
    "plan": "plan:plan",
    "policy": "basis:policy",
    "print": "prints:prints",
    "require": "expected:require",
    "restore": "site:restore",
    "roster": "readiness:roster",
    "schema": "schema:schema",
    "serve": "site:serve",
    "shelter": "readiness:shelter",
    "unit": "unit:unit",
    "user": "user:user",
    "verify": "site:verify_backup",
}


@click.group(cls=Rooms, rooms=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="yingji", message="应急 yingji %(version)s")
@click.pass_context
def root(ctx: click.Context) -> None:
    """应急：乡镇应急预案登记系统。上传预案、核对覆盖、打印现行版本。"""
    ctx.obj = Session.from_environment()
    ctx.call_on_close(ctx.obj.close)


def run(arguments: Sequence[str]) -> int:
    """Run one command; returns its exit code (0 done, 1 no, 2 usage, 3 refused, 4 unavailable)."""
    wants_json = _wants_json(arguments)
    try:
        result = root.main(list(arguments), prog_name="yingji", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.Abort:
        click.echo("已取消，没有改动。", err=True)
        return 1
    except click.ClickException as error:
        return _report(wants_json, "usage", in_chinese(error), [], 2)
    except Fault as fault:
        problems = fault.extra.get("conflicts") or fault.problems
        return _report(wants_json, fault.code, fault.detail, problems, fault.exit_code)
    except Exception:
        if os.environ.get("YINGJI_DEBUG"):
            raise
        detail = "系统内部出错，没有存入任何内容。请把所用的命令和时间告诉管理员（设 YINGJI_DEBUG=1 再运行可看到细节）。"
        return _report(wants_json, "internal", detail, [], 4)
    return result if isinstance(result, int) else 0


def _wants_json(arguments: Sequence[str]) -> bool:
    """Known before the arguments are understood, so that misunderstandings are JSON too."""
    return bool({"--json", "--format=json"} & set(arguments)) or ("--format", "json") in pairwise(arguments)


def _report(wants_json: bool, code: str, detail: str, problems: object, exit_code: int) -> int:
    if wants_json:
        answer = {"error": code, "detail": detail, "problems": plain(problems)}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return exit_code
    click.echo(detail, err=True)
    for problem in plain(problems):
        click.echo(f"  · {problem['place']}：{problem.get('message', '')}", err=True)
    return exit_code


def main() -> None:
    """Entry point of the ``yingji`` script."""
    sys.exit(run(sys.argv[1:]))
