"""Tell the stories: every step is one verb of the registry, in the order of days, each at its instant."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from yingji.access import actions as access
from yingji.access.queries import actor as actor_of
from yingji.access.rights import LOCAL, Actor
from yingji.access.tables import site
from yingji.basis import actions as basis
from yingji.basis.data import shipped as shipped_basis
from yingji.basis.tables import policy
from yingji.clock import BEGINNING, SHANGHAI
from yingji.coverage import actions as coverage
from yingji.db import Database, Reading, Writing
from yingji.demo import people, stories
from yingji.demo.people import Account
from yingji.demo.scan import sample_scan
from yingji.demo.stories import Step, Story
from yingji.desk import procedure, upload
from yingji.desk.example import example_for
from yingji.lifecycle.fields import ALL_CONFORM
from yingji.plans.catalogue import load
from yingji.plans.facts import facts
from yingji.plans.queries import find_plan, kinds, versions_of
from yingji.readiness import actions as readiness
from yingji.readiness.queries import drills_of
from yingji.units import actions as units
from yingji.units.data import shipped as shipped_units
from yingji.units.queries import Unit, find_unit, units_under

TOWNSHIP = "411624201000"
COUNTY = "411624000000"
DECIDED_BY = "石槽集乡人民政府（示例）"
CHIEFS_ON = date(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class Scene:
    """Who stands behind one unit's plans."""

    unit: Unit
    clerk: str
    head: str
    head_name: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One step of one plan's story, at its instant."""

    at: datetime
    scene: Scene
    kind: str
    step: Step


def build(database: Database, now: datetime) -> tuple[Scene, ...]:
    """Fill an empty registry; returns the scenes, the township's and then the first village's first."""
    today = now.astimezone(SHANGHAI).date()
    begun = datetime(today.year - 6, 1, 2, 9, tzinfo=SHANGHAI)
    with database.writing() as w:
        w.add(site, name="sample", value="石槽集乡示例数据")
        township, members = _register(w, begun)
        scenes = _open_accounts(w, begun, township, members)
    for happening in sorted(_happenings(scenes, today), key=lambda h: (h.at, h.scene.unit.code)):
        with database.writing() as w:
            _VERBS[happening.step.verb](w, happening)
    return scenes


def _register(w: Writing, at: datetime) -> tuple[Unit, tuple[Unit, ...]]:
    today = at.date()
    for name in ("shicaoji_33", "shicaoji_bodies"):
        units.import_units(w, LOCAL, at, today, shipped_units(name))
    basis.import_documents(w, LOCAL, at, shipped_basis("upstream"), kinds=kinds(w))
    township = find_unit(w, TOWNSHIP, today)
    coverage.require_defaults(w, LOCAL, at, under=township, from_day=today, decided_by=DECIDED_BY)
    below = [u for u in units_under(w, township.id, today) if u.id != township.id]
    return township, tuple(sorted(below, key=lambda u: (u.kind != "village", u.code)))


def _open_accounts(w: Writing, now: datetime, township: Unit, members: tuple[Unit, ...]) -> tuple[Scene, ...]:
    with_password = {login for login, _ in people.SIGN_INS}
    office = scene_of(w, township, 0)
    scenes = tuple(scene_of(w, unit, order) for order, unit in enumerate(members, start=1))
    chiefs = [(scene.unit, scene.head_name) for scene in scenes]
    accounts = people.office_accounts(township, COUNTY, office.head_name)
    for account in (*accounts, *people.unit_accounts(chiefs)):
        _open(w, now, account, account.login in with_password)
    for scene in (office, *scenes):
        readiness.set_roster(
            w,
            LOCAL,
            now,
            unit=scene.unit,
            post="主要负责人",
            name=scene.head_name,
            from_day=date(2015, 1, 1),
        )
    return office, *scenes


def scene_of(r: Reading, unit: Unit, order: int) -> Scene:
    """Who stands behind the nth unit (0: the township); the head is the chief its plan names."""
    document = example_for(r, unit, "comprehensive", CHIEFS_ON)
    chief = facts(load().get(document["schema"]), document).chief
    if order == 0:
        return Scene(unit, "xiangwenshu", "xiangzhang", chief)
    return Scene(unit, people.clerk_of(order), people.head_of(order), chief)


