"""Options by which a person says what tables of their own are: ``--table``, ``--column``, ``--confirm-tables``."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from yingji.desk.files import Unconfirmed
from yingji.errors import Invalid, Usage
from yingji.office.excel.book import numbers
from yingji.office.excel.own_tables import Chosen

_HOW = "都认得对，加 --confirm-tables 再来一次；不对的，用 --table、--column 写明。"
_COLUMN = re.compile(r"(.+)[!！]([A-Za-z]{1,3})[=＝](.*)")


def own_tables(command: Callable[..., Any]) -> Callable[..., Any]:
    """The three options; the command takes ``chosen``."""

    @click.option(
        "--table",
        "tables",
        multiple=True,
        metavar="表名=预案里的表",
        help="自己的表：哪张是什么，例如 Sheet1=转移对象；不用写 Sheet1=。",
    )
    @click.option(
        "--column",
        "columns",
        multiple=True,
        metavar="表名!C=项目",
        help="自己的表：哪一列是什么，例如 Sheet1!C=人数。",
    )
    @click.option("--confirm-tables", is_flag=True, help="自己的表认得都对，读进来。")
    @wraps(command)
    def taking(
        *args: Any, tables: tuple[str, ...], columns: tuple[str, ...], confirm_tables: bool, **named: Any
    ) -> Any:
        chosen = Chosen(dict(map(_table, tables)), dict(map(_column, columns)), confirm_tables)
        try:
            return command(*args, chosen=chosen, **named)
        except Unconfirmed as fault:
            raise Invalid(fault.detail + _HOW, fault.problems) from None

    return taking


def _table(word: str) -> tuple[str, str]:
    sheet, equals, table = word.partition("=")
    if not equals or not sheet:
        raise Usage(f"「{word}」应写成 表名=预案里的表，例如 --table Sheet1=转移对象。")
    return sheet, table


def _column(word: str) -> tuple[tuple[str, int], str]:
    found = _COLUMN.fullmatch(word)
    at = numbers(f"{found[2]}1") if found else None
    if found is None or at is None:
        raise Usage(f"「{word}」应写成 表名!列=项目，例如 --column Sheet1!C=人数。")
    return (found[1], at[1]), found[3]
