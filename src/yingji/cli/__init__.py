"""The command line: the same verbs as the web, for people and scripts at the machine."""

import importlib
import json
import os
import sys
from collections.abc import Sequence
from itertools import pairwise

import click

from yingji.cli.frame import Session
from yingji.cli.wording import Context, in_chinese, speaking_chinese
from yingji.desk.answers import plain
from yingji.errors import Fault

COMMANDS: dict[str, str] = {
    "backup": "site",
    "basis": "basis",
    "calendar": "basis",
    "contact": "readiness",
    "coverage": "coverage",
    "db": "site",
    "demo": "demo",
    "drill": "readiness",
    "exempt": "expected",
    "fonts": "printing",
    "ledger": "site",
    "list": "lists",
    "plan": "plans",
    "policy": "basis",
    "print": "prints",
    "require": "expected",
    "restore": "site",
    "roster": "readiness",
    "schema": "schema",
    "serve": "site",
    "shelter": "readiness",
    "unit": "unit",
    "user": "user",
    "verify": "site",
}
"""Where each command lives; a room is imported only when its command is called."""


NAMES = {"list": "list_", "verify": "verify_backup", "print": "prints"}
"""Commands whose function goes by another name, because a group there has one like it."""


class Commands(click.Group):
    """Loads a command's module when it is asked for."""

    context_class = Context

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """All commands, by name."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"yingji.cli.{COMMANDS[cmd_name]}")
        return speaking_chinese(getattr(module, NAMES.get(cmd_name, cmd_name)))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
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
