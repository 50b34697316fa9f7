"""What is printed and what is refused: the version of the day, its mark, the edition one may see."""

from datetime import date, timedelta
from typing import Any

import pypdfium2 as pdfium
import pytest
from tests.making import OTHER, TODAY, TOWNSHIP, VILLAGE, Registry

from yingji.access.queries import actor
from yingji.desk.answers import Printed
from yingji.desk.print import issuers, print_plan
from yingji.errors import Conflict, Forbidden, NotFound, Usage

MONTH_AGO = TODAY - timedelta(days=30)


def printed(
    registry: Registry, login: str = "local", *, on: date = TODAY, code: str = VILLAGE, **given: Any
) -> Printed:
    with registry.database.reading() as r:
        return print_plan(
            r,
            actor(r, login, TODAY),
            unit=registry.unit(code),
            kind=given.pop("kind", "flood"),
            as_of=on,
            edition=given.pop("edition", "full"),
            base_url="https://yj.example",
            **given,
        )


def text_of(found: Printed) -> str:
    with pdfium.PdfDocument(found.content) as pages:
        return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pages)


def test_only_what_is_in_force_is_printed_without_asking_further(registry: Registry) -> None:
    with pytest.raises(NotFound):
        printed(registry)
    registry.upload()
    with pytest.raises(Conflict, match="--draft"):
        printed(registry)
    with pytest.raises(Conflict, match="--draft"):
        printed(registry, number=1)
    assert "草稿" in text_of(printed(registry, draft=True))
    registry.moves("submit", "pass", "approve", "issue")
    text = text_of(printed(registry))
    assert "草稿" not in text
    assert "石槽集村防汛应急预案" in text
    with pytest.raises(Conflict, match="没有现行的版本"):
        printed(registry, on=TODAY - timedelta(days=1))


def test_each_standing_carries_its_mark(registry: Registry) -> None:
    registry.issue(day=MONTH_AGO)
    registry.upload(training_text="第二版的培训安排。")
    registry.moves("submit", "pass", "approve")
    start = TODAY + timedelta(days=10)
    registry.move("issue", effective_on=start.isoformat())
    assert "尚未实施" in text_of(printed(registry, number=2))
    assert "被第2版替代" in text_of(printed(registry, number=1, on=start))
    registry.move("revoke", number=1)
    assert "已撤销" in text_of(printed(registry, number=1))
    with pytest.raises(Conflict):
        printed(registry)
    assert "已撤销" not in text_of(printed(registry, on=TODAY - timedelta(days=1)))


def test_the_evaluation_period_marks_the_day_after_it_until_the_plan_is_confirmed(registry: Registry) -> None:
    registry.issue(day=date(2023, 5, 1))
    assert "达到评估周期" not in text_of(printed(registry, on=date(2026, 5, 1)))
    assert "达到评估周期" in text_of(printed(registry, on=date(2026, 5, 2)))
    registry.move("confirm")
    assert "达到评估周期" in text_of(printed(registry, on=date(2026, 5, 2)))
    assert "达到评估周期" not in text_of(printed(registry, on=TODAY))


def test_households_are_printed_only_for_those_in_charge(registry: Registry) -> None:
    registry.issue()
    head = registry.document()["evacuation"]["subjects"][0]["household_head"]
    assert head in text_of(printed(registry, "wenshu"))
    assert head not in text_of(printed(registry, "kankan", edition="public"))
    for login in ("kankan", "falv", "linwenshu"):
        with pytest.raises(Forbidden):
            printed(registry, login)
    with pytest.raises(Forbidden):
        printed(registry, "linwenshu", edition="public")


def test_an_unknown_edition_is_wrong_usage(registry: Registry) -> None:
    registry.issue()
    with pytest.raises(Usage, match="full"):
        printed(registry, edition="poster")


def test_a_scan_is_not_printed_as_a_document(registry: Registry) -> None:
    registry.record()
    with pytest.raises(Conflict, match="扫描件"):
        printed(registry)


def test_a_recorded_document_says_that_it_was_not_reviewed_here(registry: Registry) -> None:
    registry.record(document=registry.document())
    assert "未经本系统审核" in text_of(printed(registry))


def test_the_same_question_gives_the_same_bytes_and_a_new_fact_another_etag(registry: Registry) -> None:
    registry.issue()
    one, two = printed(registry), printed(registry, "wenshu")
    assert (one.content, one.etag) == (two.content, two.etag)
    registry.move("file")
    assert printed(registry).etag != one.etag


def test_a_townships_comprehensive_plan_is_issued_in_two_names(registry: Registry) -> None:
    township, village = registry.unit(TOWNSHIP), registry.unit(OTHER)
    assert issuers(township, "comprehensive") == ("中共石槽集乡委员会", "石槽集乡人民政府")
    assert issuers(township, "flood") == ("石槽集乡人民政府",)
    assert issuers(village, "comprehensive") == ("白果村民委员会",)
