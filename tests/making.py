"""A small township with people in every role, and the verbs that tests drive it with."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from yingji import cli
from yingji.access import actions as access
from yingji.access.queries import actor as actor_of
from yingji.access.rights import LOCAL
from yingji.clock import BEGINNING, SHANGHAI
from yingji.db import Database, Reading, Writing
from yingji.desk import procedure, upload
from yingji.desk.answers import Moved, Uploaded
from yingji.desk.example import example_for
from yingji.lifecycle.fields import ALL_CONFORM
from yingji.lifecycle.queries import Dossier, dossier
from yingji.plans.queries import find_plan
from yingji.units import actions as units
from yingji.units.queries import Unit, find_unit

FOUNDED = datetime(2024, 1, 8, 9, tzinfo=SHANGHAI)
TODAY = date(2026, 5, 6)
COUNTY, TOWNSHIP, VILLAGE, OTHER = "411624000000", "411624201000", "411624201200", "411624201201"
SCHOOL = "411624201000-中心校"

UNITS = """code,name,level,parent,kind
410000000000,河南省,1,,
411600000000,周口市,2,410000000000,
411624000000,沈丘县,3,411600000000,
411624201000,石槽集乡,4,411624000000,
411624201200,石槽集村民委员会,5,411624201000,
411624201201,白果村民委员会,5,411624201000,
411624201000-中心校,石槽集乡中心校,,411624201000,school
"""

PEOPLE = {
    "wenshu": ("clerk", VILLAGE),
    "zhuren": ("head", VILLAGE),
    "linwenshu": ("clerk", OTHER),
    "xiaozhang": ("head", SCHOOL),
    "xiangwenshu": ("clerk", TOWNSHIP),
    "xiangtou": ("head", TOWNSHIP),
    "shenhe": ("reviewer", TOWNSHIP),
    "xiangzhang": ("approver", TOWNSHIP),
    "falv": ("counsel", TOWNSHIP),
    "yingjiban": ("office", TOWNSHIP),
    "kankan": ("viewer", TOWNSHIP),
    "guanli": ("sysadmin", TOWNSHIP),
    "anquan": ("secadmin", TOWNSHIP),
    "shenji": ("auditor", TOWNSHIP),
}
"""One person in each role, and a clerk next door; logins with role and place."""

SIGNED: dict[str, Any] = {"signer_name": "张三", "signer_post": "村委会主任"}
COSIGNED: dict[str, Any] = {
    "signer_name": "王五",
    "signer_post": "乡长",
    "cosigner_name": "李四",
    "cosigner_post": "党委书记",
    "decided_at": "2026年5月6日党政联席会议",
}
SCAN = b"%PDF-1.4\n% a scan\n%%EOF\n"

FIELDS: dict[str, dict[str, Any]] = {
    "return": {"note": "转移路线与实际不符，请重新核对"},
    "pass": {"checklist": ALL_CONFORM},
    "opine": {"opinion": "同意"},
    "approve": SIGNED,
    "file": {"receipt_no": "石应急备〔2026〕5号"},
    "publish": {"where": "村务公开栏"},
    "confirm": {"note": "责任人、电话、安置点逐项核对"},
    "declare": {"reason": "村小学拆除重建，安置点要换"},
    "revoke": {"reason": "收回重编"},
}
"""What each move must be told at least."""

VILLAGE_HANDS = {
    "submit": "wenshu",
    "withdraw": "wenshu",
    "return": "shenhe",
    "pass": "shenhe",
    "approve": "zhuren",
    "issue": "yingjiban",
    "file": "yingjiban",
    "publish": "wenshu",
    "confirm": "zhuren",
    "declare": "wenshu",
    "revoke": "zhuren",
}
TOWNSHIP_HANDS = {
    "submit": "xiangwenshu",
    "withdraw": "xiangwenshu",
    "return": "shenhe",
    "pass": "shenhe",
    "opine": "falv",
    "approve": "xiangzhang",
    "issue": "yingjiban",
    "file": "yingjiban",
    "publish": "yingjiban",
    "confirm": "yingjiban",
    "declare": "xiangwenshu",
    "revoke": "xiangzhang",
}
"""Who makes each move when nothing else is being tested."""


def make_township(database: Database) -> None:
    """Import the units and open an account for everybody in ``PEOPLE``."""
    with database.writing() as w:
        units.import_units(w, LOCAL, FOUNDED, FOUNDED.date(), UNITS.encode())
        for login, (role, code) in PEOPLE.items():
            make_person(w, login, role, code)


def make_person(w: Writing, login: str, role: str, code: str) -> str:
    """Open an account with one role; returns its one-time code."""
    unit = find_unit(w, code, FOUNDED.date())
    secret = access.add_person(w, LOCAL, FOUNDED, login=login, name=f"示例{login}", post="", path=unit.path)
    access.give_role(
        w,
        LOCAL,
        FOUNDED,
        login=login,
        role=role,
        unit_id=unit.id,
        path=unit.path,
        from_day=BEGINNING,
    )
    return secret


def make_document(
    r: Reading, code: str = VILLAGE, kind: str = "flood", on: date = TODAY, **changes: Any
) -> dict[str, Any]:
    """A valid plan document for a unit; ``changes`` replace top-level properties."""
    return {**example_for(r, find_unit(r, code, on), kind, on), **changes}


def at(day: date = TODAY, hour: int = 9) -> datetime:
    """An instant of a day."""
    return datetime.combine(day, time(hour), SHANGHAI)


@dataclass(frozen=True, slots=True)
class Registry:
    """The small township: each verb is one act of a named person in a transaction of its own."""

    database: Database

    def unit(self, code: str, on: date = TODAY) -> Unit:
        """The unit of that code."""
        with self.database.reading() as r:
            return find_unit(r, code, on)

    def document(self, code: str = VILLAGE, kind: str = "flood", **changes: Any) -> dict[str, Any]:
        """A valid document, the same every time unless ``changes`` say otherwise."""
        with self.database.reading() as r:
            return make_document(r, code, kind, **changes)

    def prepared(
        self,
        code: str = VILLAGE,
        kind: str = "flood",
        document: dict[str, Any] | None = None,
        on: date = TODAY,
    ) -> upload.Prepared:
        """A document read and checked."""
        data = json.dumps(document or self.document(code, kind), ensure_ascii=False).encode()
        return upload.prepare(data, on=on, unit=self.unit(code), kind=kind)

    def rehearse(
        self, prepared: upload.Prepared, *, login: str = "wenshu", base: str | None = None
    ) -> Uploaded:
        """What uploading the village's flood plan would answer; nothing stays."""
        with self.database.writing(dry_run=True) as w:
            who, unit = actor_of(w, login, TODAY), self.unit(VILLAGE)
            return upload.rehearsed(
                upload.store(w, who, at(TODAY), unit=unit, kind="flood", prepared=prepared, base=base)
            )

    def upload(
        self,
        login: str = "wenshu",
        *,
        code: str = VILLAGE,
        kind: str = "flood",
        document: dict[str, Any] | None = None,
        day: date = TODAY,
        base: str | None = None,
        keep: bool = False,
        **changes: Any,
    ) -> Uploaded:
        """Upload a document (the example with ``changes``)."""
        prepared = self.prepared(code, kind, document or self.document(code, kind, **changes))
        with self.database.writing() as w:
            return upload.store(
                w,
                actor_of(w, login, day),
                at(day),
                unit=self.unit(code),
                kind=kind,
                prepared=prepared,
                base=base,
                keep=keep,
            )

    def move(
        self,
        move: str,
        login: str | None = None,
        *,
        code: str = VILLAGE,
        kind: str = "flood",
        number: int | None = None,
        digest: str | None = None,
        on: date | None = None,
        day: date = TODAY,
        **fields: Any,
    ) -> Moved:
        """Make a move, by the usual person and with the least fields unless told otherwise."""
        hands = TOWNSHIP_HANDS if code == TOWNSHIP else VILLAGE_HANDS
        given = {**FIELDS.get(move, {}), **fields}
        if move == "approve" and code == TOWNSHIP and kind == "comprehensive" and not fields:
            given = dict(COSIGNED)
        with self.database.writing() as w:
            return procedure.make_move(
                w,
                actor_of(w, login or hands[move], day),
                at(day),
                unit=self.unit(code),
                kind=kind,
                move=move,
                fields=given,
                number=number,
                digest=digest,
                on=on,
            )

    def moves(self, *names: str, code: str = VILLAGE, kind: str = "flood", day: date = TODAY) -> Moved:
        """Several moves after each other; the answer of the last."""
        return [self.move(name, code=code, kind=kind, day=day) for name in names][-1]

    def issue(self, code: str = VILLAGE, kind: str = "flood", day: date = TODAY, **changes: Any) -> Moved:
        """The whole way from upload to issue in one day."""
        hands = TOWNSHIP_HANDS if code == TOWNSHIP else VILLAGE_HANDS
        self.upload(hands["submit"], code=code, kind=kind, day=day, **changes)
        return self.moves("submit", "pass", "approve", "issue", code=code, kind=kind, day=day)

    def record(
        self,
        login: str = "wenshu",
        *,
        code: str = VILLAGE,
        kind: str = "flood",
        scan: bytes | None = SCAN,
        document: dict[str, Any] | None = None,
        day: date = TODAY,
        **fields: Any,
    ) -> Moved:
        """补录 a paper plan: a scan only, unless a document is given."""
        given = {**SIGNED, "issued_on": "2025-03-01", "reason": "系统启用前已印发", **fields}
        with self.database.writing() as w:
            return procedure.record_paper(
                w,
                actor_of(w, login, day),
                at(day),
                unit=self.unit(code),
                kind=kind,
                prepared=self.prepared(code, kind, document) if document else None,
                scan=scan,
                fields=given,
            )

    def dossier(self, code: str = VILLAGE, kind: str = "flood") -> Dossier:
        """Everything about a plan's versions."""
        with self.database.reading() as r:
            plan = find_plan(r, self.unit(code).id, kind)
            assert plan is not None
            return dossier(r, plan.id)

    def state(self, code: str = VILLAGE, kind: str = "flood") -> str:
        """The state of the newest version."""
        file = self.dossier(code, kind)
        return file.histories[file.versions[-1].id].state


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command answered: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on standard output; anything beside it fails."""
        return json.loads(self.out)


Command = Callable[..., Answer]
NOW = "2026-05-06T09:00:00+08:00"


def make_command(url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """``command("plan", "show", …)`` on a database, in the morning of 6 May 2026, without a process of its own."""
    monkeypatch.setenv("YINGJI_DATABASE_URL", url)
    monkeypatch.setenv("YINGJI_NOW", NOW)

    def call(*words: object) -> Answer:
        capsys.readouterr()
        code = cli.run([str(word) for word in words])
        told = capsys.readouterr()
        return Answer(code, told.out, told.err)

    return call


@pytest.fixture(scope="session")
def township_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the small township in it, to be copied."""
    path = tmp_path_factory.mktemp("township") / "yingji.sqlite3"
    shutil.copyfile(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    make_township(database)
    database.close()
    return path


@pytest.fixture
def registry(township_template: Path, tmp_path: Path) -> Iterator[Registry]:
    """The small township on SQLite, of this test alone."""
    path = tmp_path / "yingji.sqlite3"
    shutil.copyfile(township_template, path)
    database = Database(f"sqlite:///{path}")
    yield Registry(database)
    database.close()


@pytest.fixture
def any_registry(any_database: Database) -> Registry:
    """The small township once on SQLite and once on PostgreSQL."""
    make_township(any_database)
    return Registry(any_database)
