"""What lies on whose desk, until when, and what it costs to know."""

from datetime import date

from sqlalchemy import Engine, event
from tests.making import OTHER, TODAY, TOWNSHIP, VILLAGE, Registry, at

from yingji.access.actions import take_role
from yingji.access.queries import actor as actor_of
from yingji.access.rights import LOCAL
from yingji.coverage.actions import add_requirement
from yingji.desk.tasks import Home, Task, home
from yingji.units import actions as units


def require(registry: Registry, kind: str = "flood", unit_kind: str = "village") -> None:
    with registry.database.writing() as w:
        add_requirement(
            w,
            LOCAL,
            at(),
            unit_kind=unit_kind,
            under=registry.unit(TOWNSHIP),
            kind=kind,
            from_day=date(2020, 1, 1),
            basis="县防汛工作方案",
            decided_by="石槽集乡人民政府",
        )


def desk(registry: Registry, login: str, today: date = TODAY) -> Home:
    with registry.database.reading() as r:
        return home(r, actor_of(r, login, today), today=today, at=at(today))


def acts(tasks: tuple[Task, ...], code: str = VILLAGE) -> list[str]:
    return [task.act for task in tasks if task.unit_code == code]


def test_a_required_plan_nobody_wrote_lies_on_the_clerks_desk_and_the_office_watches(
    registry: Registry,
) -> None:
    require(registry)
    assert acts(desk(registry, "wenshu").mine) == ["write"]
    assert acts(desk(registry, "zhuren").mine) == ["write"]
    office = desk(registry, "yingjiban")
    assert acts(office.mine) == [] and acts(office.waiting) == ["write"]
    assert office.waiting[0].hands == ("示例wenshu（文书）", "示例zhuren（主要负责人）")
    assert acts(desk(registry, "linwenshu").mine + desk(registry, "linwenshu").waiting) == []


def test_a_working_copy_is_to_be_finished(registry: Registry) -> None:
    require(registry)
    registry.upload(title="", keep=True)
    assert acts(desk(registry, "wenshu").mine) == ["finish"]


def test_each_state_of_an_open_version_lies_on_one_desk(registry: Registry) -> None:
    require(registry)
    registry.upload()
    assert acts(desk(registry, "wenshu").mine) == ["submit"]
    registry.move("submit")
    assert acts(desk(registry, "wenshu").mine) == [] and acts(desk(registry, "wenshu").waiting) == ["review"]
    assert acts(desk(registry, "shenhe").mine) == ["review"]
    registry.move("return")
    returned = desk(registry, "wenshu").mine
    assert acts(returned) == ["mend"] and "转移路线" in returned[0].why
    registry.move("submit")
    registry.move("pass")
    assert acts(desk(registry, "zhuren").mine) == ["approve"]
    assert acts(desk(registry, "xiangzhang").mine) == ["approve"]
    assert acts(desk(registry, "shenhe").waiting) == ["approve"]
    registry.move("approve")
    assert acts(desk(registry, "yingjiban").mine) == ["issue"]
    registry.move("issue")
    assert acts(desk(registry, "yingjiban").mine) == ["file"]
    assert "publish" in acts(desk(registry, "wenshu").mine)


def test_the_reviewer_is_never_asked_to_review_their_own_upload(registry: Registry) -> None:
    from yingji.access.actions import give_role

    with registry.database.writing() as w:
        unit = registry.unit(VILLAGE)
        give_role(
            w, LOCAL, at(), login="shenhe", role="clerk", unit_id=unit.id, path=unit.path, from_day=TODAY
        )
    registry.upload("shenhe")
    registry.move("submit", "shenhe")
    assert acts(desk(registry, "shenhe").mine) == []


def test_a_review_is_due_after_the_days_the_thresholds_give_and_late_the_day_after(
    registry: Registry,
) -> None:
    require(registry)
    registry.upload(day=date(2026, 5, 6))
    registry.move("submit", day=date(2026, 5, 6))
    task = desk(registry, "shenhe", date(2026, 5, 19)).mine[0]
    assert task.due == date(2026, 5, 19) and not task.is_late
    late = desk(registry, "shenhe", date(2026, 5, 20)).mine[0]
    assert late.is_late and late.severity == "red"


def test_who_stands_nearest_is_asked_and_who_stands_above_only_where_nobody_does(registry: Registry) -> None:
    from tests.making import COUNTY, make_person

    with registry.database.writing() as w:
        for login, role in (("xianban", "office"), ("xianshen", "reviewer")):
            make_person(w, login, role, COUNTY)
    require(registry)
    registry.upload()
    registry.move("submit")
    for login in ("xianban", "xianshen"):
        assert desk(registry, login).mine == desk(registry, login).waiting == ()
    with registry.database.writing() as w:
        unit = registry.unit(TOWNSHIP)
        take_role(
            w,
            LOCAL,
            at(),
            login="shenhe",
            role="reviewer",
            unit_id=unit.id,
            path=unit.path,
            until_day=date(2026, 5, 5),
        )
    assert acts(desk(registry, "xianshen").mine) == ["review"]
    assert desk(registry, "wenshu").waiting[0].hands == ("示例xianshen（审核员）",)


