"""The office's own lists as workbooks: the same machinery as a plan's, from a small schema each."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from yingji.access.rights import ROLES
from yingji.errors import Invalid, Problem
from yingji.office.excel.annotate import annotate
from yingji.office.excel.plan_sheets import Sheets, read_sheets
from yingji.office.excel.read_xls import read_xls
from yingji.office.excel.read_xlsx import read_xlsx
from yingji.office.excel.write_book import Identity, write_book
from yingji.office.guard import kind_of
from yingji.plans.catalogue import Schema, build
from yingji.plans.checking import check
from yingji.plans.kinds import KINDS
from yingji.plans.tidy import tidy
from yingji.units.names import KIND_WORDS

Row = dict[str, Any]
ROWS = "/rows"

_TEXT: Mapping[str, Any] = {"type": "string", "minLength": 1}
_DAY: Mapping[str, Any] = {"type": "string", "format": "date", "examples": ["2026-05-01"]}
_PHONE: Mapping[str, Any] = {
    "type": "string",
    "pattern": "^1[3-9][0-9]{9}$|^0[0-9]{2,3}-?[0-9]{7,8}$",
    "examples": ["13800138000"],
}
_HIDDEN: Mapping[str, Any] = {**_TEXT, "title": "编号", "x-print": {"as": "hidden"}}


def _coded(labels: Mapping[str, str]) -> Mapping[str, Any]:
    return {
        "type": "string",
        "pattern": "^[a-z_]+$",
        "x-labels": dict(labels),
        "examples": [next(iter(labels))],
    }


def _column(title: str, spec: Mapping[str, Any], description: str, *examples: Any) -> dict[str, Any]:
    return {
        **spec,
        "title": title,
        "description": description,
        **({"examples": list(examples)} if examples else {}),
    }


_UNIT = _column("单位代码", _TEXT, "单位现在的代码。", "411624201201")
_UNIT_NAME = _column("单位名称", _TEXT, "只供查看，以代码为准。", "徐营村民委员会")
_KIND = _column("预案类别", _coded(KINDS), "选一种。")
_CERTAINTY = {"official": "已与正式文本核对", "copy": "转载文本", "unverified": "未核实"}

COLUMNS: Mapping[str, tuple[str, tuple[str, ...], Mapping[str, Mapping[str, Any]]]] = {
    "units": (
        "单位名单",
        ("code", "name", "kind"),
        {
            "code": _column("代码", _TEXT, "区划代码；部门、学校、企业用乡代码-简称。", "411624201201"),
            "name": _column("名称", _TEXT, "照公章写全称。", "徐营村民委员会"),
            "kind": _column("类别", _coded(KIND_WORDS), "选一种。"),
            "parent": _column("上级代码", _TEXT, "上级单位的代码；省级不填。", "411624201000"),
        },
    ),
    "people": (
        "人员名单",
        ("login", "name", "role", "unit"),
        {
            "login": _column("账号", _TEXT, "小写字母开头，2–40 个小写字母、数字。", "wenshu201"),
            "name": _column("姓名", _TEXT, "真实姓名。", "张三"),
            "post": _column("职务", _TEXT, "现任职务。", "村文书"),
            "role": _column("角色", _coded(ROLES), "选一种；一人几种角色写几行。"),
            "unit": _UNIT,
            "unit_name": _UNIT_NAME,
        },
    ),
    "contacts": (
        "通讯录",
        ("unit", "kind", "name", "post", "phone"),
        {
            "id": _HIDDEN,
            "unit": _UNIT,
            "unit_name": _UNIT_NAME,
            "kind": _KIND,
            "name": _column("姓名", _TEXT, "责任人姓名。", "张三"),
            "post": _column("职务", _TEXT, "职务。", "村主任"),
            "phone": _column("电话", _PHONE, "能随时打通的号码。"),
            "backup_phone": _column("备用电话", _PHONE, "打不通时打哪个。"),
        },
    ),
    "drills": (
        "演练登记",
        ("unit", "kind", "on"),
        {
            "id": _HIDDEN,
            "unit": _UNIT,
            "unit_name": _UNIT_NAME,
            "kind": _KIND,
            "on": _column("演练日期", _DAY, "哪一天演练的。"),
            "findings": _column(
                "发现的问题",
                {"type": "array", "items": dict(_TEXT)},
                "发现的问题，成为整改事项。",
                ["手摇报警器不响"],
            ),
        },
    ),
    "basis": (
        "编制依据",
        ("id", "title"),
        {
            "id": _column("编号", _TEXT, "不能有空格、逗号、/ 或 @。", "CN-MGMT-2024"),
            "issuer": _column("制定机关代码", _TEXT, "单位代码；国家的不填。", "411624000000"),
            "kind": _column("预案类别", _coded(KINDS), "只涉及一种预案的选一种；都涉及的不填。"),
            "title": _column("文件名称", _TEXT, "全称，不加书名号。", "中华人民共和国突发事件应对法"),
            "doc_no": _column("文号", _TEXT, "照文件写。", "国办发〔2024〕5号"),
            "issued_on": _column("印发日期", _DAY, "文件上的日期。"),
            "effective_on": _column("施行日期", _DAY, "从哪天起施行。"),
            "supersedes": _column("替代哪一件", _TEXT, "被它替代的文件的编号。", "CN-MGMT-2013"),
            "ended_on": _column("停止执行日期", _DAY, "已经停止执行的填写。"),
            "certainty": _column("核对情况", _coded(_CERTAINTY), "与正式文本核对过没有。"),
            "note": _column("备注", _TEXT, "其他说明。", "待核实"),
        },
    ),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A list read from a workbook: its rows, and where each of them stands."""

    schema: Schema
    rows: tuple[Row, ...]
    sheets: Sheets

    def placed(self, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        """Problems by pointer (``/rows/3/phone``), each with its cell."""
        found = ((problem, self.sheets.at(problem.path)) for problem in problems)
        return tuple(
            Problem(p.path, at.place if at is not None else p.place, p.message, p.grade) for p, at in found
        )


@cache
def list_schema(name: str) -> Schema:
    """The schema of a list: ``units people contacts drills basis``."""
    title, required, columns = COLUMNS[name]
    marks = {"x-change": "fact", "x-disclosure": "internal"}
    key = "id" if columns.get("id") is _HIDDEN else ""
    item = {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": {column: dict(spec) for column, spec in columns.items()},
    }
    rows = {
        "type": "array",
        "title": title,
        "description": "一行一条。",
        "items": item,
        "x-key": key,
        **marks,
    }
    raw = {
        "type": "object",
        "title": title,
        "properties": {"schema": {"const": f"list-{name}/1.0", "type": "string"}, "rows": rows},
        "x-chapters": [{"title": title, "items": [{"of": ROWS}]}],
    }
    return build(raw, f"list-{name}", "1.0")


def write_list(name: str, rows: list[Row], place: str = "") -> bytes:
    """The list as a workbook that can be filled in and read back."""
    schema = list_schema(name)
    return write_book(schema, Identity(schema.name, title=f"{place}{schema.title}"), {"rows": rows}, {})


def read_list(name: str, data: bytes) -> Listed:
    """The rows of a workbook. Raises ``Unreadable``, ``TooLarge``, ``Invalid`` with a place for each problem."""
    schema = list_schema(name)
    kind = kind_of(data)
    if kind not in ("xlsx", "xls"):
        raise Invalid(f"{schema.title}要用 Excel 文件导入。请先导出一份，照着填写。")
    sheets = read_sheets(read_xlsx(data) if kind == "xlsx" else read_xls(data), schema)
    if sheets.identity.get("schema") != schema.name and "rows" not in sheets.harvest.document:
        raise Invalid(f"这个文件不是{schema.title}的填写表。请先导出一份，把内容粘贴进去再导入。")
    document = tidy(schema, {"schema": schema.name, **sheets.harvest.document}).document
    rows = tuple(row for row in document.get("rows", ()) if isinstance(row, dict))
    listed = Listed(schema, rows, sheets)
    found = listed.placed(check(schema, document))
    problems = tuple(p for p in (*sheets.harvest.problems, *found) if p.grade == "must")
    if problems:
        raise Invalid(f"有 {len(problems)} 处必须改，改好再导入。什么都没有存入。", problems)
    return listed


def mark_list(name: str, data: bytes, problems: tuple[Problem, ...]) -> bytes:
    """The person's own list with the wrong cells marked."""
    book = read_xlsx(data) if kind_of(data) == "xlsx" else read_xls(data)
    return annotate(data, book, problems, read_sheets(book, list_schema(name)).spots)
