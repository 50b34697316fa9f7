"""The year's figures for the annual report on 法治政府建设: counted from acts, said in one paragraph and one table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from yingji.coverage.findings import words
from yingji.coverage.past import Past
from yingji.coverage.report import Report, as_counts
from yingji.coverage.told import Told
from yingji.coverage.totals import Totals, grouped
from yingji.lifecycle.history import Act
from yingji.units.names import KIND_WORDS


@dataclass(frozen=True, slots=True)
class Deeds:
    """What was done within the year; every field counts, its title is in ``TITLES``."""

    made: int = 0
    revised: int = 0
    reviewed: int = 0
    returned: int = 0
    corrected: int = 0
    filed: int = 0
    published: int = 0
    confirmed: int = 0
    revoked: int = 0
    drills: int = 0

    def __add__(self, other: "Deeds") -> "Deeds":
        return Deeds(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Deeds)))


TITLES: dict[str, tuple[str, str]] = {
    "made": ("新编预案", "件"),
    "revised": ("修订预案", "件"),
    "reviewed": ("审核预案", "件次"),
    "returned": ("退回修改", "件次"),
    "corrected": ("退回后修改通过", "件"),
    "filed": ("备案", "件"),
    "published": ("公开", "件"),
    "confirmed": ("评估确认", "件次"),
    "revoked": ("撤销", "件"),
    "drills": ("开展演练", "次"),
}


@dataclass(frozen=True, slots=True)
class Year:
    """``until``: the year's last day, or the day of the report while the year is not over."""

    year: int
    until: date
    place: tuple[str, str]
    deeds: Deeds
    report: Report[Told]

    @property
    def by_kind(self) -> dict[str, Totals]:
        """The four numbers by kind of unit (村（社区）, 部门 …), as shown."""
        return grouped(self.report.verdicts, _word)

    @property
    def paragraph(self) -> str:
        """One paragraph, ready to be put into a report."""
        deeds = self.deeds
        opening = (
            f"{self.year}年"
            if self.until == date(self.year, 12, 31)
            else (f"{self.year}年1月1日至{self.until.month}月{self.until.day}日")
        )
        done = (
            f"{opening}，{self.place[1]}新编应急预案{deeds.made}件，修订{deeds.revised}件；"
            f"审核{deeds.reviewed}件次，其中退回修改{deeds.returned}件次，经修改通过{deeds.corrected}件；"
            f"登记备案{deeds.filed}件，公开{deeds.published}件，评估确认{deeds.confirmed}件次，"
            f"撤销{deeds.revoked}件；开展应急演练{deeds.drills}次。"
        )
        return done + f"截至{words(self.until)}，" + self._standing()

    def _standing(self) -> str:
        if not self.report.totals.expected:
            return "没有应编要求。"
        units: dict[str, set[int]] = {}
        for verdict in self.report.verdicts:
            title = _word(verdict)
            units.setdefault(title, set()).add(verdict.unit.id)
        said = [
            f"{len(units[title])}个{title}应有预案{t.expected}件，已有{t.have}件，"
            f"未超期{t.timely}件，可用{t.usable}件"
            for title, t in self.by_kind.items()
        ]
        return "；".join(said) + "。"


_GOVERNED = {"township": "乡镇（街道）", "village": "村（社区）"}


def deeds_of(acts: Sequence[Act], past: Past, drilled_on: Iterable[date], year: int) -> Deeds:
    """What was done with one plan in a year, from its acts up to the day asked."""
    histories = past.histories
    first = {version_id for version_id, number in past.editions.items() if number == 1}
    issued = [key for key in past.editions if _within(histories[key].issued_on, year)]
    mine = [act for act in acts if act.on_day.year == year]
    returned = [act.id for act in mine if act.move == "return"]
    passed = [act.id for act in mine if act.move == "pass"]
    return Deeds(
        made=sum(key in first for key in issued),
        revised=sum(key not in first for key in issued),
        reviewed=len(returned) + len(passed),
        returned=len(returned),
        corrected=int(bool(returned) and any(one > min(returned) for one in passed)),
        filed=sum(_within(history.filed_on, year) for history in histories.values()),
        published=sum(_within(history.published_on, year) for history in histories.values()),
        confirmed=sum(act.move == "confirm" for act in mine),
        revoked=sum(_within(history.revoked_on, year) for history in histories.values()),
        drills=sum(_within(day, year) for day in drilled_on),
    )


def as_table(found: Year) -> str:
    """The paragraph, then the figures one a line."""
    deeds = [f"{title} {getattr(found.deeds, name)} {unit}" for name, (title, unit) in TITLES.items()]
    standing = [f"{title}：{totals.headline}" for title, totals in found.by_kind.items()]
    return "\n".join([found.paragraph, "", *deeds, "", *standing, ""])


def as_json(found: Year) -> dict[str, Any]:
    """The figures as plain values."""
    return {
        "place": {"code": found.place[0], "name": found.place[1]},
        "year": found.year,
        "until": found.until.isoformat(),
        "paragraph": found.paragraph,
        "deeds": {name: getattr(found.deeds, name) for name in TITLES},
        "coverage": {
            "totals": as_counts(found.report.totals),
            "unit_kinds": [{"title": key, **as_counts(totals)} for key, totals in found.by_kind.items()],
        },
    }


def as_sheets(found: Year) -> Mapping[str, tuple[Sequence[tuple[str, int]], Sequence[Sequence[str | int]]]]:
    """The tables of the workbook: what was done, how things stand, and the paragraph."""
    deeds = [(title, getattr(found.deeds, name), unit) for name, (title, unit) in TITLES.items()]
    standing = [(title, t.expected, t.have, t.timely, t.usable) for title, t in found.by_kind.items()]
    heads = ("单位类别", "应有", "已有", "未超期", "可用")
    return {
        "全年数字": ((("事项", 24), ("数量", 12), ("单位", 10)), deeds),
        "年末情况": (tuple((head, 14) for head in heads), standing),
        "成文": ((("可直接用于报告的一段话", 100),), [(found.paragraph,)]),
    }


def _word(verdict: Told) -> str:
    kind = verdict.unit.kind
    return _GOVERNED.get(kind) or KIND_WORDS.get(kind, kind)


def _within(day: date | None, year: int) -> bool:
    return day is not None and day.year == year