def _open(w: Writing, now: datetime, account: Account, with_password: bool) -> None:
    unit = find_unit(w, account.scope, now.date())
    code = access.add_person(
        w, LOCAL, now, login=account.login, name=account.name, post=account.post, path=unit.path
    )
    access.give_role(
        w,
        LOCAL,
        now,
        login=account.login,
        role=account.role,
        unit_id=unit.id,
        path=unit.path,
        from_day=BEGINNING,
    )
    if with_password:
        actor = actor_of(w, account.login, now.date())
        access.change_password(w, actor, now, old=code, new=people.PASSWORD)


def _happenings(scenes: tuple[Scene, ...], today: date) -> Iterator[Happening]:
    office, *members = scenes
    for kind, story in stories.TOWNSHIP.items():
        yield from _story(office, kind, story, today)
    villages = [scene for scene in members if scene.unit.kind == "village"]
    for scene, flood, general in zip(
        villages, stories.VILLAGE_FLOOD, stories.VILLAGE_COMPREHENSIVE, strict=True
    ):
        yield from _story(scene, "flood", flood, today)
        yield from _story(scene, "comprehensive", general, today)
    for order, scene in enumerate(s for s in members if s.unit.kind != "village"):
        yield from _story(scene, "comprehensive", stories.BODIES[order % len(stories.BODIES)], today)


def _story(scene: Scene, kind: str, story: Story, today: date) -> Iterator[Happening]:
    for minute, step in enumerate(story):
        day = today - timedelta(days=step.days)
        yield Happening(datetime.combine(day, time(9, minute), SHANGHAI), scene, kind, step)


def _move(name: str, by: Callable[[Happening], str], **given: Any) -> Callable[[Writing, Happening], None]:
    def run(w: Writing, h: Happening) -> None:
        fields = {**given, **{key: value for key, value in h.step.fields.items() if key != "effective_in"}}
        if name == "approve":
            fields.update(_signature(h))
        if name == "file":
            fields["receipt_no"] = f"石应急备〔{h.at.year}〕{h.scene.unit.id}号"
        if "effective_in" in h.step.fields:
            fields["effective_on"] = (h.at.date() + timedelta(days=h.step.fields["effective_in"])).isoformat()
        procedure.make_move(
            w,
            _actor(w, h, by(h)),
            h.at,
            unit=h.scene.unit,
            kind=h.kind,
            move=name,
            fields=fields,
        )

    return run


def _signature(h: Happening) -> dict[str, str]:
    if h.scene.unit.kind != "township":
        post = "村党支部书记、村委会主任" if h.scene.unit.kind == "village" else "主要负责人"
        return {"signer_name": h.scene.head_name, "signer_post": post}
    fields = {"signer_name": h.scene.head_name, "signer_post": "乡长"}
    if h.kind == "comprehensive":
        fields["cosigner_name"] = people.invented_name("xiangshuji")
        fields["cosigner_post"] = "党委书记"
        fields["decided_at"] = f"{h.at.year}年党政联席会议"
    return fields


def _upload(w: Writing, h: Happening, *, keep: bool = False) -> None:
    cites = h.step.fields.get("cites_register", True)
    document = example_for(w, h.scene.unit, h.kind, h.at.date(), cites_register=cites)
    if keep:
        document.pop("response", None)
    prepared = _prepared(h, document)
    upload.store(
        w, _actor(w, h, h.scene.clerk), h.at, unit=h.scene.unit, kind=h.kind, prepared=prepared, keep=keep
    )


def _prepared(h: Happening, document: dict[str, Any]) -> upload.Prepared:
    data = json.dumps(document, ensure_ascii=False).encode()
    return upload.prepare(data, on=h.at.date(), unit=h.scene.unit, kind=h.kind)


def _record(w: Writing, h: Happening, *, scan_only: bool = False) -> None:
    issued = h.at.date() - timedelta(days=h.step.fields["issued"])
    document = example_for(w, h.scene.unit, h.kind, issued)
    procedure.record_paper(
        w,
        _actor(w, h, h.scene.clerk),
        h.at,
        unit=h.scene.unit,
        kind=h.kind,
        prepared=None if scan_only else _prepared(h, document),
        scan=sample_scan(h.scene.unit.name),
        fields={
            **_signature(h),
            "issued_on": issued.isoformat(),
            "filed_on": (issued + timedelta(days=9)).isoformat(),
            "receipt_no": f"石应急备〔{issued.year}〕补{h.scene.unit.id}号",
            "reason": "系统启用前已在纸上印发",
        },
    )


