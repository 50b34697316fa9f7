"""Changing the register, thresholds and calendar: once, dated, with one ledger entry, or not at all."""

from datetime import date, datetime, timedelta
from importlib import resources

import pytest
from sqlalchemy import func, select

from yingji.access.rights import Actor
from yingji.basis import actions, queries
from yingji.basis.policy import DEFAULTS
from yingji.db import Database, Reading, Writing
from yingji.errors import Conflict, Forbidden, Invalid, NotFound, TooLarge, Unreadable, Usage
from yingji.ledger.tables import ledger_entry
from yingji.units.queries import Unit

HEADER = "id,issuer,kind,title,doc_no,issued_on,effective_on,supersedes,ended_on,certainty,note\n"
OLD = "CN-1,,flood,国家防汛抗旱应急预案,国办函〔2006〕1号,2006-01-10,2006-01-10,,,copy,\n"
NEW = "CN-2,,flood,国家防汛抗旱应急预案,国办函〔2022〕48号,2022-05-30,2022-05-30,CN-1,,copy,\n"


def entries(r: Reading) -> list[str]:
    return [row.act for row in r.rows(select(ledger_entry.c.act).order_by(ledger_entry.c.id))]


def table(*lines: str) -> bytes:
    return (HEADER + "".join(lines)).encode()


def test_a_new_database_knows_the_defaults_and_the_published_calendar(db: Database, at: datetime) -> None:
    with db.writing() as w:
        actions.seed(w, at)
    with db.reading() as r:
        assert len(queries.policy_rows(r)) == len(DEFAULTS)
        assert queries.working_days(r).years == frozenset(range(2007, 2027))
        assert queries.working_days(r, known_on=date(2020, 1, 1)).years == frozenset(range(2007, 2027))


def test_seeding_twice_adds_nothing_and_overrules_no_decision(
    db: Database, at: datetime, local: Actor
) -> None:
    with db.writing() as w:
        actions.seed(w, at)
        actions.import_calendar(w, local, at, b"date,workday,note\n2026-10-10,0,\n")
        before = len(queries.policy_rows(w)), queries.calendar_days(w)
        actions.seed(w, at)
        assert (len(queries.policy_rows(w)), queries.calendar_days(w)) == before
        assert not queries.working_days(w).is_workday(date(2026, 10, 10))


def test_the_register_takes_a_file_once(db: Database, at: datetime, local: Actor) -> None:
    with db.writing() as w:
        first = actions.import_documents(w, local, at, table(OLD, NEW), kinds=("flood",))
        again = actions.import_documents(w, local, at, table(OLD, NEW), kinds=("flood",))
        assert (first.added, first.unchanged) == (("CN-1", "CN-2"), 0)
        assert (again.added, again.changed, again.unchanged) == ((), (), 2)
        assert entries(w) == ["basis.import"]


def test_a_changed_row_is_a_new_row_and_the_earlier_stays_for_earlier_knowledge(
    db: Database, at: datetime, local: Actor
) -> None:
    with db.writing() as w:
        actions.import_documents(w, local, at, table(OLD))
        changed = actions.import_documents(w, local, at + timedelta(days=2), table(OLD.replace("旱", "涝")))
        assert changed.changed == ("CN-1",)
        assert [d.title for d in queries.documents(w)] == ["国家防汛抗涝应急预案"]
        assert [d.title for d in queries.documents(w, date(2026, 6, 2))] == ["国家防汛抗旱应急预案"]


def test_a_dry_run_tells_and_stores_nothing(db: Database, at: datetime, local: Actor) -> None:
    with db.writing() as w:
        assert actions.import_documents(w, local, at, table(OLD), dry_run=True).added == ("CN-1",)
        assert queries.documents(w) == ()
        assert entries(w) == []