def test_an_opinion_is_asked_for_township_plans_once_after_each_pass(registry: Registry) -> None:
    require(registry, "flood", "township")
    registry.upload("xiangwenshu", code=TOWNSHIP)
    registry.moves("submit", "pass", code=TOWNSHIP)
    assert acts(desk(registry, "falv").mine, TOWNSHIP) == ["opine"]
    registry.move("opine", code=TOWNSHIP)
    assert acts(desk(registry, "falv").mine, TOWNSHIP) == []
    assert acts(desk(registry, "xiangzhang").mine, TOWNSHIP) == ["approve"]


def test_open_versions_nobody_requires_are_tasks_too(registry: Registry) -> None:
    registry.upload(code=OTHER, login="linwenshu")
    assert acts(desk(registry, "linwenshu").mine, OTHER) == ["submit"]


def test_the_yearly_confirmation_and_the_telephone_calls_come_with_their_day(registry: Registry) -> None:
    require(registry)
    registry.issue(day=date(2023, 5, 8))
    mine = {task.act: task for task in desk(registry, "wenshu").mine}
    assert "call" in mine and ("confirm" in mine or "revise" in mine)
    assert "confirm" not in acts(desk(registry, "yingjiban").mine)


def test_what_a_clerk_declared_is_to_be_revised_once_its_days_have_passed(registry: Registry) -> None:
    require(registry)
    registry.issue(day=date(2026, 1, 10))
    registry.moves("file", "publish", day=date(2026, 1, 12))
    registry.move("declare", day=date(2026, 2, 4))
    assert "revise" not in acts(desk(registry, "wenshu", date(2026, 5, 5)).mine)
    (revise,) = [task for task in desk(registry, "wenshu", date(2026, 5, 6)).mine if task.act == "revise"]
    assert "村小学拆除重建" in revise.why and (revise.severity, revise.since) == ("amber", date(2026, 5, 6))
    assert "revise" in acts(desk(registry, "yingjiban", date(2026, 5, 6)).waiting)


def test_a_revision_says_what_asks_for_it_and_not_what_is_late_besides(registry: Registry) -> None:
    require(registry)
    registry.issue(day=date(2026, 1, 10))
    registry.move("declare", day=date(2026, 2, 4))
    home = desk(registry, "wenshu", date(2026, 5, 6))  # neither filed nor published: both red
    (revise,) = [task for task in home.mine if task.act == "revise"]
    assert "村小学拆除重建" in revise.why and revise.severity == "amber"
    registry.upload(training_text="换了安置点以后的培训安排。", day=date(2026, 5, 6))
    begun = acts(desk(registry, "wenshu", date(2026, 5, 6)).mine)
    assert "submit" in begun and "revise" not in begun


def test_a_village_that_lives_on_anothers_plan_has_its_own_to_write(registry: Registry) -> None:
    require(registry)
    registry.record("linwenshu", code=OTHER, day=date(2026, 1, 12))
    with registry.database.writing() as w:
        day = date(2026, 5, 4)
        units.merge(w, LOCAL, at(day), [OTHER], into=VILLAGE, from_day=day, order_doc="石政〔2026〕8号")
    (write,) = desk(registry, "wenshu").mine
    assert write.act == "write" and "待重编" in write.why
    registry.upload()
    assert acts(desk(registry, "wenshu").mine) == ["submit"]


def test_the_number_of_statements_does_not_grow_with_the_villages(registry: Registry) -> None:
    require(registry)

    def counted() -> int:
        seen: list[str] = []

        def note(*args: object) -> None:
            seen.append(str(args[2]))

        event.listen(Engine, "before_cursor_execute", note)
        desk(registry, "yingjiban")
        event.remove(Engine, "before_cursor_execute", note)
        return len(seen)

    registry.upload()
    one = counted()
    registry.upload("linwenshu", code=OTHER)
    registry.moves("submit", "pass")
    assert counted() == one


def test_a_clerk_always_finds_the_plans_they_keep_and_the_office_no_wall_of_them(registry: Registry) -> None:
    require(registry)
    require(registry, "comprehensive")
    kept = [(one.unit.code, one.kind) for one in desk(registry, "wenshu").own]
    assert kept == [(VILLAGE, "comprehensive"), (VILLAGE, "flood")]
    assert desk(registry, "zhuren").own and desk(registry, "yingjiban").own == ()
