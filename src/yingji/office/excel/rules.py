"""What the spreadsheet itself says before anything is sent: drop-downs, prompts, red cells."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from openpyxl.formatting.rule import Rule
from openpyxl.worksheet.datavalidation import DataValidation

from yingji.office.excel.book import letters
from yingji.office.excel.cells import options
from yingji.office.excel.layout import OPTIONS
from yingji.office.excel.styles import MISSING, WRONG, wrong_look
from yingji.plans.catalogue import Field
from yingji.plans.wording import example

MAX_TITLE, MAX_PROMPT = 32, 255
FAR = 2000
"""Rows down to which drop-downs and red cells reach."""


@dataclass
class Options:
    """The hidden sheet of choices; the same choices stand there once."""

    sheet: Any
    ranges: dict[tuple[str, ...], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.sheet.sheet_state = "hidden"
        self.sheet["A1"] = OPTIONS

    def range(self, choices: tuple[str, ...]) -> str:
        """Where these choices stand: ``'_选项'!$B$1:$B$4``."""
        if choices not in self.ranges:
            column = len(self.ranges) + 2
            for row, choice in enumerate(choices, 1):
                self.sheet.cell(row, column, choice)
            name = letters(column)
            self.ranges[choices] = f"'{self.sheet.title}'!${name}$1:${name}${len(choices)}"
        return self.ranges[choices]


@dataclass(frozen=True, slots=True)
class Area:
    """Cells of one column that hold one field; ``filled`` is what has to be filled for them to be missed.

    ``filled`` is a range relative to the first row, "" when they are missed in any case.
    """

    sheet: Any
    column: int
    first: int
    last: int
    filled: str = ""

    @property
    def top(self) -> str:
        return f"{letters(self.column)}{self.first}"

    @property
    def range(self) -> str:
        return f"{self.top}:{letters(self.column)}{self.last}"


def add_choices(area: Area, title: str, of: Field, choices: Options, named_in: str) -> None:
    """A drop-down where there is something to choose, and the prompt of the field.

    ``named_in`` is the range of the names a reference may take, "" for none.
    """
    rule = _rule(of, choices, named_in)
    rule.promptTitle, rule.prompt = title[:MAX_TITLE], prompt(of)[:MAX_PROMPT]
    rule.showInputMessage = bool(rule.prompt)
    rule.errorTitle = title[:MAX_TITLE]
    rule.showErrorMessage = bool(rule.error)
    area.sheet.add_data_validation(rule)
    rule.add(area.range)


def _rule(of: Field, choices: Options, named_in: str) -> Any:
    if of.type != "array" and named_in:
        error = "没有这个名称。请从下拉列表里选，或先在那张表里加上这一行。"
        return DataValidation("list", formula1=named_in, allow_blank=True, error=error, errorStyle="warning")
    if of.type != "array" and options(of):
        error = "请从下拉列表里选一项。"
        return DataValidation("list", formula1=choices.range(options(of)), allow_blank=True, error=error)
    if of.type in ("integer", "number"):
        least = of.spec.get("minimum", of.spec.get("exclusiveMinimum", 0))
        kind, word = ("whole", "整数") if of.type == "integer" else ("decimal", "数字")
        error = f"这里填{word}，不小于 {least}，不写单位。"
        return DataValidation(
            kind, operator="greaterThanOrEqual", formula1=str(least), allow_blank=True, error=error
        )
    return DataValidation(allow_blank=True)


def prompt(of: Field) -> str:
    """How to fill a field in, with an example."""
    several = "几项时一项一行（按 Alt+Enter 换行）。" if of.type == "array" else ""
    choice = f"可选：{'、'.join(options(of.item))}。" if of.item is not None and options(of.item) else ""
    said = "" if of.ref else example(of).removeprefix("，")
    return f"{of.description}{several}{choice}{said + '。' if said else ''}"


def add_red(area: Area, of: Field, *, needed: bool, choices: Options, named_in: str) -> None:
    """Red where something is wrong, pale red where something is missing; before anything is sent."""
    top = area.top
    if wrong := _wrong(of, top, choices, named_in):
        _add(area, f"AND(LEN({top})>0,{wrong})", WRONG)
    if needed:
        blank = f"LEN(TRIM({top}))=0"
        _add(area, f"AND(COUNTA({area.filled})>0,{blank})" if area.filled else blank, MISSING)


def _add(area: Area, formula: str, color: str) -> None:
    area.sheet.conditional_formatting.add(
        area.range, Rule(type="expression", dxf=wrong_look(color), formula=[formula])
    )


def _wrong(of: Field, top: str, choices: Options, named_in: str) -> str:
    if of.type == "array":
        return ""
    if named_in:
        return f"COUNTIF({named_in},{top})=0"
    if options(of):
        return f"COUNTIF({choices.range(options(of))},{top})=0"
    say: Callable[[str], str] | None = next((rule for test, rule in _KINDS if test(of)), None)
    return say(top) if say is not None else ""


def _phone(top: str) -> str:
    bare = f'SUBSTITUTE(SUBSTITUTE({top}," ",""),"-","")'
    mobile = f'AND(LEFT({bare},1)="1",OR(LEN({bare})=11,LEN({bare})=3,LEN({bare})=5))'
    return f'NOT(OR({mobile},AND(LEFT({bare},1)="0",LEN({bare})>=10,LEN({bare})<=12),AND(LEFT({bare},1)="9",LEN({bare})=5)))'


_KINDS: tuple[tuple[Callable[[Field], bool], Callable[[str], str]], ...] = (
    (lambda of: of.is_phone, _phone),
    (lambda of: of.is_date, lambda top: f"NOT(OR(ISNUMBER({top}),ISNUMBER(DATEVALUE({top}))))"),
    (lambda of: of.type in ("integer", "number"), lambda top: f"NOT(ISNUMBER({top}))"),
)
