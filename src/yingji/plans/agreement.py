"""Whose plan is this? The unit and kind a document speaks of, and those it is handed in for."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from yingji.errors import Problem
from yingji.plans.case import Case
from yingji.plans.wording import quoted

_SUFFIX = re.compile(r"(?:村民委员会|居民委员会|社区居委会|村委会|居委会|人民政府|办事处|行政村|社区|村)+$")
_ABOVE = re.compile(r"^.+(?:乡|镇|街道)(?=.)")
_PREFIX = re.compile(r".*(?:省|市|县|区|乡|镇|街道)$")


def title_names_unit(case: Case, _: Mapping[str, Any]) -> Iterator[Problem]:
    """The title names the unit and says 应急预案."""
    title, unit = case.document.get("title"), case.unit_name or case.document.get("unit_name")
    if not isinstance(title, str) or not isinstance(unit, str):
        return
    kind, code = case.schema.at("/kind"), str(case.document.get("kind", ""))
    model = quoted(f"{_plain_name(unit)}{kind.labels.get(code, '') if kind else ''}应急预案", 40)
    if not any(_short(name) in title for name in _names(case, unit)):
        yield case.problem("/title", f"预案名称里没有写单位{quoted(unit)}。请写明，例如{model}。")
    elif "应急预案" not in title:
        yield case.problem("/title", f"预案名称里没有“应急预案”四个字。请补上，例如{model}。")


def disagreement(case: Case, unit_name: str | None, kind: str | None) -> Iterator[Problem]:
    """The document speaks of another unit or kind than the one it is handed in for."""
    own_unit, own_kind = case.document.get("unit_name"), case.document.get("kind")
    if unit_name and isinstance(own_unit, str) and not same_unit(own_unit, unit_name):
        yield case.problem(
            "/unit_name",
            f"这里写着{quoted(own_unit)}，您上传到的是{quoted(unit_name)}。是不是抄来没有改？请改成{quoted(unit_name)}，并检查正文里的名称和人名。",
            "must",
        )
    if kind and isinstance(own_kind, str) and own_kind != kind:
        field = case.schema.at("/kind")
        own, wanted = (field.labels.get(each, each) if field else each for each in (own_kind, kind))
        yield case.problem(
            "/kind",
            f"文件里的类别是{quoted(own)}，您选的是{quoted(wanted)}。请改选类别，或把文件里的类别改成{quoted(wanted)}。",
            "must",
        )


def same_unit(one: str, other: str) -> bool:
    """青山村民委员会 = 青山村 = 石槽集乡青山村, but not 大青山村."""
    short, long = sorted((core(one), core(other)), key=len)
    return long == short or (
        long.endswith(short) and bool(short) and bool(_PREFIX.fullmatch(long.removesuffix(short)))
    )


def core(unit: str) -> str:
    """A unit's own name without what kind of body it is: 青山村民委员会 → 青山."""
    name = "".join(unit.split())
    return _SUFFIX.sub("", name) or name


def _names(case: Case, unit: str) -> tuple[str, ...]:
    own = case.document.get("unit_name")
    return (unit, own) if isinstance(own, str) and same_unit(own, unit) else (unit,)


def _short(unit: str) -> str:
    """Without the township before it: 石槽集乡青山村 → 青山."""
    return _ABOVE.sub("", core(unit))


def _plain_name(unit: str) -> str:
    return re.sub(r"(村|社区)(?:村民|居民|民)?委员会$", r"\1", unit)