def test_a_wrong_file_is_refused_whole_with_every_place(db: Database, at: datetime, local: Actor) -> None:
    data = table(
        "CN-1,,floood,甲,,2026-02-30,,,,copy,\n",
        ",,,乙,,,,,,copy,\n",
        "CN-3,,flood,丙,,,2026-01-01,,2025-01-01,sure,\n",
        "CN-4,,,丁,,,,CN-4,,,\n",
        "CN-4,,,戊,,,,,,,\n",
    )
    with db.writing() as w:
        with pytest.raises(Invalid) as refused:
            actions.import_documents(w, local, at, data, kinds=("flood",))
        assert queries.documents(w) == ()
    told = " ".join(f"{problem.place}：{problem.message}" for problem in refused.value.problems)
    for word in (
        "第 2 行 issued_on",
        "第 3 行 id",
        "第 4 行 ended_on",
        "第 4 行 certainty",
        "出现了两次",
        "floood",
    ):
        assert word in told


def test_a_circle_of_supersession_is_refused(db: Database, at: datetime, local: Actor) -> None:
    with db.writing() as w:
        actions.import_documents(w, local, at, table(OLD, NEW))
        with pytest.raises(Invalid, match="绕成了圈"):
            actions.import_documents(w, local, at, table(OLD.replace(",,,copy", ",CN-2,,copy")))


def test_a_missing_predecessor_is_a_note_and_no_refusal(db: Database, at: datetime, local: Actor) -> None:
    with db.writing() as w:
        result = actions.import_documents(w, local, at, table(NEW))
        assert result.added == ("CN-2",)
        assert [(note.place, note.grade) for note in result.notes] == [("CN-2", "should")]


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe\x00\x01", b"a,b\n1,2\n", b'id,title\n"open,1\n', "编号,标题\n1,2\n".encode()],
)
def test_a_file_that_is_no_such_table_is_unreadable(
    db: Database, at: datetime, local: Actor, data: bytes
) -> None:
    with db.writing() as w, pytest.raises(Unreadable):
        actions.import_documents(w, local, at, data)


def test_a_spreadsheet_saved_in_the_national_encoding_is_read(
    db: Database, at: datetime, local: Actor
) -> None:
    with db.writing() as w:
        actions.import_documents(
            w, local, at, table(OLD.replace("2006-01-10", "2006年1月10日")).decode().encode("gbk")
        )
        (document,) = queries.documents(w)
    assert (document.title, document.issued_on) == ("国家防汛抗旱应急预案", date(2006, 1, 10))


def test_a_huge_file_is_refused(db: Database, at: datetime, local: Actor) -> None:
    with db.writing() as w, pytest.raises(TooLarge):
        actions.import_documents(w, local, at, b"x" * 5_000_001)


def test_the_shipped_calendar_can_be_imported_again_without_change(
    db: Database, at: datetime, local: Actor
) -> None:
    data = resources.files("yingji.basis").joinpath("data", "workdays.csv").read_bytes()
    with db.writing() as w:
        actions.seed(w, at)
        assert actions.import_calendar(w, local, at, data).unchanged == len(queries.calendar_days(w))
        assert entries(w) == []


def test_a_new_year_is_known_from_its_import_on(db: Database, at: datetime, local: Actor) -> None:
    with db.writing() as w:
        actions.seed(w, at)
        data = "date,workday,note\n2027-01-01,放假,\n2027年2月7日,上班,调休\n2027-10-01,放假,\n".encode()
        added = actions.import_calendar(w, local, at, data).added
        assert added == ("2027-01-01", "2027-02-07", "2027-10-01")
        assert 2027 in queries.working_days(w).years
        assert 2027 not in queries.working_days(w, known_on=date(2026, 5, 31)).years
        assert entries(w) == ["calendar.import"]


def test_a_day_said_to_be_both_is_refused(db: Database, at: datetime, local: Actor) -> None:
    with db.writing() as w, pytest.raises(Invalid, match="既写了上班又写了放假"):
        actions.import_calendar(w, local, at, b"date,workday\n2027-02-05,1\n2027-02-05,0\n")


