"""Facts read from a real registry: day by day, by what was known, in a fixed number of statements."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, text, update
from tests.making import OTHER, SCHOOL, TODAY, TOWNSHIP, VILLAGE, Registry, at

from yingji.access.queries import actor as actor_of
from yingji.access.rights import LOCAL
from yingji.basis import actions as basis
from yingji.coverage import actions as coverage
from yingji.coverage.examine import Verdict, examine
from yingji.coverage.queries import gather, preview_major
from yingji.db import Database, Writing
from yingji.desk import audit
from yingji.errors import Forbidden
from yingji.lifecycle.actions import correct
from yingji.lifecycle.tables import act
from yingji.plans.tables import version_fact
from yingji.readiness import actions as readiness
from yingji.units import actions as units
from yingji.units.queries import find_unit

D = date


@pytest.fixture
def required(registry: Registry) -> Registry:
    """Every village must hold a flood plan, since long ago."""
    return with_requirement(registry)


def with_requirement(registry: Registry) -> Registry:
    with registry.database.writing() as w:
        coverage.add_requirement(
            w,
            LOCAL,
            at(D(2024, 1, 9)),
            unit_kind="village",
            under=find_unit(w, TOWNSHIP, D(2024, 1, 9)),
            kind="flood",
            from_day=D(2024, 1, 1),
            basis="《突发事件应急预案管理办法》第十五条",
            decided_by="石槽集乡人民政府",
        )
    return registry


def verdict(
    registry: Registry, as_of: date = TODAY, known_on: date | None = None, code: str = VILLAGE
) -> Verdict | None:
    """The verdict on one village's flood plan, gathered from its township."""
    with registry.database.reading() as r:
        cells = gather(r, find_unit(r, TOWNSHIP, as_of).id, as_of, known_on, "flood")
    return next((examine(cell) for cell in cells if cell.unit.code == code), None)


def told(found: Verdict | None) -> object:
    """Everything a verdict says."""
    assert found is not None
    return (
        (found.unit, found.kind, found.status, found.worst, found.findings, found.evidence),
        (found.not_checked, found.is_expected, found.is_had, found.is_timely, found.is_usable),
        (found.number, found.edition_no, found.digest, found.issued_on, found.due_on, found.recheck_on),
    )


def status(registry: Registry, as_of: date = TODAY, known_on: date | None = None, code: str = VILLAGE) -> str:
    found = verdict(registry, as_of, known_on, code)
    return found.status if found else "not_required"


def codes(registry: Registry, as_of: date = TODAY, known_on: date | None = None) -> set[str]:
    found = verdict(registry, as_of, known_on)
    return {finding.code for finding in found.findings} if found else set()


def issue_next_door(registry: Registry, day: date) -> None:
    """The other village's plan, by its own clerk and the township's people."""
    registry.upload("linwenshu", code=OTHER, day=day)
    hands = {"submit": "linwenshu", "pass": "shenhe", "approve": "xiangzhang", "issue": "yingjiban"}
    for move, login in hands.items():
        registry.move(move, login, code=OTHER, day=day)


