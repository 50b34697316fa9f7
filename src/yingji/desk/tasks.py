"""My tasks: whose desk each step lies on, who watches it, and until when."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from yingji.access.queries import Holder, holders
from yingji.access.rights import NARROW, Actor, may, visible
from yingji.basis.calendar import add_workdays
from yingji.basis.queries import policy_rows, working_days
from yingji.copies.queries import recalls_of
from yingji.coverage.places import ids_of
from yingji.coverage.severity import RANKS, Severity
from yingji.coverage.steps import Step
from yingji.coverage.thresholds import PolicyBook
from yingji.coverage.today import Today
from yingji.coverage.told import Told
from yingji.db import Reading
from yingji.desk.audit import report
from yingji.desk.steps import VERBS, open_step, owners, recall_step, steps
from yingji.lifecycle.queries import Opened, open_versions
from yingji.plans.queries import kinds, plans_of
from yingji.units.queries import Unit, unit_by_id, units_by_ids, units_under

MOVES = frozenset({"review", "opine", "approve", "issue", "file", "publish", "confirm"})
NEEDS: Mapping[str, str] = {
    "review": "move.pass",
    "call": "readiness.record",
    "drill": "readiness.record",
    "recall": "copy.record",
}
WORKERS = frozenset({"clerk", "head", "reviewer", "approver", "counsel", "office"})
"""Roles with a desk of their own; the others look on."""
KEEPERS = frozenset({"clerk", "head", "office"})
"""Roles that follow what others do about the plans they keep."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do on one plan. ``due`` its last day; ``hands`` who it waits for, by name or role."""

    act: str
    unit_code: str
    unit_name: str
    kind: str
    kind_title: str
    why: str
    severity: Severity
    hands: tuple[str, ...]
    since: date | None = None
    due: date | None = None
    is_late: bool = False
    number: int | None = None
    digest: str = ""

    @property
    def verb(self) -> str:
        """What to do, in words."""
        return VERBS[self.act]


@dataclass(frozen=True, slots=True)
class Home:
    """What is on this person's desk, and what others have in hand that they wait for or watch.

    ``own``: the plans a clerk or head keeps, whether or not anything is to be done about them.
    """

    mine: tuple[Task, ...] = ()
    waiting: tuple[Task, ...] = ()
    own: tuple[Told, ...] = ()

    @property
    def late(self) -> int:
        """How many of one's own are late."""
        return sum(task.is_late for task in self.mine)


def has_desk(actor: Actor) -> bool:
    """Whether any of the person's roles acts on plans."""
    return any(held.role in WORKERS for held in actor.held)


def home(r: Reading, actor: Actor, *, today: date, at: datetime) -> Home:
    """The person's desk today. A fixed number of statements for each place held."""
    reports = [
        report(r, actor, unit=root, kind=None, as_of=today, known_on=None, today=today, computed_at=at)
        for root in _roots(r, actor, today)
    ]
    verdicts = {(v.unit.id, v.kind): v for each in reports for v in each.verdicts}
    units = {unit.id: unit for unit in _in_sight(r, actor, today)}
    opened = {(o.unit_id, o.kind): o for o in open_versions(r, list(units))}
    recalls = _recalls(r, units, today)
    titles = kinds(r)
    desk = _Desk(r, actor, today)
    tasks: list[tuple[bool, Task]] = []
    for key in {**verdicts, **opened, **recalls}:
        place, kind, held = units[key[0]], key[1], opened.get(key)
        is_watched = desk.watches(place, held)
        if is_watched or held or desk.is_near(place):
            found = desk.tasks(place, kind, titles[kind], verdicts.get(key), held, recalls.get(key, ()))
            tasks += ((own, task) for own, task in found if own or is_watched)
    kept = {held.unit_id for held in actor.held if held.role in NARROW}
    return Home(
        _sorted(t for own, t in tasks if own),
        _sorted(t for own, t in tasks if not own),
        tuple(verdict for (unit_id, _), verdict in verdicts.items() if unit_id in kept),
    )


def to_sign(r: Reading, actor: Actor, *, today: date) -> tuple[Task, ...]:
    """What waits for this person's signature; asks of no verdict, for none is needed."""
    units = {unit.id: unit for unit in _in_sight(r, actor, today)}
    desk, titles = _Desk(r, actor, today), kinds(r)
    passed = (one for one in open_versions(r, list(units)) if one.history.state == "passed")
    found = (desk.tasks(units[one.unit_id], one.kind, titles[one.kind], None, one) for one in passed)
    return _sorted(task for tasks in found for own, task in tasks if own and task.act == "approve")


def waits(r: Reading, actor: Actor, verdict: Told, *, today: date) -> Home:
    """Who must do what about one required plan: this person, and others."""
    unit = unit_by_id(r, verdict.unit.id, today)
    opened = next((one for one in open_versions(r, [unit.id]) if one.kind == verdict.kind), None)
    desk = _Desk(r, actor, today)
    found = tuple(desk.tasks(unit, verdict.kind, verdict.title, verdict, opened))
    return Home(_sorted(t for own, t in found if own), _sorted(t for own, t in found if not own))


