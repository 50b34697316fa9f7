"""Wrong usage, said in Chinese."""

import click


def in_chinese(error: click.ClickException) -> str:
    """What was wrong with the call and how to mend it."""
    hint = _hint(error)
    if isinstance(error, click.NoSuchOption):
        return f"没有「{error.option_name}」这个选项。{hint}"
    if isinstance(error, click.MissingParameter):
        return f"缺少「{_name(error)}」。{hint}"
    if isinstance(error, click.BadParameter):
        return f"「{_name(error)}」不对：{_bad_value(error)}{hint}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项「{error.option_name}」后面要写明内容。{hint}"
    if isinstance(error, click.UsageError) and "No such command" in error.message:
        return f"没有{error.message.split('command')[1].split('.')[0].replace(chr(39), '「', 1).replace(chr(39), '」').strip()}这个命令。{hint}"
    if isinstance(error, click.UsageError) and "extra argument" in error.message:
        return f"多写了内容：{error.message.split('(')[-1].rstrip(').')}。{hint}"
    if isinstance(error, click.UsageError) and "Missing command" in error.message:
        return f"请写明要做什么。{hint}"
    return f"命令写得不对。{hint}"


def _name(error: click.BadParameter) -> str:
    parameter = error.param
    if parameter is None:
        return error.param_hint if isinstance(error.param_hint, str) else "参数"
    if isinstance(parameter, click.Option):
        return parameter.opts[-1]
    return parameter.human_readable_name


def _bad_value(error: click.BadParameter) -> str:
    if isinstance(error.param, click.Option | click.Argument):
        kind = error.param.type
        if isinstance(kind, click.Choice):
            return f"可选 {'、'.join(str(choice) for choice in kind.choices)}。"
        if isinstance(kind, click.Path | click.File):
            return f"没有「{error.message.split(chr(39))[1] if chr(39) in error.message else ''}」这个文件，请核对路径。"
        if isinstance(kind, click.types.IntParamType | click.types.FloatParamType):
            return "应为数字，例如 3。"
    return error.message


def _hint(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return f"用法见 {context.command_path if context else 'yingji'} --help。"