def _attach(w: Writing, h: Happening) -> None:
    procedure.attach(
        w,
        _actor(w, h, h.scene.clerk),
        h.at,
        unit=h.scene.unit,
        kind=h.kind,
        type="signed",
        filename="签字盖章扫描件.pdf",
        content=sample_scan(h.scene.unit.name),
    )


def _contacts(w: Writing, h: Happening) -> None:
    readiness.confirm_contacts(
        w,
        _actor(w, h, h.scene.clerk),
        h.at,
        unit=h.scene.unit,
        kind=h.kind,
        on=h.at.date(),
        by_name=people.invented_name(f"c{h.scene.unit.code}"),
    )


def _drill(w: Writing, h: Happening) -> None:
    readiness.add_drill(
        w,
        _actor(w, h, h.scene.clerk),
        h.at,
        unit=h.scene.unit,
        kind=h.kind,
        on=h.at.date(),
        findings=["夜间敲锣后第三村民组有 2 户没有听清，需增加入户敲门人员"],
    )


def _close(w: Writing, h: Happening) -> None:
    plan = find_plan(w, h.scene.unit.id, h.kind)
    items = [item for drill in drills_of(w, plan.id) for item in drill.items] if plan else []
    for item in items:
        if item.closed_on is None:
            readiness.close_item(w, _actor(w, h, h.scene.clerk), h.at, item_id=item.id, on=h.at.date())


def _major(w: Writing, h: Happening) -> None:
    plan = find_plan(w, h.scene.unit.id, h.kind)
    newest = versions_of(w, plan.id)[-1] if plan else None
    basis.mark_major(
        w,
        LOCAL,
        h.at,
        on=h.at.date(),
        by_name=people.invented_name("yingjiban"),
        reason="指挥部组成、响应分级和村级叫应要求有重大调整",
        version_id=newest.id if newest else None,
        unit=h.scene.unit,
    )


def _new_head(w: Writing, h: Happening) -> None:
    """An election: the plan still names the old head."""
    readiness.set_roster(
        w,
        LOCAL,
        h.at,
        unit=h.scene.unit,
        post="主要负责人",
        name=people.invented_name(f"n{h.scene.unit.code}"),
        from_day=h.at.date(),
    )


def _damage(w: Writing, h: Happening) -> None:
    """A threshold nobody can read, as a faulty transfer would leave it; no verb would take it."""
    w.add(
        policy,
        key="evaluation_months",
        value="三年",
        from_day=h.at.date(),
        decided_by=DECIDED_BY,
        under_id=h.scene.unit.id,
        plan_kind=h.kind,
        recorded_at=h.at,
    )


def _exempt(w: Writing, h: Happening) -> None:
    coverage.add_exemption(
        w,
        LOCAL,
        h.at,
        unit=h.scene.unit,
        kind=h.kind,
        reason="与乡派出机构合署办公，执行乡总体应急预案",
        approver=DECIDED_BY,
        from_day=h.at.date(),
    )


def _actor(w: Writing, h: Happening, login: str) -> Actor:
    return actor_of(w, login, h.at.date())


def _signed_by(h: Happening) -> str:
    return h.scene.head


_VERBS: dict[str, Callable[[Writing, Happening], None]] = {
    "upload": _upload,
    "keep": lambda w, h: _upload(w, h, keep=True),
    "submit": _move("submit", lambda h: h.scene.clerk),
    "return": _move("return", lambda _: "shenhe"),
    "pass": _move("pass", lambda _: "shenhe", checklist=ALL_CONFORM),
    "approve": _move("approve", _signed_by),
    "issue": _move("issue", lambda _: "yingjiban"),
    "publish": _move("publish", lambda _: "yingjiban"),
    "file": _move("file", lambda _: "yingjiban", received_by="乡应急管理办公室"),
    "confirm": _move("confirm", _signed_by),
    "declare": _move("declare", lambda h: h.scene.clerk),
    "revoke": _move("revoke", _signed_by),
    "record": _record,
    "scan": lambda w, h: _record(w, h, scan_only=True),
    "attach": _attach,
    "contacts": _contacts,
    "drill": _drill,
    "close": _close,
    "major": _major,
    "exempt": _exempt,
    "new_head": _new_head,
    "damage": _damage,
}