class _Desk:
    """Whose each step is, seen by one person."""

    def __init__(self, r: Reading, actor: Actor, today: date) -> None:
        self.actor, self.today = actor, today
        self._holders = holders(r, today)
        self._policy, self._calendar = PolicyBook(policy_rows(r)), working_days(r)
        self._near: dict[str, frozenset[str]] = {}

    def tasks(
        self,
        place: Unit,
        kind: str,
        title: str,
        verdict: Told | None,
        opened: Opened | None,
        more: Iterable[Step] = (),
    ) -> Iterator[tuple[bool, Task]]:
        """(whether it is this person's, the task) for all the plan waits for; no ``verdict``: nobody requires it."""
        for step in (*self._steps(place, kind, verdict, opened), *more):
            if owners(step.act, place.kind):
                asked = self._asked(step.act, place, opened)
                yield self._is_own(step.act, place, asked), self._task(step, place, kind, title, asked)

    def is_near(self, place: Unit) -> bool:
        """Whether this person is the one asked for anything there."""
        return bool(self._roles_near(place))

    def watches(self, place: Unit, opened: Opened | None) -> bool:
        """Whether what others do there is this person's to follow."""
        past = {act.actor for act in opened.acts} | {opened.version.uploader} if opened else set()
        return self.actor.login in past or bool(self._roles_near(place) & KEEPERS)

    def _steps(self, place: Unit, kind: str, verdict: Told | None, opened: Opened | None) -> tuple[Step, ...]:
        due = self._review_due(place, kind, opened) if opened else None
        if verdict is not None:
            return steps(verdict, opened, due)
        return tuple(open_step(opened, due)) if opened else ()

    def _review_due(self, place: Unit, kind: str, opened: Opened) -> date | None:
        """The last day of its review, by what this level decided on reviews."""
        decided = self._policy.narrowed(place.path, place.kind, kind)
        days, since = decided.number("review_workdays", Today(self.today)), opened.history.submitted_on
        return add_workdays(since, days, self._calendar).day if since and days else None

    def _task(self, step: Step, place: Unit, kind: str, title: str, asked: Iterable[Holder]) -> Task:
        late = step.due is not None and step.due < self.today
        return Task(
            act=step.act,
            unit_code=place.code,
            unit_name=place.name,
            kind=kind,
            kind_title=title,
            why=step.why,
            severity="red" if late else step.severity,
            hands=tuple(dict.fromkeys(holder.words for holder in asked)),
            since=step.since,
            due=step.due,
            is_late=late,
            number=step.number,
            digest=step.digest,
        )

    def _is_own(self, act: str, place: Unit, asked: Iterable[Holder]) -> bool:
        is_asked = any(holder.login == self.actor.login for holder in asked)
        return is_asked and may(self.actor, _right(act), place.path, is_township=place.kind == "township")

    def _asked(self, act: str, place: Unit, opened: Opened | None) -> tuple[Holder, ...]:
        """Of each role the step is for, who stands nearest to the plan and would not check their own work."""
        out = _kept_out(act, opened) if opened else frozenset[str]()
        return tuple(h for role in owners(act, place.kind) for h in self._nearest(role, place.path, out))

    def _nearest(self, role: str, path: str, out: Collection[str] = ()) -> tuple[Holder, ...]:
        ids = ids_of(path)
        reach = ids[-1:] if role in NARROW else ids[::-1]
        held = (self._holders.get((role, key), ()) for key in reach)
        left = (tuple(holder for holder in there if holder.login not in out) for there in held)
        return next(filter(None, left), ())

    def _roles_near(self, place: Unit) -> frozenset[str]:
        """The roles this person would be asked in there."""
        if place.path not in self._near:
            mine = {held.role for held in self.actor.held} & WORKERS
            near = (role for role in mine if self.actor.login in _logins(self._nearest(role, place.path)))
            self._near[place.path] = frozenset(near)
        return self._near[place.path]


def _logins(found: Iterable[Holder]) -> set[str]:
    return {holder.login for holder in found}


def _kept_out(act: str, opened: Opened) -> frozenset[str]:
    """Who may not do it because they did what it checks (有备必审)."""
    done_by = {
        "review": {opened.version.uploader, opened.history.submitted_by},
        "approve": {opened.history.passed_by},
    }
    return frozenset(done_by.get(act, ()))


def _right(act: str) -> str:
    if act in NEEDS:
        return NEEDS[act]
    if act == "attach":
        return "plan.attach"
    return f"move.{act}" if act in MOVES or act == "submit" else "plan.upload"


def _recalls(r: Reading, unit_ids: Collection[int], today: date) -> dict[tuple[int, str], tuple[Step, ...]]:
    plans = plans_of(r, list(unit_ids))
    found = recalls_of(r, [plan.id for plan in plans], today)
    return {(p.unit_id, p.kind): (recall_step(found[p.id].called),) for p in plans if p.id in found}


def _roots(r: Reading, actor: Actor, today: date) -> tuple[Unit, ...]:
    """The places held, without those that lie below another one held."""
    scope = visible(actor)
    held = units_by_ids(r, set(scope.places | scope.units), today)
    wide = {unit.id for unit in held if unit.id in scope.places}
    return tuple(u for u in held if not wide & {int(part) for part in u.path.split("/")[1:-2]})


def _in_sight(r: Reading, actor: Actor, today: date) -> tuple[Unit, ...]:
    scope = visible(actor)
    return tuple(
        unit
        for root in _roots(r, actor, today)
        for unit in units_under(r, root.id, today)
        if scope.covers(unit.path)
    )


def _sorted(tasks: Iterable[Task]) -> tuple[Task, ...]:
    order = list(VERBS)
    return tuple(
        sorted(
            tasks,
            key=lambda t: (
                order.index(t.act),
                not t.is_late,
                -RANKS[t.severity],
                t.due or date.max,
                t.unit_code,
                t.kind,
            ),
        )
    )