def write(registry: Registry, verb: Callable[..., Any], day: date = TODAY, **given: Any) -> Any:
    with registry.database.writing() as w:
        return verb(w, LOCAL, at(day), **given)


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements that reach the database."""
    told: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        told.append(statement)

    engine = database._reader
    event.listen(engine, "before_cursor_execute", note)
    yield told
    event.remove(engine, "before_cursor_execute", note)


def test_one_village_and_thirty_three_cost_the_same_statements(required: Registry) -> None:
    lines = "".join(f"4116242012{n:02d},示例{n}村民委员会,5,411624201000\n" for n in range(10, 41))
    with required.database.writing() as w:
        units.import_units(
            w, LOCAL, at(D(2024, 1, 9)), D(2024, 1, 9), f"code,name,level,parent\n{lines}".encode()
        )
    required.issue()
    issue_next_door(required, TODAY)
    counts = []
    for code in (VILLAGE, TOWNSHIP):
        with required.database.reading() as r:
            unit = find_unit(r, code, TODAY)
            with counted(required.database) as told:
                cells = gather(r, unit.id, TODAY)
            counts.append((len(cells), len(told)))
    assert [cells for cells, _ in counts] == [1, 33]
    assert counts[0][1] == counts[1][1] <= 30


def test_one_unit_alone_is_read_as_it_stands_among_the_others(required: Registry) -> None:
    required.issue(kind="comprehensive", day=D(2026, 1, 10), covers_kinds=["flood"])
    merged = D(2026, 5, 1)
    with required.database.writing() as w:
        coverage.require_defaults(
            w,
            LOCAL,
            at(),
            under=find_unit(w, TOWNSHIP, TODAY),
            from_day=D(2026, 1, 1),
            decided_by="石槽集乡人民政府",
        )
        units.merge(
            w,
            LOCAL,
            at(merged),
            [VILLAGE],
            into=OTHER,
            from_day=merged,
            order_doc="沈政文〔2026〕12号",
        )
    for code in (TOWNSHIP, OTHER, SCHOOL):
        with required.database.reading() as r:
            unit = find_unit(r, code, TODAY)
            among = [cell for cell in gather(r, unit.id, TODAY) if cell.unit.id == unit.id]
            alone = gather(r, unit.id, TODAY, is_alone=True)
        assert among
        assert [told(examine(cell)) for cell in alone] == [told(examine(cell)) for cell in among]


def test_both_engines_tell_the_same(any_registry: Registry) -> None:
    registry = with_requirement(any_registry)
    registry.upload(document={"schema": "village/1.0"}, keep=True, day=D(2026, 1, 5))
    registry.issue(day=D(2026, 1, 10))
    unit = registry.unit(VILLAGE)
    write(registry, readiness.confirm_contacts, unit=unit, kind="flood", on=TODAY, by_name="示例")
    write(registry, readiness.add_drill, unit=unit, kind="flood", on=D(2026, 1, 20), findings=["喇叭不响"])
    assert status(registry, D(2026, 1, 5), known_on=D(2026, 1, 5)) == "drafting"
    assert status(registry, D(2026, 1, 9)) == "missing"
    assert status(registry, D(2026, 2, 10)) == "unfiled"
    assert status(registry) == "needs_revision"
    assert status(registry, code=OTHER) == "missing"
    assert codes(registry) >= {"D1", "D2", "M5a", "O7"}


def test_a_plan_from_nothing_to_in_force(required: Registry) -> None:
    day = D(2026, 3, 2)
    assert status(required, day) == "missing"
    required.upload(document={"schema": "village/1.0"}, keep=True, day=day)
    assert status(required, day) == "drafting"
    required.upload(day=D(2026, 3, 3))
    required.move("submit", day=D(2026, 3, 4))
    required.move("pass", day=D(2026, 3, 6))
    required.move("approve", day=D(2026, 3, 9))
    required.move("issue", day=D(2026, 3, 10), effective_on="2026-04-01", drafting_note="按新办法修订")
    expected = {
        D(2026, 3, 3): "drafting",
        D(2026, 3, 5): "drafting",
        D(2026, 3, 6): "awaiting_approval",
        D(2026, 3, 31): "awaiting_approval",
        D(2026, 4, 1): "current",
        D(2026, 4, 8): "current",  # the twentieth working day: 6 April is a holiday
        D(2026, 4, 9): "unfiled",
    }
    assert {day: status(required, day) for day in expected} == expected
    required.move("file", day=D(2026, 4, 10))
    assert status(required, D(2026, 4, 9)) == "unfiled"
    assert status(required, D(2026, 4, 10)) == "current"


def test_the_future_is_a_forecast_from_what_is_known(required: Registry) -> None:
    required.issue(day=D(2026, 3, 10))
    required.move("file", day=D(2026, 3, 11))
    found = verdict(required, D(2029, 3, 11))
    assert found is not None
    assert found.status == "review_overdue"


def test_a_late_entry_changes_as_of_but_not_what_was_known(required: Registry) -> None:
    required.record(
        day=D(2026, 5, 5), issued_on="2025-03-01", filed_on="2025-03-10", receipt_no="石〔2025〕1号"
    )
    assert status(required, D(2025, 6, 1)) == "current"
    assert status(required, D(2025, 2, 28)) == "missing"
    assert status(required, D(2025, 6, 1), known_on=D(2026, 5, 4)) == "missing"
    assert status(required, D(2025, 6, 1), known_on=D(2026, 5, 5)) == "current"


def test_what_was_known_of_a_working_copy_does_not_go_with_it(required: Registry) -> None:
    required.upload(document={"schema": "village/1.0"}, keep=True, day=D(2026, 5, 4))
    before = verdict(required, D(2026, 5, 4), known_on=D(2026, 5, 4))
    assert before is not None
    assert before.status == "drafting"
    required.upload(day=D(2026, 5, 5))
    assert told(verdict(required, D(2026, 5, 4), known_on=D(2026, 5, 4))) == told(before)


def test_a_correction_counts_for_every_day_once_it_is_known(required: Registry) -> None:
    required.record(day=D(2026, 5, 5), issued_on="2025-03-01")
    with required.database.writing() as w:
        correct(
            w,
            actor_of(w, "yingjiban", TODAY),
            at(),
            unit=find_unit(w, VILLAGE, TODAY),
            kind="flood",
            raw={"issued_on": "2025-02-01", "effective_on": "2025-02-01"},
            reason="日期笔误",
        )
    assert status(required, D(2025, 2, 1)) != "missing"
    assert status(required, D(2025, 2, 1), known_on=D(2026, 5, 5)) == "missing"


def test_a_revoked_plan_was_in_force_until_then(required: Registry) -> None:
    required.issue(day=D(2026, 3, 10))
    required.move("revoke", day=D(2026, 4, 1))
    assert status(required, D(2026, 3, 31)) == "current"
    assert status(required, D(2026, 4, 1)) == "revoked"
    required.issue(day=D(2026, 4, 20))
    assert status(required, D(2026, 4, 19)) == "revoked"
    assert status(required, D(2026, 4, 20)) == "current"


def test_days_that_cannot_be_read_make_the_cell_unknown_and_no_other(required: Registry) -> None:
    required.issue(day=D(2026, 3, 10))
    issue_next_door(required, D(2026, 3, 10))
    number = required.dossier().versions[0].id
    with required.database.writing() as w:
        w.run(_drop_guard(w))
        w.run(
            update(act)
            .where(act.c.version_id == number, act.c.move == "issue")
            .values(fields=json.dumps({"issued_on": "2026-13-10"}))
        )
    found = verdict(required)
    assert found is not None
    assert (found.status, found.is_had) == ("unknown", False)
    assert status(required, code=OTHER) != "unknown"


def test_contents_that_cannot_be_read_make_the_cell_unknown_and_no_other(required: Registry) -> None:
    required.issue(day=D(2026, 3, 10))
    issue_next_door(required, D(2026, 3, 10))
    number = required.dossier().versions[0].id
    with required.database.writing() as w:
        w.run(_drop_guard(w, "version_fact"))
        w.run(
            update(version_fact)
            .where(version_fact.c.version_id == number, version_fact.c.fact == "contact")
            .values(text="{")
        )
    found = verdict(required)
    assert found is not None
    assert (found.status, found.is_had, found.worst) == ("unknown", False, "grey")
    assert "无法识别" in found.evidence[0]
    assert status(required, code=OTHER) != "unknown"


def _drop_guard(w: Writing, table: str = "act") -> Any:
    """The trigger that keeps rows as they are, out of the way for a damage no verb can do."""
    names = [
        row[0]
        for row in w.rows(
            text("SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name=:t").bindparams(t=table)
        )
    ]
    for name in names[1:]:
        w.run(text(f'DROP TRIGGER "{name}"'))
    return text(f'DROP TRIGGER "{names[0]}"')


def test_requirements_and_exemptions_by_day_and_knowledge(required: Registry) -> None:
    unit = required.unit(VILLAGE)
    given: dict[str, Any] = {
        "unit": unit,
        "kind": "flood",
        "reason": "由乡级预案覆盖",
        "approver": "示例乡长",
    }
    number = write(required, coverage.add_exemption, from_day=D(2026, 4, 1), **given)
    assert [status(required, D(2026, 3, 31)), status(required, D(2026, 4, 1))] == ["missing", "exempt"]
    assert status(required, D(2026, 4, 1), known_on=D(2026, 5, 5)) == "missing"
    write(required, coverage.end_exemption, exemption_id=number, until_day=D(2026, 4, 30))
    assert [status(required, D(2026, 4, 30)), status(required, D(2026, 5, 1))] == ["exempt", "missing"]


def test_a_requirement_of_a_unit_kind_reaches_its_place_only(required: Registry) -> None:
    with required.database.reading() as r:
        named = {(cell.unit.code, cell.kind) for cell in gather(r, find_unit(r, TOWNSHIP, TODAY).id, TODAY)}
    assert named == {(VILLAGE, "flood"), (OTHER, "flood")}


def test_an_upstream_change_reaches_the_village_once_it_is_marked(required: Registry) -> None:
    required.issue(day=D(2026, 1, 10))
    required.issue(TOWNSHIP, day=D(2026, 3, 10))
    version_id = required.dossier(TOWNSHIP).versions[0].id
    assert "O2" not in codes(required)
    with required.database.reading() as r:
        assert preview_major(r, as_of=TODAY, on=D(2026, 4, 1), version_id=version_id) == (
            "石槽集村民委员会防汛应急预案",
        )
    write(
        required,
        basis.mark_major,
        on=D(2026, 4, 1),
        by_name="示例乡长",
        reason="响应分级调整",
        version_id=version_id,
        unit=required.unit(TOWNSHIP),
    )
    assert "O2" not in codes(required, D(2026, 3, 31))
    assert "O2" in codes(required, D(2026, 4, 1))
    assert status(required) == "needs_revision"
    required.move("confirm", day=TODAY, clears=[{"code": "O2", "reason": "逐项核对，本村不涉及"}])
    assert "O2" not in codes(required)


def test_what_the_maker_declared_is_known_from_its_day_and_ends_with_a_new_edition(
    any_registry: Registry,
) -> None:
    required = with_requirement(any_registry)
    required.issue(day=D(2026, 1, 10))
    required.moves("file", "publish", day=D(2026, 1, 12))
    required.move("declare", day=D(2026, 2, 9), on=D(2026, 2, 4))
    assert "O8" not in codes(required, D(2026, 2, 3))
    assert "O8" in codes(required, D(2026, 2, 4))
    found = verdict(required, D(2026, 2, 9), known_on=D(2026, 2, 8))
    assert found is not None
    assert "O8" not in [finding.code for finding in found.findings]
    assert status(required, D(2026, 5, 5)) == "current"
    assert status(required, D(2026, 5, 6)) == "needs_revision"  # ninety days and one
    required.issue(day=TODAY, training_text="换了安置点以后的培训安排。")
    assert "O8" in codes(required, D(2026, 5, 5))
    assert "O8" not in codes(required)


def test_the_head_ends_a_declaration_by_name_with_a_reason(required: Registry) -> None:
    required.issue(day=D(2026, 1, 10))
    required.move("declare", day=D(2026, 2, 4))
    required.move("confirm", day=D(2026, 3, 2))
    assert "O8" in codes(required)
    required.move("confirm", day=D(2026, 4, 1), clears="O8：校舍已修好，仍作安置点")
    assert "O8" in codes(required, D(2026, 3, 31))
    assert "O8" not in codes(required)


def test_the_preview_looks_at_the_day_a_change_takes_effect(required: Registry) -> None:
    required.issue(day=D(2026, 1, 10))
    required.upload(code=TOWNSHIP, login="xiangwenshu", day=D(2026, 5, 4))
    for move in ("submit", "pass", "approve"):
        required.move(move, code=TOWNSHIP, day=D(2026, 5, 4))
    required.move("issue", code=TOWNSHIP, day=D(2026, 5, 5), effective_on="2026-06-01")
    version_id = required.dossier(TOWNSHIP).versions[0].id
    asked: dict[str, Any] = {"today": TODAY, "on": TODAY, "basis_id": None, "version_id": version_id}
    with required.database.reading() as r:
        unit = find_unit(r, TOWNSHIP, TODAY)
        assert audit.preview_major(r, LOCAL, unit=unit, **asked) == ("石槽集村民委员会防汛应急预案",)
        with pytest.raises(Forbidden):
            audit.preview_major(r, actor_of(r, "wenshu", TODAY), unit=unit, **asked)


def test_a_countys_plan_in_the_register_is_upstream_of_the_township_alone(required: Registry) -> None:
    required.issue(day=D(2026, 1, 10))
    required.issue(TOWNSHIP, day=D(2026, 1, 10))
    write(
        required,
        coverage.add_requirement,
        unit=required.unit(TOWNSHIP),
        kind="flood",
        from_day=D(2024, 1, 1),
        basis="本级应编清单",
        decided_by="石槽集乡人民政府",
    )
    header = "id,issuer,kind,title,doc_no,issued_on,effective_on\n"
    line = "SQ-1,411624000000,flood,沈丘县防汛应急预案,沈政〔2026〕8号,2026-03-01,2026-03-01\n"
    with required.database.writing() as w:
        basis.import_documents(w, LOCAL, at(), (header + line).encode(), kinds=("flood",))
        basis.mark_major(w, LOCAL, at(), on=TODAY, by_name="示例", reason="分级调整", basis_id="SQ-1")
    township = verdict(required, code=TOWNSHIP)
    village = verdict(required)
    assert township is not None
    assert village is not None
    assert "O2" in {finding.code for finding in township.findings}
    assert "O2" not in {finding.code for finding in village.findings}
    assert any("沈丘县防汛应急预案" in line for line in village.evidence)


def test_contacts_drills_and_roster_reach_the_verdict(required: Registry) -> None:
    required.issue(day=D(2026, 1, 10))
    required.move("file", day=D(2026, 1, 12))
    unit = required.unit(VILLAGE)
    found = verdict(required)
    assert found is not None
    assert not found.is_usable
    write(required, readiness.confirm_contacts, unit=unit, kind="flood", on=TODAY, by_name="示例")
    write(required, readiness.add_drill, unit=unit, kind="flood", on=D(2026, 1, 20))
    found = verdict(required)
    assert found is not None
    assert found.is_timely
    assert found.is_usable
    write(required, readiness.add_drill, unit=unit, kind="flood", on=D(2026, 1, 21), findings=["喇叭不响"])
    assert "O7" not in codes(required, D(2026, 4, 21))
    assert "O7" in codes(required, D(2026, 4, 22))
    write(
        required,
        readiness.set_roster,
        unit=unit,
        post="主要负责人",
        name="别的人",
        from_day=D(2026, 2, 1),
    )
    assert "O3" in codes(required)
    assert "O3" not in codes(required, D(2026, 1, 31))


def test_a_threshold_dated_ahead_is_foreseen(required: Registry) -> None:
    required.issue(day=D(2026, 1, 10))
    required.move("file", day=D(2026, 1, 12))
    required.move("publish", day=D(2026, 1, 12))
    write(
        required,
        basis.set_policy,
        key="evaluation_months",
        value="3",
        from_day=D(2026, 5, 20),
        decided_by="石槽集乡人民政府",
    )
    assert status(required, D(2026, 5, 19)) == "current"
    assert status(required, D(2026, 5, 20)) == "review_overdue"
    found = verdict(required, D(2026, 5, 10))
    assert found is not None
    assert found.recheck_on in {D(2026, 5, 15), D(2026, 5, 20)}
    assert status(required, D(2026, 5, 20), known_on=D(2026, 5, 5)) == "current"


def test_a_merged_village_lives_on_while_a_new_plan_is_made(required: Registry) -> None:
    required.issue(day=D(2026, 1, 10))
    issue_next_door(required, D(2026, 1, 10))
    merged = D(2026, 4, 1)
    with required.database.writing() as w:
        units.merge(
            w,
            LOCAL,
            at(),
            [VILLAGE, OTHER],
            into=units.NewUnit("411624201299", "新村民委员会"),
            from_day=merged,
            order_doc="沈政文〔2026〕12号",
        )
    assert status(required, D(2026, 3, 31)) == "unfiled"
    assert status(required, merged, code="411624201299") == "needs_revision"
    assert status(required, merged + timedelta(days=90), code="411624201299") == "needs_revision"
    assert status(required, merged + timedelta(days=91), code="411624201299") == "missing"
    assert verdict(required, merged) is None


def test_a_renamed_and_recoded_village_keeps_its_plan_and_its_past(required: Registry) -> None:
    required.issue(day=D(2026, 1, 10))
    before = told(verdict(required, D(2026, 3, 1), known_on=D(2026, 5, 5)))
    with required.database.writing() as w:
        units.recode(
            w, LOCAL, at(), VILLAGE, to="411624201288", from_day=D(2026, 4, 1), order_doc="沈政文〔2026〕12号"
        )
    assert status(required, D(2026, 4, 1), code="411624201288") == "unfiled"
    assert told(verdict(required, D(2026, 3, 1), known_on=D(2026, 5, 5))) == before


def test_an_answer_with_its_own_known_on_never_changes(required: Registry) -> None:
    required.issue(day=D(2026, 4, 10))
    known = D(2026, 4, 15)
    answers = {day: told(verdict(required, day, known)) for day in (D(2026, 4, 1), known, D(2026, 9, 1))}
    required.move("file", day=D(2026, 4, 20), on=D(2026, 4, 14))
    required.issue(day=D(2026, 5, 4), title="石槽集村防汛应急预案（修订）")
    write(required, readiness.add_drill, unit=required.unit(VILLAGE), kind="flood", on=D(2026, 4, 12))
    write(
        required,
        basis.set_policy,
        key="filing_workdays",
        value="1",
        from_day=D(2026, 1, 1),
        decided_by="石槽集乡人民政府",
    )
    assert {day: told(verdict(required, day, known)) for day in answers} == answers
    assert told(verdict(required, D(2026, 9, 1))) != answers[D(2026, 9, 1)]


def test_before_anything_was_known_there_are_no_cells(required: Registry) -> None:
    with required.database.reading() as r:
        assert gather(r, find_unit(r, TOWNSHIP, TODAY).id, TODAY, D(2023, 1, 1)) == ()


def test_a_comprehensive_plan_covers_through_the_database(required: Registry) -> None:
    required.issue(kind="comprehensive", day=D(2026, 1, 10), covers_kinds=["flood"])
    found = verdict(required)
    assert found is not None
    assert found.is_covered
    assert found.is_had


def test_a_number_amended_is_neither_dead_nor_confirmed(required: Registry) -> None:
    required.issue(day=D(2026, 4, 20))
    unit = required.unit(VILLAGE)
    given: dict[str, Any] = {"unit": unit, "kind": "flood"}
    write(required, readiness.fail_contact, contact_id="c01", on=D(2026, 5, 4), **given)
    assert "O4" in codes(required)
    write(
        required,
        readiness.amend_contact,
        contact_id="c01",
        values={"phone": "13800007654"},
        by_name="示例",
        on=D(2026, 5, 5),
        **given,
    )
    assert "O4" in codes(required, D(2026, 5, 4))
    assert "O4" not in codes(required)
    found = verdict(required)
    assert found is not None
    assert found.readiness is not None
    assert found.readiness.confirmed == 0
    write(required, readiness.confirm_contacts, by_name="示例", on=TODAY, **given)
    again = verdict(required)
    assert again is not None
    assert again.readiness is not None
    assert again.readiness.confirmed == again.readiness.contacts


def test_acts_are_read_in_the_order_recorded(required: Registry) -> None:
    required.upload(day=D(2026, 1, 10))
    required.move("submit", day=D(2026, 1, 10))
    required.move("return", day=D(2026, 1, 10))
    required.move("submit", day=D(2026, 1, 10))
    with required.database.reading() as r:
        moves = [row.move for row in r.rows(select(act.c.move).order_by(act.c.id))]
    assert moves[-3:] == ["submit", "return", "submit"]
    found = verdict(required, D(2026, 1, 10))
    assert found is not None
    assert "待审核" in found.evidence[0]


def test_a_scan_recorded_later_says_so(required: Registry) -> None:
    required.record(day=D(2026, 5, 5), issued_on="2025-03-01")
    found = verdict(required)
    assert found is not None
    assert any("补录" in line for line in found.evidence)
    assert not found.is_usable