def test_a_threshold_is_set_once(db: Database, at: datetime, office: Actor, township: Unit) -> None:
    def decide(w: Writing) -> bool:
        return actions.set_policy(
            w,
            office,
            at,
            key="evaluation_months",
            value="24",
            from_day=date(2026, 1, 1),
            decided_by="石槽集乡人民政府",
            under=township,
        )

    with db.writing() as w:
        actions.seed(w, at)
        assert (decide(w), decide(w)) == (True, False)
        assert entries(w) == ["policy.set"]


def test_a_threshold_holds_for_its_place_and_from_its_day(
    db: Database, at: datetime, office: Actor, township: Unit, village: Unit
) -> None:
    with db.writing() as w:
        actions.seed(w, at)
        actions.set_policy(
            w,
            office,
            at,
            key="contact_days",
            value="90",
            from_day=date(2026, 7, 1),
            decided_by="石槽集乡人民政府",
            under=township,
            unit_kind="village",
        )
    with db.reading() as r:

        def days(unit: Unit, on: date, known_on: date | None = None) -> object:
            return queries.policy_value(
                r, "contact_days", unit=unit, plan_kind="flood", on=on, known_on=known_on
            )

        assert days(village, date(2026, 6, 30)) == 180
        assert days(village, date(2026, 7, 1)) == 90
        assert days(village, date(2026, 7, 1), known_on=date(2026, 5, 31)) == 180
        assert days(township, date(2026, 7, 1)) == 180


def test_who_may_not_decide_is_told_so(db: Database, at: datetime, office: Actor) -> None:
    with db.writing() as w, pytest.raises(Forbidden):
        actions.set_policy(
            w,
            office,
            at,
            key="contact_days",
            value="90",
            from_day=date(2026, 7, 1),
            decided_by="石槽集乡人民政府",
        )


@pytest.mark.parametrize(
    ("key", "value", "unit_kind", "decided_by"),
    [
        ("contact_day", "90", None, "乡政府"),
        ("contact_days", "九十", None, "乡政府"),
        ("contact_days", "90", "hamlet", "乡政府"),
        ("contact_days", "90", None, " "),
    ],
)
def test_a_malformed_decision_is_wrong_usage(
    db: Database,
    at: datetime,
    office: Actor,
    township: Unit,
    key: str,
    value: str,
    unit_kind: str | None,
    decided_by: str,
) -> None:
    with db.writing() as w, pytest.raises(Usage):
        actions.set_policy(
            w,
            office,
            at,
            key=key,
            value=value,
            from_day=date(2026, 7, 1),
            decided_by=decided_by,
            under=township,
            unit_kind=unit_kind,
        )


def test_a_major_change_is_marked_once_by_a_named_person(
    db: Database, at: datetime, local: Actor, today: date
) -> None:
    with db.writing() as w:
        actions.import_documents(w, local, at, table(OLD))

        def mark(on: date = today, by_name: str = "张三", basis_id: str = "CN-1") -> bool:
            return actions.mark_major(
                w, local, at, on=on, by_name=by_name, reason="响应分级调整", basis_id=basis_id
            )

        assert (mark(), mark()) == (True, False)
        assert [m.by_name for m in queries.major_marks(w)] == ["张三"]
        assert entries(w) == ["basis.import", "basis.major"]
        with pytest.raises(Conflict, match="在今天"):
            mark(on=today + timedelta(days=1))
        with pytest.raises(NotFound, match="CN-9"):
            mark(basis_id="CN-9")
        with pytest.raises(Usage):
            mark(by_name="")


def test_the_ledger_names_no_person_of_a_mark(db: Database, at: datetime, local: Actor, today: date) -> None:
    with db.writing() as w:
        actions.import_documents(w, local, at, table(OLD))
        actions.mark_major(w, local, at, on=today, by_name="张三", reason="调整", basis_id="CN-1")
        contents = [row.content for row in w.rows(select(ledger_entry.c.content))]
        assert not any("张三" in content for content in contents)
        assert w.scalar(select(func.count()).select_from(ledger_entry)) == 2
