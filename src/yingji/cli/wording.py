"""Help and wrong usage, said in Chinese."""

import re
from collections.abc import Iterable

import click

HELP: dict[str, str] = {
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令…",
    "[required]": "（必填）",
    "Show this message and exit.": "显示这份说明。",
    "Show the version and exit.": "显示版本。",
    "Options": "选项",
    "Commands": "命令",
    "default: ": "默认：",
}
"""What click says of its own, and how it reads here."""

ARGUMENTS: dict[str, str] = {
    "code": "单位代码",
    "codes": "单位代码",
    "contact_id": "联系人编号",
    "exemption_id": "免编项编号",
    "fields": "项目=内容",
    "file": "文件",
    "item_id": "整改事项编号",
    "key": "期限名称",
    "kind": "预案种类",
    "move": "办理步骤",
    "name": "名称",
    "new_login": "账号",
    "numbers": "份号",
    "post": "岗位",
    "requirement_id": "应编项编号",
    "shelter_id": "安置点编号",
    "source": "文件夹或压缩包",
    "target": "依据编号",
    "value": "取值",
    "who": "账号",
    "words": "项目=内容",
}
"""What the words after a command are called."""


class ChineseHelp(click.HelpFormatter):
    """Lays out ``--help``; the commands' own words are Chinese already."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:  # noqa: ARG002 - click's signature
        """How the command is written."""
        super().write_usage(prog, _said(args), prefix="用法：")

    def write_heading(self, heading: str) -> None:
        """The heading of a list."""
        super().write_heading(_said(heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Options or commands, each with what it does."""
        super().write_dl([(name, _said(text)) for name, text in rows], col_max, col_spacing)


class Context(click.Context):
    """A command's surroundings, in Chinese."""

    formatter_class = ChineseHelp


def speaking_chinese(command: click.Command) -> click.Command:
    """The command and all below it, with their help in Chinese."""
    command.context_class = Context
    for below in getattr(command, "commands", {}).values():
        speaking_chinese(below)
    return command


def _said(text: str) -> str:
    for english, chinese in HELP.items():
        text = text.replace(english, chinese)
    return text


def in_chinese(error: click.ClickException) -> str:
    """What was wrong with the call and how to mend it."""
    return f"{_fault(error)}用法见 {_command(error)} --help。"


def _fault(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        return f"没有「{error.option_name}」这个选项。"
    if isinstance(error, click.MissingParameter):
        return f"缺少「{_name(error)}」{_hint(error)}。"
    if isinstance(error, click.BadParameter):
        return f"「{_name(error)}」不对：{_bad_value(error)}"
    if isinstance(error, click.BadOptionUsage):
        needs = "后面不写内容" if "does not take" in error.message else "后面要写明内容"
        return f"选项「{error.option_name}」{needs}。"
    if name := getattr(error, "command_name", ""):
        return f"没有「{name}」这个命令。"
    if extra := re.search(r"unexpected extra arguments? \((.*)\)", error.message, re.DOTALL):
        return f"多写了内容：{extra[1]}。"
    context = getattr(error, "ctx", None)
    if isinstance(context, click.Context) and isinstance(context.command, click.Group):
        return f"请写明要做什么，可用：{'、'.join(context.command.list_commands(context))}。"
    return "命令写得不对。"


def _hint(error: click.BadParameter) -> str:
    """What an option is for, as its help says it."""
    said = error.param.help if isinstance(error.param, click.Option) else ""
    return f"（{said.rstrip('。')}）" if said else ""


def _name(error: click.BadParameter) -> str:
    parameter = error.param
    if isinstance(parameter, click.Option):
        return parameter.opts[-1]
    return ARGUMENTS.get(parameter.name or "", "参数") if parameter else "参数"


def _bad_value(error: click.BadParameter) -> str:
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return f"可选 {'、'.join(str(choice) for choice in kind.choices)}。"
    if isinstance(kind, click.IntRange) and (kind.min or 0) > 1:
        return f"应为 {kind.min} 到 {kind.max} 的整数。"
    if isinstance(kind, click.types.IntParamType | click.types.FloatParamType):
        return "应为数字，例如 3。"
    return error.message


def _command(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return context.command_path if context else "yingji"
