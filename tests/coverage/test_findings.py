"""Every finding by hand: the day before it, the day of it, its severity, its source, what clears it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from yingji.basis.documents import Document
from yingji.coverage.examine import examine
from yingji.coverage.facts import CellFacts, ContactCheck, DraftFacts, Edition, OpenItem, Reorganisation
from yingji.coverage.findings import Finding
from yingji.coverage.thresholds import Thresholds
from yingji.lifecycle.history import Clearing, Declaration
from yingji.plans.facts import Cited, Contact, Supply

Make = Callable[..., Any]
D = date


def found(cell: CellFacts, code: str) -> Finding | None:
    verdict = examine(cell)
    assert verdict is not None
    return next((finding for finding in verdict.findings if finding.code == code), None)


def severity(cell: CellFacts, code: str) -> str | None:
    finding = found(cell, code)
    return finding.severity if finding else None


def unchecked(cell: CellFacts) -> dict[str, str]:
    verdict = examine(cell)
    assert verdict is not None
    return {one.code: one.reason for one in verdict.not_checked}


# --- M


def test_m1_cites_the_requirement_and_beside_it_the_measures(make_cell: Make) -> None:
    finding = found(make_cell(), "M1")
    assert finding is not None
    assert [source.article for source in finding.basis] == ["", "第七条、第十五条"]
    assert finding.basis[0].certainty == "石槽集乡人民政府"
    assert finding.basis[1].certainty == "待核实"
    assert finding.since == D(2020, 1, 1)


@pytest.mark.parametrize(("kind", "wanted"), [("village", "grey"), ("school", "grey"), ("township", "amber")])
def test_m7_misses_a_word_on_whom_the_plan_was_talked_over_with(
    make_cell: Make, make_version: Make, kind: str, wanted: str
) -> None:
    cell = make_cell(D(2025, 6, 1), make_version(text={"is_consulted": False}), unit={"kind": kind})
    finding = found(cell, "M7")
    assert finding is not None
    assert (finding.severity, finding.basis[0].article) == (wanted, "第二十二条")
    assert found(make_cell(D(2025, 6, 1), make_version()), "M7") is None


@pytest.mark.parametrize(
    ("kind", "law"),
    [
        ("comprehensive", "中华人民共和国突发事件应对法"),
        ("earthquake", "中华人民共和国防震减灾法"),
        ("work_safety", "中华人民共和国安全生产法"),
    ],
)
def test_m1_of_a_township_cites_the_statute(make_cell: Make, kind: str, law: str) -> None:
    finding = found(make_cell(unit={"kind": "township", "name": "石槽集乡"}, kind=kind), "M1")
    assert finding is not None
    assert law in [source.document for source in finding.basis]


def test_a_requirement_nobody_adopted_makes_m1_grey(make_cell: Make) -> None:
    cell = make_cell()
    suggested = replace(cell.requirements[0], decided_by="系统建议值，本级未定")
    assert severity(replace(cell, requirements=(suggested,)), "M1") == "grey"


def test_m2_turns_red_only_after_a_limit_that_was_set(make_cell: Make, adopted: Make) -> None:
    draft = {"draft": DraftFacts(0, D(2025, 5, 1))}
    assert severity(make_cell(D(2026, 5, 1), plan=draft), "M2") == "amber"
    policy = (adopted("draft_red_days", "30"),)
    assert severity(make_cell(D(2025, 5, 31), plan=draft, policy=policy), "M2") == "amber"
    assert severity(make_cell(D(2025, 6, 1), plan=draft, policy=policy), "M2") == "red"


def test_m4_is_one_finding_for_each_empty_part_and_no_graver_than_advice(
    make_cell: Make, make_version: Make
) -> None:
    version = make_version(text={"empty_parts": ("人员转移避险", "应急资源调用")})
    verdict = examine(make_cell(D(2025, 6, 1), version))
    assert verdict is not None
    parts = [finding for finding in verdict.findings if finding.code == "M4"]
    assert [finding.places for finding in parts] == [("人员转移避险",), ("应急资源调用",)]
    assert {finding.severity for finding in parts} == {"grey"}  # 办法15 says 侧重明确
    assert {finding.basis[0].article for finding in parts} == {"第十五条"}


def test_m5a_begins_after_the_filing_time_without_a_signed_text(make_cell: Make, make_version: Make) -> None:
    version = make_version(signed_on=None)
    assert found(make_cell(D(2025, 4, 8), version), "M5a") is None
    finding = found(make_cell(D(2025, 4, 9), version), "M5a")
    assert finding is not None
    assert (finding.severity, finding.since) == ("amber", D(2025, 4, 9))


def test_m5b_compares_the_signer_with_the_head_of_that_day(make_cell: Make, make_version: Make) -> None:
    def check(*roster: tuple[str, str, date]) -> CellFacts:
        cell: CellFacts = make_cell(D(2025, 6, 1), make_version(), unit={"roster": roster})
        return cell

    head = "主要负责人"
    assert found(check((head, "张 三", D(2021, 1, 1))), "M5b") is None
    assert found(check((head, "张三", D(2021, 1, 1)), (head, "赵六", D(2025, 5, 1))), "M5b") is None
    finding = found(check((head, "赵六", D(2021, 1, 1))), "M5b")
    assert finding is not None
    assert (finding.severity, finding.since) == ("red", D(2025, 3, 9))
    assert "赵六" in finding.text
    assert "M5b" in unchecked(check((head, "赵六", D(2025, 5, 1))))  # nobody on the roster that day


def test_m5b_takes_signer_posts_where_there_is_no_roster(
    make_cell: Make, make_version: Make, adopted: Make
) -> None:
    def check(posts: str) -> CellFacts:
        cell: CellFacts = make_cell(D(2025, 6, 1), make_version(), policy=(adopted("signer_posts", posts),))
        return cell

    assert found(check("村委会主任"), "M5b") is None
    assert severity(check("村民小组长"), "M5b") == "red"
    assert "M5b" in unchecked(make_cell(D(2025, 6, 1), make_version()))


def test_m5b_is_not_asked_of_a_township(make_cell: Make, make_version: Make) -> None:
    unit = {"kind": "township", "roster": (("主要负责人", "赵六", D(2021, 1, 1)),)}
    assert found(make_cell(D(2025, 6, 1), make_version(), unit=unit), "M5b") is None


def test_a_county_files_above_publishes_to_all_and_needs_no_heads_signature(
    make_cell: Make, make_version: Make
) -> None:
    unit = {"kind": "county", "roster": (("主要负责人", "赵六", D(2021, 1, 1)),)}
    late = make_version(filed_on=None, published_on=None, drafting_note="")
    cell = make_cell(D(2025, 6, 1), late, unit=unit)
    filing, published = found(cell, "D1"), found(cell, "D2")
    assert filing is not None
    assert published is not None
    assert (filing.severity, filing.basis[0].article) == ("red", "第二十六条第（一）项、第（二）项")
    assert "社会公开" in published.text
    assert (severity(cell, "M6"), found(cell, "M5b")) == ("amber", None)


def test_m6_misses_a_drafting_note(make_cell: Make, make_version: Make) -> None:
    assert severity(make_cell(D(2025, 6, 1), make_version(drafting_note=" ")), "M6") == "amber"
    assert (
        severity(make_cell(D(2025, 6, 1), make_version(drafting_note=""), unit={"kind": "school"}), "M6")
        == "grey"
    )


# --- O


def test_o1_is_grey_until_the_cycle_is_adopted_and_says_whose_it_is(
    make_cell: Make, make_version: Make, adopted: Make
) -> None:
    suggested = found(make_cell(D(2028, 3, 11), make_version(), kind="fire"), "O1")
    assert suggested is not None
    assert suggested.severity == "grey"
    assert "系统建议值" in suggested.text
    assert suggested.since == D(2028, 3, 11)
    policy = (adopted("evaluation_months", "24"),)
    local = found(make_cell(D(2027, 3, 11), make_version(), kind="fire", policy=policy), "O1")
    assert local is not None
    assert local.severity == "red"
    assert "本级规定" in local.text
    assert not any(word in local.text for word in ("失效", "过期", "违法"))


@pytest.mark.parametrize(
    ("as_of", "since"),
    [
        (D(2026, 4, 14), None),
        (D(2026, 4, 15), D(2026, 4, 15)),  # thirty days before 15 May
        (D(2026, 5, 14), D(2026, 4, 15)),
        (D(2026, 5, 15), D(2026, 5, 15)),
        (D(2026, 12, 31), D(2026, 5, 15)),
        (D(2027, 1, 1), None),
    ],
)
def test_o1f_by_days(make_cell: Make, make_version: Make, as_of: date, since: date | None) -> None:
    finding = found(make_cell(as_of, make_version()), "O1f")
    assert (finding.since if finding else None) == since
    assert finding is None or finding.severity == "grey"


def test_o1f_is_amber_before_and_red_after_the_day_where_adopted(
    make_cell: Make, make_version: Make, adopted: Make
) -> None:
    policy = (adopted("flood_confirm_by", "05-15"),)
    assert severity(make_cell(D(2026, 5, 14), make_version(), policy=policy), "O1f") == "amber"
    assert severity(make_cell(D(2026, 5, 15), make_version(), policy=policy), "O1f") == "red"


def test_o1f_never_makes_a_plan_due_soon_and_only_concerns_floods(
    make_cell: Make, make_version: Make
) -> None:
    verdict = examine(make_cell(D(2026, 6, 1), make_version()))
    assert verdict is not None
    assert verdict.status == "current"
    assert found(make_cell(D(2026, 6, 1), make_version(), kind="fire"), "O1f") is None


def test_a_confirmation_of_the_year_renews_o1f(make_cell: Make, make_version: Make) -> None:
    version = make_version(confirmed_on=(D(2026, 1, 3),))
    assert found(make_cell(D(2026, 12, 31), version), "O1f") is None
    assert found(make_cell(D(2027, 4, 15), version), "O1f") is not None


EDITION = Edition("石槽集乡防汛应急预案第2版", "石政〔2026〕3号", D(2025, 7, 1), D(2025, 8, 1), "王五")


def test_o2_holds_from_the_later_of_effect_and_marking(make_cell: Make, make_version: Make) -> None:
    assert found(make_cell(D(2025, 7, 31), make_version(), upstream=(EDITION,)), "O2") is None
    finding = found(make_cell(D(2025, 8, 1), make_version(), upstream=(EDITION,)), "O2")
    assert finding is not None
    assert (finding.severity, finding.since) == ("amber", D(2025, 8, 1))
    assert "石政〔2026〕3号" in finding.text
    assert "王五" in finding.text


def test_o2_overlooks_what_took_effect_before_this_version_was_issued(
    make_cell: Make, make_version: Make
) -> None:
    before = replace(EDITION, effective_on=D(2025, 3, 10))
    assert found(make_cell(D(2025, 9, 1), make_version(), upstream=(before,)), "O2") is None


def test_o2_turns_red_only_after_a_limit_that_was_set(
    make_cell: Make, make_version: Make, adopted: Make
) -> None:
    policy = (adopted("upstream_red_days", "60"),)
    cell = make_cell(D(2025, 9, 30), make_version(), upstream=(EDITION,), policy=policy)
    assert severity(cell, "O2") == "amber"
    assert severity(replace(cell, as_of=D(2025, 10, 1)), "O2") == "red"


def test_a_confirmation_that_names_the_finding_clears_it_until_it_arises_anew(
    make_cell: Make, make_version: Make
) -> None:
    day = D(2025, 8, 20)
    version = make_version(confirmed_on=(day,), clearings=(Clearing("O2", "本村不涉及", day),))
    assert found(make_cell(D(2025, 9, 1), version, upstream=(EDITION,)), "O2") is None
    again = replace(EDITION, effective_on=D(2025, 8, 21))
    finding = found(make_cell(D(2025, 9, 1), version, upstream=(EDITION, again)), "O2")
    assert finding is not None
    assert (finding.since, len(finding.places)) == (D(2025, 8, 21), 1)
    other = make_version(confirmed_on=(day,), clearings=(Clearing("O3", "无", day),))
    assert found(make_cell(D(2025, 9, 1), other, upstream=(EDITION,)), "O2") is not None


def test_o3_finds_the_chief_replaced_and_not_before(make_cell: Make, make_version: Make) -> None:
    roster = (("主要负责人", "张三", D(2021, 1, 1)), ("主要负责人", "赵六", D(2025, 9, 1)))
    cell = make_cell(D(2025, 8, 31), make_version(), unit={"roster": roster})
    assert found(cell, "O3") is None
    finding = found(replace(cell, as_of=D(2025, 9, 1)), "O3")
    assert finding is not None
    assert (finding.severity, finding.since) == ("amber", D(2025, 9, 1))


def test_o3_compares_other_leaders_by_their_post(make_cell: Make, make_version: Make) -> None:
    leaders = (Contact("c01", "张三", "村支书", "1"), Contact("c02", "李四", "村文书", "2"))
    roster = (("主要负责人", "张三", D(2021, 1, 1)), ("村文书", "孙七", D(2025, 4, 1)))
    finding = found(
        make_cell(D(2025, 9, 1), make_version(text={"leaders": leaders}), unit={"roster": roster}), "O3"
    )
    assert finding is not None
    assert len(finding.places) == 1
    assert "孙七" in finding.places[0]


def test_without_a_roster_o3_is_not_checked(make_cell: Make, make_version: Make) -> None:
    assert "没有登记在册人员" in unchecked(make_cell(D(2025, 9, 1), make_version()))["O3"]


def test_o4_gathers_contacts_supplies_and_shelters_in_one_finding(
    make_cell: Make, make_version: Make
) -> None:
    version = make_version(text={"supplies": (Supply("方便面", D(2025, 5, 31)),)})
    plan = {
        "checks": (("c02", ContactCheck(False, D(2025, 5, 2))), ("c01", ContactCheck(True, D(2025, 5, 2)))),
        "closed_shelters": (("s01", D(2025, 5, 10), 1),),
    }
    cell = make_cell(D(2025, 5, 31), version, plan=plan)
    before, after = found(cell, "O4"), found(replace(cell, as_of=D(2025, 6, 1)), "O4")
    assert before is not None
    assert after is not None
    assert (len(before.places), len(after.places)) == (2, 3)
    assert (after.severity, after.since) == ("amber", D(2025, 5, 2))


def test_a_contact_not_in_the_plan_any_more_is_no_concern(make_cell: Make, make_version: Make) -> None:
    plan = {"checks": (("c99", ContactCheck(False, D(2025, 5, 2))),)}
    assert found(make_cell(D(2025, 6, 1), make_version(), plan=plan), "O4") is None


def test_o5_finds_a_superseded_basis_from_the_day_its_successor_holds(
    make_cell: Make, make_version: Make
) -> None:
    version = make_version(text={"basis": (Cited("某省防汛条例", "某令[第1号]"[:2] + "第1号", ""),)})
    cell = make_cell(D(2026, 6, 30), version)
    assert found(cell, "O5") is None
    finding = found(replace(cell, as_of=D(2026, 7, 1)), "O5")
    assert finding is not None
    assert (finding.severity, finding.since) == ("amber", D(2026, 7, 1))
    assert "某令第2号" in finding.text


def test_o5_says_what_it_could_not_match(make_cell: Make, make_version: Make) -> None:
    version = make_version(
        text={"basis": (Cited("某村规民约", "", ""), Cited("某文", "某字〔2020〕9号", ""))}
    )
    reason = unchecked(make_cell(D(2026, 6, 30), version))["O5"]
    assert "只写了名称" in reason
    assert "没有这个文号" in reason


def test_o5_takes_an_unknown_end_for_not_checked(make_cell: Make, make_version: Make) -> None:
    vague = Document("V", "旧总体预案", "某政〔2021〕23号", note="已废止，日期不详")
    version = make_version(text={"basis": (Cited("旧总体预案", "某政[2021]23号", ""),)})
    cell = make_cell(D(2026, 6, 30), version, documents=(vague,))
    assert found(cell, "O5") is None
    assert "O5" in unchecked(cell)


def test_o7_opens_after_the_time_for_mending(make_cell: Make, make_version: Make) -> None:
    plan = {"open_items": (OpenItem("喇叭不响", D(2025, 4, 1)),), "last_drill_on": D(2025, 4, 1)}
    cell = make_cell(D(2025, 6, 30), make_version(), plan=plan)  # ninety days later
    assert found(cell, "O7") is None
    finding = found(replace(cell, as_of=D(2025, 7, 1)), "O7")
    assert finding is not None
    assert (finding.severity, finding.basis[0].article) == ("amber", "第二十八条")


SAID = (
    Declaration("村小学拆除重建。", "李四", D(2025, 5, 1)),
    Declaration("网格员换人", "张三", D(2025, 6, 2)),
)


def test_o8_tells_what_was_declared_by_whom_and_when_and_by_when_to_revise(
    make_cell: Make, make_version: Make
) -> None:
    cell = make_cell(D(2025, 7, 30), make_version(declared=SAID))  # ninety days later
    before, after = found(cell, "O8"), found(replace(cell, as_of=D(2025, 7, 31)), "O8")
    assert before is not None
    assert after is not None
    assert (before.severity, before.since) == ("grey", D(2025, 5, 1))
    assert (after.severity, after.since) == ("amber", D(2025, 7, 31))
    assert before.places == ("2025年5月1日李四：村小学拆除重建", "2025年6月2日张三：网格员换人")
    assert all(place in before.text for place in before.places)
    assert "自报修订提醒90天（系统建议值，本级未定），到2025年7月30日没有修订的" in before.text
    assert "还没有修订" in after.text
    assert [source.article for source in before.basis] == ["第三十五条第（六）项"]
    assert "由主要负责人确认，写明O8的理由" in before.clears_by


def test_o8_asks_for_revision_only_once_it_is_amber(make_cell: Make, make_version: Make) -> None:
    cell = make_cell(D(2025, 7, 30), make_version(declared=SAID))
    verdict = examine(cell)
    assert verdict is not None
    assert (verdict.status, verdict.is_timely, verdict.recheck_on) == ("current", True, D(2025, 7, 31))
    later = examine(replace(cell, as_of=D(2025, 7, 31)))
    assert later is not None
    assert (later.status, later.is_timely) == ("needs_revision", False)


@pytest.mark.parametrize(
    ("cleared", "left"),
    [
        (("O8", D(2025, 4, 30)), 2),
        (("O8", D(2025, 5, 1)), 1),
        (("O8", D(2025, 6, 1)), 1),
        (("O8", D(2025, 6, 2)), 0),
        (("O7", D(2025, 6, 2)), 2),
    ],
)
def test_o8_is_cleared_by_name_for_what_was_declared_by_then(
    make_cell: Make, make_version: Make, cleared: tuple[str, date], left: int
) -> None:
    code, day = cleared
    version = make_version(declared=SAID, confirmed_on=(day,), clearings=(Clearing(code, "不用改", day),))
    finding = found(make_cell(D(2025, 7, 1), version), "O8")
    assert len(finding.places if finding else ()) == left


def test_o8_counts_its_days_from_what_is_not_cleared(make_cell: Make, make_version: Make) -> None:
    day = D(2025, 5, 20)
    version = make_version(declared=SAID, confirmed_on=(day,), clearings=(Clearing("O8", "已改", day),))
    cell = make_cell(D(2025, 8, 31), version)
    assert severity(cell, "O8") == "grey"
    assert severity(replace(cell, as_of=D(2025, 9, 1)), "O8") == "amber"


def test_o8_stays_with_the_version_it_was_said_of(make_cell: Make, make_version: Make) -> None:
    old = make_version(declared=SAID)
    new = make_version(id=12, number=2, edition_no=2, issued_on=D(2025, 9, 1), effective_on=D(2025, 9, 8))
    cell = make_cell(D(2025, 9, 7), old, new)
    assert severity(cell, "O8") == "amber"
    assert found(replace(cell, as_of=D(2025, 9, 8)), "O8") is None


def test_o8_is_no_graver_than_the_measures_however_late_and_whoever_decided(
    make_cell: Make, make_version: Make, adopted: Make
) -> None:
    policy = (adopted("declared_amber_days", "0"),)
    cell = make_cell(D(2025, 5, 1), make_version(declared=SAID[:1]), policy=policy)
    assert severity(cell, "O8") == "grey"
    finding = found(replace(cell, as_of=D(2027, 5, 2)), "O8")
    assert finding is not None
    assert finding.severity == "amber"
    assert finding.basis[1].certainty == "石槽集乡人民政府"


def test_o8_without_a_readable_limit_stays_grey_and_says_so(
    make_cell: Make, make_version: Make, adopted: Make
) -> None:
    policy = (adopted("declared_amber_days", "三个月"),)
    cell = make_cell(D(2027, 5, 2), make_version(declared=SAID), policy=policy)
    assert severity(cell, "O8") == "grey"
    assert "自报修订提醒" in unchecked(cell)["O8"]
    unset = replace(cell, thresholds=without(cell, "declared_amber_days"))
    assert (severity(unset, "O8"), "O8" in unchecked(unset)) == ("grey", True)
    assert "O8" not in unchecked(make_cell(D(2027, 5, 2), make_version(), policy=policy))


def without(cell: CellFacts, key: str) -> Thresholds:
    rows = cell.thresholds.by_key
    return Thresholds({name: rows[name] for name in rows if name != key})


def test_o8_quotes_the_beginning_of_a_long_story(make_cell: Make, make_version: Make) -> None:
    told = Declaration("第一行\r\n第二行" + "长" * 5000, "李四", D(2025, 5, 1))
    finding = found(make_cell(D(2025, 5, 2), make_version(declared=(told, told))), "O8")
    assert finding is not None
    (place,) = finding.places
    assert place.startswith("2025年5月1日李四：第一行 第二行长")
    assert place.endswith("……")
    assert len(place) < 130


def test_o8_of_a_comprehensive_plan_that_covers_the_kind(make_cell: Make, make_version: Make) -> None:
    version = make_version(declared=SAID, text={"covers": ("fire",)})
    cover = make_cell(D(2025, 7, 30), version, kind="comprehensive")
    cell = make_cell(D(2025, 7, 30), kind="fire", cover=cover)
    assert (severity(cell, "O8"), found(cell, "M3")) == ("grey", None)
    day = D(2025, 7, 31)
    later = replace(cell, as_of=day, cover=replace(cover, as_of=day))
    untimely = found(later, "M3")
    assert untimely is not None
    assert untimely.since == day


def test_an_edition_made_after_a_drill_has_taken_up_what_it_showed(
    make_cell: Make, make_version: Make
) -> None:
    shown = (OpenItem("喇叭不响", D(2025, 3, 9)), OpenItem("路灯不亮", D(2025, 3, 10)))  # issued on the 10th
    finding = found(make_cell(D(2025, 7, 1), make_version(), plan={"open_items": shown}), "O7")
    assert finding is not None
    assert len(finding.places) == 1
    assert "路灯不亮" in finding.places[0]


@pytest.mark.parametrize(
    ("key", "code", "cell"),
    [
        ("upstream_red_days", "O2", {"upstream": (EDITION,)}),
        ("roster_red_days", "O3", {"unit": {"roster": (("主要负责人", "赵六", D(2025, 4, 1)),)}}),
    ],
)
def test_a_finding_that_might_be_red_by_an_unreadable_limit_stays_amber_and_says_so(
    make_cell: Make, make_version: Make, adopted: Make, key: str, code: str, cell: dict[str, Any]
) -> None:
    faulty = make_cell(D(2025, 9, 1), make_version(), policy=(adopted(key, "很久"),), **cell)
    assert severity(faulty, code) == "amber"
    assert "无法识别" in unchecked(faulty)[code]
    unset = make_cell(D(2025, 9, 1), make_version(), **cell)
    assert (severity(unset, code), code in unchecked(unset)) == ("amber", False)


@pytest.mark.parametrize(
    ("key", "code", "plan", "wanted"),
    [
        ("draft_red_days", "M2", {"draft": DraftFacts(0, D(2025, 5, 1))}, "amber"),
        ("new_unit_grace_days", "M1", {}, "red"),
    ],
)
def test_what_cannot_be_read_about_a_plan_not_in_force_is_told_too(
    make_cell: Make, adopted: Make, key: str, code: str, plan: dict[str, Any], wanted: str
) -> None:
    faulty = make_cell(D(2025, 6, 1), plan=plan, policy=(adopted(key, "很久"),))
    assert severity(faulty, code) == wanted
    assert "无法识别" in unchecked(faulty)[code]
    assert code not in unchecked(make_cell(D(2025, 6, 1), plan=plan))


def test_o9_says_when_it_cannot_tell_how_old_the_figures_are(
    make_cell: Make, make_version: Make, adopted: Make
) -> None:
    day = D(2026, 6, 1)
    assert "统计日期" in unchecked(make_cell(day, make_version(text={"profile_date": None})))["O9"]
    assert "扫描件" in unchecked(make_cell(day, make_version(document=None)))["O9"]
    policy = (adopted("profile_months", "一年"),)
    assert "村情更新周期" in unchecked(make_cell(day, make_version(), policy=policy))["O9"]
    body = make_cell(day, make_version(text={"profile_date": None}), unit={"kind": "school"})
    assert "O9" not in unchecked(body)


def test_o9_finds_old_figures(make_cell: Make, make_version: Make) -> None:
    cell = make_cell(D(2026, 2, 28), make_version())
    assert found(cell, "O9") is None
    assert severity(replace(cell, as_of=D(2026, 3, 1)), "O9") == "grey"


def test_u1_finds_a_plan_older_than_the_merger(make_cell: Make, make_version: Make) -> None:
    event = Reorganisation("merge", D(2025, 5, 1), (("白云村", True),))
    assert severity(make_cell(D(2025, 6, 1), make_version(), reorganisation=event), "U1") == "amber"
    made_after = make_version(issued_on=D(2025, 5, 2), effective_on=D(2025, 5, 2), filed_on=D(2025, 5, 3))
    assert found(make_cell(D(2025, 6, 1), made_after, reorganisation=event), "U1") is None


# --- D


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (D(2025, 3, 30), None),
        (D(2025, 3, 31), "amber"),  # the fifteenth working day
        (D(2025, 4, 8), "amber"),  # the twentieth
        (D(2025, 4, 9), "red"),
    ],
)
@pytest.mark.parametrize(("code", "act"), [("D1", "filed_on"), ("D2", "published_on")])
def test_filing_and_making_known_warn_and_then_are_late(
    make_cell: Make, make_version: Make, as_of: date, expected: str | None, code: str, act: str
) -> None:
    assert severity(make_cell(as_of, make_version(**{act: None})), code) == expected


def test_late_filing_closes_d1(make_cell: Make, make_version: Make) -> None:
    assert found(make_cell(D(2025, 9, 1), make_version(filed_on=D(2025, 8, 1))), "D1") is None


def test_d1_is_no_duty_of_a_school_unless_adopted(make_cell: Make, make_version: Make, adopted: Make) -> None:
    school = {"kind": "school", "name": "石槽集乡中心小学"}
    cell = make_cell(D(2025, 9, 1), make_version(filed_on=None), unit=school)
    assert severity(cell, "D1") == "grey"
    policy = (adopted("filing_workdays", "20"),)
    decided = make_cell(D(2025, 9, 1), make_version(filed_on=None), unit=school, policy=policy)
    assert severity(decided, "D1") == "red"


def test_a_deadline_beyond_the_published_calendar_is_marked(make_cell: Make, make_version: Make) -> None:
    version = make_version(issued_on=D(2026, 12, 21), effective_on=D(2026, 12, 21), filed_on=None)
    finding = found(make_cell(D(2027, 3, 1), version), "D1")
    assert finding is not None
    assert "（暂定）" in finding.text


def test_d2_says_to_whom(make_cell: Make, make_version: Make) -> None:
    version = make_version(published_on=None)
    village = found(make_cell(D(2025, 6, 1), version), "D2")
    township = found(make_cell(D(2025, 6, 1), version, unit={"kind": "township"}), "D2")
    assert village is not None
    assert township is not None
    assert "向本单位以及可能受影响的其他单位和地区公开" in village.text
    assert "向社会公开" in township.text


@pytest.mark.parametrize(
    ("unit_kind", "kind", "code", "last", "fine", "expected"),
    [
        ("township", "work_safety", "D3", D(2025, 3, 10), D(2027, 3, 10), "red"),
        ("township", "flood", "D4", D(2025, 3, 10), D(2028, 3, 10), "red"),
        ("department", "comprehensive", "D4", D(2025, 3, 10), D(2028, 3, 10), "red"),
        ("village", "flood", "D5", D(2025, 3, 10), D(2026, 3, 10), "grey"),
    ],
)
def test_drills_count_from_issue_where_there_was_none(
    make_cell: Make,
    make_version: Make,
    unit_kind: str,
    kind: str,
    code: str,
    last: date,
    fine: date,
    expected: str,
) -> None:
    version = make_version(issued_on=last, effective_on=last)
    cell = make_cell(fine, version, unit={"kind": unit_kind}, kind=kind)
    assert found(cell, code) is None
    assert severity(replace(cell, as_of=date.fromordinal(fine.toordinal() + 1)), code) == expected


def test_a_drill_starts_the_cycle_again(make_cell: Make, make_version: Make) -> None:
    plan = {"last_drill_on": D(2026, 2, 1)}
    assert found(make_cell(D(2027, 2, 1), make_version(), plan=plan), "D5") is None
    assert found(make_cell(D(2027, 2, 2), make_version(), plan=plan), "D5") is not None


def test_a_townships_comprehensive_plan_has_no_drill_cycle(make_cell: Make, make_version: Make) -> None:
    cell = make_cell(D(2035, 1, 1), make_version(), unit={"kind": "township"}, kind="comprehensive")
    assert found(cell, "D3") is found(cell, "D4") is None


def test_d6_is_told_of_a_plan_under_review_while_another_one_covers_or_is_lent(
    make_cell: Make, make_version: Make
) -> None:
    waiting = make_version(
        id=12, number=1, state="submitted", submitted_on=D(2025, 6, 3), issued_on=None, effective_on=None
    )
    day = D(2025, 6, 18)
    cover = make_cell(day, make_version(text={"covers": ("flood",)}), kind="comprehensive")
    covered = make_cell(day, waiting, standing=(), cover=cover)
    lent = make_cell(
        day, waiting, standing=(), reorganisation=Reorganisation("merge", D(2025, 5, 1), (("白云村", True),))
    )
    for cell in (covered, lent):
        assert severity(cell, "D6") == "grey"
        assert found(replace(cell, as_of=D(2025, 6, 17)), "D6") is None


def test_d6_names_who_holds_a_version_too_long(make_cell: Make, make_version: Make, adopted: Make) -> None:
    waiting = make_version(
        id=12, number=2, state="submitted", submitted_on=D(2025, 6, 3), issued_on=None, effective_on=None
    )
    cell = make_cell(D(2025, 6, 17), make_version(), waiting)  # the tenth working day
    assert found(cell, "D6") is None
    late = found(replace(cell, as_of=D(2025, 6, 18)), "D6")
    assert late is not None
    assert late.severity == "grey"
    assert "审核员" in late.text
    policy = (adopted("review_workdays", "5"),)
    assert severity(make_cell(D(2025, 6, 18), waiting, standing=(), policy=policy), "D6") == "red"
