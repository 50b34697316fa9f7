"""An .xls or .et workbook to a ``Book``; the reader runs apart, so that a bad file hurts nobody."""

import json
import subprocess
import sys
from typing import Any

from yingji.errors import Unreadable
from yingji.office.excel.book import Book, Cell, Sheet
from yingji.office.limits import OLD_READER_SECONDS

_BROKEN = "这个旧版表格（.xls、.et）读不出来。请在 WPS 或 Excel 里打开，另存为 .xlsx 再传。"
_LOCKED = "文件加了打开密码，读不了。请在 WPS 或 Excel 里去掉密码，保存后再传。"


def read_xls(data: bytes) -> Book:
    """The cells of a workbook of the 1997–2003 kind. Raises ``Unreadable``."""
    answer = _asked(data)
    if "sheets" not in answer:
        raise Unreadable(_LOCKED if answer.get("refused") == "locked" else _BROKEN)
    return Book(tuple(_sheet(sheet) for sheet in answer["sheets"]))


def _asked(data: bytes) -> dict[str, Any]:
    command = [sys.executable, "-I", "-m", "yingji.office.excel.old_reader"]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, by its name; the file goes through a pipe
            command, input=data, capture_output=True, timeout=OLD_READER_SECONDS + 10, check=False
        )
        answer = json.loads(done.stdout) if done.returncode == 0 else {}
    except (subprocess.TimeoutExpired, ValueError, OSError):
        return {}
    return answer if isinstance(answer, dict) else {}


def _sheet(sheet: dict[str, Any]) -> Sheet:
    cells = {
        (row, column): Cell(value, is_date, wrong) for row, column, value, is_date, wrong in sheet["cells"]
    }
    return Sheet(str(sheet["name"]), cells, bool(sheet["hidden"]))
