"""Controlled copies: numbered, on the page foot, called back when a new version takes force, never twice."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from tests.making import TODAY, TOWNSHIP, VILLAGE, Registry, at
from tests.paper.measuring import lines, pages, texts, whole_text

from yingji.access.queries import actor as actor_of
from yingji.access.rights import LOCAL
from yingji.desk import copies as desk
from yingji.desk.answers import CopyLine
from yingji.desk.recall import as_csv, as_pdf
from yingji.desk.tasks import Home, home
from yingji.errors import Conflict, Forbidden, NotFound, Usage
from yingji.ledger.tables import ledger_entry

MONTH_AGO = TODAY - timedelta(days=30)
POLICE, CLINIC = "石槽集乡派出所", "石槽集乡卫生院"


def give(registry: Registry, *holders: str, login: str = "wenshu", **said: Any) -> tuple[CopyLine, ...]:
    asked = {"unit": registry.unit(VILLAGE), "kind": "flood", "number": None, "edition": "public", **said}
    with registry.database.writing() as w:
        actor = LOCAL if login == "local" else actor_of(w, login, TODAY)
        return desk.hand_out(w, actor, at(), holders=holders, **asked)


def end(
    registry: Registry, *numbers: int, version: int = 1, login: str = "wenshu", **said: Any
) -> tuple[int, ...]:
    asked = {"outcome": "returned", "by_name": "示例文书", **said}
    with registry.database.writing() as w:
        actor, unit = actor_of(w, login, TODAY), registry.unit(VILLAGE)
        return desk.take_back(
            w, actor, at(), unit=unit, kind="flood", number=version, copies=numbers, **asked
        )  # fmt: skip


def held(registry: Registry) -> tuple[CopyLine, ...]:
    with registry.database.reading() as r:
        return desk.copies(r, LOCAL, unit=registry.unit(VILLAGE), kind="flood", on=TODAY)


def recalled(registry: Registry, login: str = "local", on: date = TODAY) -> tuple[CopyLine, ...]:
    with registry.database.reading() as r:
        actor = LOCAL if login == "local" else actor_of(r, login, TODAY)
        return desk.recall(r, actor, under=registry.unit(TOWNSHIP), kind=None, on=on)


def printed(registry: Registry, number: int, version: int = 1) -> bytes:
    with registry.database.reading() as r:
        found = desk.print_copies(
            r, LOCAL, unit=registry.unit(VILLAGE), kind="flood", number=version, numbers=[number],
            today=TODAY, base_url="https://yj.example.cn",
        )  # fmt: skip
        return next(one.content for _, one in found)


def issue_second(registry: Registry) -> None:
    registry.issue(title="石槽集村防汛应急预案（修订）")


def test_copies_are_numbered_from_one_and_a_holder_keeps_its_number(registry: Registry) -> None:
    registry.issue(day=MONTH_AGO)
    assert [(c.copy, c.holder) for c in give(registry, POLICE, CLINIC)] == [(1, POLICE), (2, CLINIC)]
    assert [c.copy for c in give(registry, CLINIC, "石槽集中学", f" {POLICE} ")] == [2, 3, 1]
    assert [c.copy for c in held(registry)] == [1, 2, 3]


def test_number_and_holder_stand_outside_the_type_area_of_every_page_of_the_plan(registry: Registry) -> None:
    registry.issue(day=MONTH_AGO)
    give(registry, POLICE, "𠙶氏粮行")
    data = printed(registry, 2)
    assert all("𠙶氏粮行" in text for text in texts(data))
    feet = [
        line for page in pages(data) for line in lines(page) if "受控第2份·" in "".join(line.text.split())
    ]
    assert len(feet) > 10
    for foot in feet:
        assert 5 < foot.y / 72 * 25.4 < 297 - 262, "below the type area, and a printer reaches it"
    assert printed(registry, 2) == data


def test_a_copy_that_was_never_handed_out_is_not_printed(registry: Registry) -> None:
    registry.issue(day=MONTH_AGO)
    with pytest.raises(NotFound, match="没有第 7 份"):
        printed(registry, 7)


def test_a_new_version_in_force_calls_the_copies_of_the_old_one_back(registry: Registry) -> None:
    registry.issue(day=MONTH_AGO)
    give(registry, POLICE, CLINIC)
    assert recalled(registry) == ()
    issue_second(registry)
    assert [(c.copy, c.holder, c.state) for c in recalled(registry)] == [
        (1, POLICE, "superseded"), (2, CLINIC, "superseded"),
    ]  # fmt: skip
    assert end(registry, 1) == (1,)
    assert end(registry, 1, 2, outcome="destroyed") == (2,), "a copy ends once"
    assert recalled(registry) == ()
    assert [(c.outcome, c.ended_by) for c in held(registry)] == [
        ("returned", "示例文书"), ("destroyed", "示例文书"),
    ]  # fmt: skip


def test_copies_of_a_void_version_are_marked_on_paper_and_no_more_are_given(registry: Registry) -> None:
    registry.issue(day=MONTH_AGO)
    give(registry, POLICE)
    issue_second(registry)
    assert "已被第 2 版替代" in whole_text(printed(registry, 1)).replace("第2版", "第 2 版")
    with pytest.raises(Conflict, match="没有作废的一版"):
        give(registry, CLINIC, number=1)
    assert [c.copy for c in give(registry, CLINIC)] == [1], "each version counts its own"


def test_drafts_are_not_handed_out(registry: Registry) -> None:
    registry.upload()
    with pytest.raises(Conflict, match="草稿"):
        give(registry, POLICE)


@pytest.mark.parametrize(
    ("said", "fault", "words"),
    [
        ({"holders": (" ", "")}, Usage, "发给谁"),
        ({"holders": ("某" * 41,)}, Usage, "最多 40 个字"),
        ({"edition": "household"}, Usage, "受控份只发"),
        ({"on": TODAY + timedelta(days=1)}, Conflict, "还没到"),
        ({"on": date(2020, 1, 1)}, Conflict, "不"),
        ({"login": "shenhe"}, Forbidden, "没有办理此事的权限"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    registry: Registry, said: dict[str, Any], fault: type[Exception], words: str
) -> None:
    registry.issue(day=MONTH_AGO)
    with pytest.raises(fault, match=words):
        give(registry, *said.pop("holders", (POLICE,)), **said)
    assert held(registry) == ()


@pytest.mark.parametrize(
    ("numbers", "said", "fault"),
    [
        ((), {}, Usage),
        ((9,), {}, NotFound),
        ((1,), {"outcome": "eaten"}, Usage),
        ((1,), {"by_name": " "}, Usage),
        ((1,), {"on": TODAY + timedelta(days=1)}, Conflict),
        ((1,), {"on": date(2020, 1, 1)}, Usage),
    ],
)
def test_an_end_that_cannot_be_is_refused(
    registry: Registry, numbers: tuple[int, ...], said: dict[str, Any], fault: type[Exception]
) -> None:
    registry.issue(day=MONTH_AGO)
    give(registry, POLICE)
    with pytest.raises(fault):
        end(registry, *numbers, **said)
    assert held(registry)[0].outcome == ""


def test_the_trail_names_numbers_and_never_holders(registry: Registry) -> None:
    registry.issue(day=MONTH_AGO)
    give(registry, POLICE)
    end(registry, 1)
    with registry.database.reading() as r:
        rows = r.rows(select(ledger_entry.c.act, ledger_entry.c.content).order_by(ledger_entry.c.id))
    found = [(row.act, row.content) for row in rows if row.act.startswith("copy.")]
    assert [act for act, _ in found] == ["copy.register", "copy.end"]
    assert not [content for _, content in found if POLICE in content]


def test_the_list_is_a_paper_to_go_round_with_and_a_file_for_a_spreadsheet(registry: Registry) -> None:
    registry.issue(day=MONTH_AGO)
    give(registry, POLICE, "=cmd|'/c calc'!A1")
    issue_second(registry)
    found = recalled(registry)
    said = whole_text(as_pdf(found, "石槽集乡", TODAY))
    for words in ("作废文本收回清单", "共2份", POLICE, "第1份", "经手人"):
        assert words in said
    rows = list(csv.reader(io.StringIO(as_csv(found).removeprefix("\ufeff"))))
    assert rows[0][:7] == ["序号", "单位", "预案", "版次", "份号", "版本", "持有单位"]
    assert rows[1][6] == POLICE
    assert rows[2][6].startswith("'=")
    assert as_pdf(found, "石槽集乡", TODAY) == as_pdf(found, "石槽集乡", TODAY)
    assert "没有需要收回的受控份" in whole_text(as_pdf((), "石槽集乡", TODAY))


# --- calling back when a new version is issued ------------------------------------------------------


def test_issuing_names_the_copies_of_the_old_version(registry: Registry) -> None:
    registry.issue(day=MONTH_AGO)
    give(registry, POLICE, CLINIC)
    registry.upload(title="石槽集村防汛应急预案（修订）")
    assert all(registry.move(name).to_recall == () for name in ("submit", "pass", "approve"))
    issued = registry.move("issue")
    assert [copy.words for copy in issued.to_recall] == [
        f"第 1 版第 1 份 {POLICE}",
        f"第 1 版第 2 份 {CLINIC}",
    ]
    assert issued.recall_on == TODAY
    end(registry, 1, 2)
    assert registry.move("revoke").to_recall == (), "what came back is not called again"


def test_a_version_that_takes_effect_later_calls_them_back_from_that_day(registry: Registry) -> None:
    registry.issue(day=MONTH_AGO)
    give(registry, POLICE)
    registry.upload(title="石槽集村防汛应急预案（修订）")
    registry.moves("submit", "pass", "approve")
    start = TODAY + timedelta(days=10)
    issued = registry.move("issue", effective_on=start.isoformat())
    assert [copy.copy for copy in issued.to_recall] == [1] and issued.recall_on == start
    assert recalled(registry) == (), "the old version is in force until then"


def test_what_is_void_today_does_not_wait_for_the_version_to_come(registry: Registry) -> None:
    registry.issue(day=MONTH_AGO)
    give(registry, POLICE)
    registry.upload(title="石槽集村防汛应急预案（修订）")
    registry.moves("submit", "pass", "approve")
    registry.move("issue", effective_on=(TODAY + timedelta(days=10)).isoformat())
    assert registry.move("revoke", number=1).recall_on == TODAY


def test_revoking_calls_the_copies_of_the_revoked_version_back(registry: Registry) -> None:
    registry.issue(day=MONTH_AGO)
    give(registry, POLICE)
    assert [copy.holder for copy in registry.move("revoke").to_recall] == [POLICE]


def test_what_must_come_back_lies_on_the_desk_of_who_keeps_the_plan_until_it_is_back(
    registry: Registry,
) -> None:
    registry.issue(day=MONTH_AGO)
    give(registry, POLICE, CLINIC)
    assert "recall" not in [task.act for task in on_desk(registry, "wenshu").mine]
    issue_second(registry)
    for login in ("wenshu", "zhuren"):
        (task,) = [task for task in on_desk(registry, login).mine if task.act == "recall"]
        assert POLICE in task.why and CLINIC in task.why and task.severity == "amber"
    assert [task.act for task in on_desk(registry, "yingjiban").waiting].count("recall") == 1
    assert "recall" not in [task.act for task in on_desk(registry, "linwenshu").mine]
    end(registry, 1)
    assert [POLICE in task.why for task in on_desk(registry, "wenshu").mine if task.act == "recall"] == [
        False
    ]
    end(registry, 2, outcome="lost")
    assert "recall" not in [task.act for task in on_desk(registry, "wenshu").mine]


def test_many_copies_are_counted_rather_than_all_named(registry: Registry) -> None:
    registry.issue(day=MONTH_AGO)
    give(registry, *(f"第{n}村民小组" for n in range(1, 10)))
    issue_second(registry)
    (task,) = [task for task in on_desk(registry, "wenshu").mine if task.act == "recall"]
    assert "等 9 份" in task.why and "第9村民小组" not in task.why


def on_desk(registry: Registry, login: str) -> Home:
    with registry.database.reading() as r:
        return home(r, actor_of(r, login, TODAY), today=TODAY, at=at())
