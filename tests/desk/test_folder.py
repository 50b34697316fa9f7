"""Looking plans up: what is shown on a day and to whom, lists, differences, the words behind a code."""

from datetime import date, timedelta
from typing import Any

import pytest
from tests.making import COUNTY, OTHER, TODAY, TOWNSHIP, VILLAGE, Registry

from yingji.access.queries import actor
from yingji.access.rights import LOCAL
from yingji.desk import folder, listing
from yingji.desk.answers import PlanLine, Shown, plain
from yingji.errors import Conflict, Forbidden, NotFound, Usage

MONTH_AGO = TODAY - timedelta(days=30)
SECOND: dict[str, Any] = {"training_text": "第二版的培训安排。"}


def show(registry: Registry, login: str = "local", on: date = TODAY, **given: Any) -> Shown:
    with registry.database.reading() as r:
        return folder.show(
            r,
            actor(r, login, TODAY),
            unit=registry.unit(given.pop("code", VILLAGE)),
            kind=given.pop("kind", "flood"),
            on=on,
            base_url="https://yj.example",
            **given,
        )


def listed(registry: Registry, login: str, code: str = TOWNSHIP, **given: Any) -> tuple[PlanLine, ...]:
    with registry.database.reading() as r:
        return listing.list_plans(r, actor(r, login, TODAY), under=registry.unit(code), on=TODAY, **given)


def words(registry: Registry, token: str, on: date = TODAY) -> str:
    with registry.database.reading() as r:
        return folder.verify(r, token, on).words


def test_without_a_number_the_version_in_force_is_shown_else_the_newest(registry: Registry) -> None:
    registry.issue(day=MONTH_AGO)
    registry.upload(**SECOND)
    assert show(registry).number == 1
    assert (show(registry, number=2).state, show(registry, number=2).state_label) == ("draft", "草稿")
    assert show(registry, on=MONTH_AGO - timedelta(days=1)).number == 2
    registry.move("revoke")
    assert show(registry).number == 2


@pytest.mark.parametrize(
    "login, in_full",
    [("wenshu", True), ("zhuren", True), ("shenhe", True), ("xiangzhang", True), ("yingjiban", True),
     ("local", True), ("kankan", False), ("falv", False), ("shenji", False)],
)  # fmt: skip
def test_households_are_shown_only_to_those_in_charge(registry: Registry, login: str, in_full: bool) -> None:
    registry.upload()
    shown = show(registry, login)
    assert shown.document is not None
    assert shown.restricted_shown is in_full
    households = registry.document()["evacuation"]["subjects"]
    assert (shown.document["evacuation"]["subjects"] == households) is in_full
    told = str(plain(shown))
    assert all((household["household_head"] in told) is in_full for household in households)


def test_others_see_nothing_and_learn_nothing(registry: Registry) -> None:
    registry.upload()
    for login in ("linwenshu", "guanli", "anquan"):
        with pytest.raises(Forbidden):
            show(registry, login)
        with pytest.raises(Forbidden):
            show(registry, login, kind="fire")
    with pytest.raises(NotFound):
        show(registry, kind="fire")
    with pytest.raises(NotFound, match="现有：1"):
        show(registry, number=2)
    with pytest.raises(Usage):
        show(registry, kind="landslide")


def test_a_scan_shows_its_days_and_no_document(registry: Registry) -> None:
    registry.record()
    shown = show(registry)
    assert (shown.document, shown.is_recorded, shown.state) == (None, True, "in_force")
    assert shown.dates.issued_on == date(2025, 3, 1)


def test_history_tells_versions_newest_first_with_acts_and_files(registry: Registry) -> None:
    registry.issue(day=MONTH_AGO)
    registry.record(issued_on="2020-01-01")
    with registry.database.reading() as r:
        newest, oldest = folder.history(r, LOCAL, unit=registry.unit(VILLAGE), kind="flood", on=TODAY)
    assert (newest.number, newest.state, [act.label for act in newest.acts]) == (2, "superseded", ["补录"])
    assert [file.type_label for file in newest.files] == ["签字盖章扫描件"]
    assert [act.move for act in oldest.acts] == ["submit", "pass", "approve", "issue"]
    assert {act.on for act in oldest.acts} == {MONTH_AGO}


