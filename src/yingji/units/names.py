"""What divisions and bodies are called, and how their names compare."""

LEVELS = ("province", "prefecture", "county", "township", "village")
"""Division kinds, level 1 first."""

FAR = ("province", "prefecture")
"""Divisions with far too much below them to be listed one by one."""

BODIES = ("department", "school", "enterprise")
"""Kinds of bodies that hold plans and are no divisions."""

KIND_WORDS = {
    "province": "省级",
    "prefecture": "市级",
    "county": "县级",
    "township": "乡级",
    "village": "村级",
    "department": "部门",
    "school": "学校",
    "enterprise": "企业",
}


def kinds_above(kind: str) -> tuple[str, ...]:
    """The kinds a unit may stand under: for divisions the next level up first, for bodies from the top."""
    return LEVELS if kind in BODIES else LEVELS[: LEVELS.index(kind)][::-1]


_COMMITTEES = ("村民委员会", "居民委员会", "村委会", "居委会")
_OFFICES = ("人民政府", "办事处")


def short_name(name: str) -> str:
    """The name as people say it: 徐营村民委员会 → 徐营, 安泰社区居民委员会 → 安泰社区, 石槽集乡人民政府 → 石槽集乡.

    A remainder of one character keeps its 村 or 居: 新村民委员会 → 新村.
    """
    for suffix in _COMMITTEES:
        if name.endswith(suffix):
            rest = name.removesuffix(suffix)
            return rest if len(rest) > 1 else rest + suffix[0] if rest else name
    for suffix in _OFFICES:
        if name.endswith(suffix) and len(name) > len(suffix) + 1:
            return name.removesuffix(suffix)
    return name


def bare_name(name: str) -> str:
    """The name without any mark of its form, to compare lists of different years.

    刘楼村委会, 刘楼村民委员会 and 刘楼社区居民委员会 are one bare name: a village that became a community
    (村改居) keeps it.
    """
    rest = short_name(name)
    for mark in ("社区", "村"):
        if rest.endswith(mark) and len(rest) > len(mark) + 1:
            return rest.removesuffix(mark)
    return rest