def test_what_was_entered_late_says_so(registry: Registry) -> None:
    registry.upload(day=MONTH_AGO)
    registry.move("submit", on=TODAY - timedelta(days=8))
    registry.move("withdraw", on=TODAY - timedelta(days=7))
    with registry.database.reading() as r:
        (line,) = folder.history(r, LOCAL, unit=registry.unit(VILLAGE), kind="flood", on=TODAY)
    assert [(act.move, act.is_late) for act in line.acts] == [("submit", True), ("withdraw", False)]


def test_differences_are_told_in_words_and_weighed(registry: Registry) -> None:
    registry.issue(day=MONTH_AGO)
    document = registry.document(**SECOND)
    document["evacuation"]["order"] = ["先转移孕产妇和病人，再转移其他人员。"]
    registry.upload(document=document)
    with registry.database.reading() as r:
        found = folder.diff(r, LOCAL, unit=registry.unit(VILLAGE), kind="flood", on=TODAY, old=None, new=None)
    weighed = {line.path.split("/")[1]: line.is_major for line in found}
    assert weighed == {"training_text": False, "evacuation": True}
    assert all(line.place and line.sentence for line in found)


def test_a_scan_has_nothing_to_compare(registry: Registry) -> None:
    registry.record()
    registry.upload()
    with pytest.raises(Conflict, match="扫描件"), registry.database.reading() as r:
        folder.diff(r, LOCAL, unit=registry.unit(VILLAGE), kind="flood", on=TODAY, old=1, new=2)


def test_lists_hold_what_is_in_sight(registry: Registry) -> None:
    registry.upload()
    registry.upload("linwenshu", code=OTHER)
    registry.issue(TOWNSHIP)

    def units(login: str, code: str = TOWNSHIP) -> list[str]:
        return [line.unit for line in listed(registry, login, code)]

    assert units("shenhe") == units("local") == [TOWNSHIP, VILLAGE, OTHER]
    assert units("wenshu") == [VILLAGE]
    assert units("linwenshu", COUNTY) == [OTHER]
    assert units("shenhe", VILLAGE) == [VILLAGE]
    assert units("guanli") == []


def test_lists_are_narrowed_by_kind_state_and_words(registry: Registry) -> None:
    registry.upload()
    registry.upload(kind="fire")
    registry.issue(TOWNSHIP)
    assert [line.kind for line in listed(registry, "shenhe", kind="fire")] == ["fire"]
    assert [line.unit for line in listed(registry, "shenhe", state="in_force")] == [TOWNSHIP]
    assert [line.kind for line in listed(registry, "shenhe", q="火灾")] == ["fire"]
    assert len(listed(registry, "shenhe", q="石槽集村")) == 2
    assert listed(registry, "shenhe", q="没有的村") == ()


def test_the_words_behind_a_code_follow_the_days(registry: Registry) -> None:
    registry.issue(day=MONTH_AGO)
    registry.upload(**SECOND)
    registry.moves("submit", "pass", "approve")
    start = TODAY + timedelta(days=10)
    first, second = (version.token for version in registry.dossier().versions)
    assert "草稿，不具效力" in words(registry, second)
    registry.move("issue", effective_on=start.isoformat())
    assert words(registry, first) == "本码对应第 1 版：现行"
    assert words(registry, second) == f"本码对应第 2 版：已印发，自 {start} 起实施，目前尚未实施"
    assert words(registry, first, start) == f"本码对应第 1 版：已于 {start} 被第 2 版替代"
    assert words(registry, second, start) == "本码对应第 2 版：现行"
    registry.move("revoke", number=2)
    assert words(registry, second) == f"本码对应第 2 版：已于 {TODAY} 撤销"
    assert words(registry, first, start) == "本码对应第 1 版：现行"
    assert words(registry, "nobody-issued-this") == "查无此码。请核对网址，或向印发单位索取现行版本。"


def test_a_code_tells_title_days_and_digest_but_no_content(registry: Registry) -> None:
    registry.issue()
    (version,) = registry.dossier().versions
    with registry.database.reading() as r:
        found = folder.verify(r, version.token, TODAY)
    assert (found.title, found.unit_name, found.edition_no) == (version.title, "石槽集村民委员会", 1)
    assert (found.issued_on, found.short_digest) == (TODAY, version.digest[:8].upper())
    assert "真" not in found.words
    assert "张三" not in str(plain(found))
    assert show(registry).verify_url == f"https://yj.example/v/{version.token}"
