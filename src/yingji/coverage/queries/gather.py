"""The facts of every cell of a place: read once, then put together by unit and kind."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from yingji.basis.documents import Document, register_of
from yingji.basis.policy import PolicyRow
from yingji.basis.queries import MajorMark, documents, major_marks, policy_rows, working_days
from yingji.clock import BEGINNING
from yingji.coverage.facts import (
    GOVERNMENTS,
    CellFacts,
    Edition,
    Ground,
    PlanFacts,
    Reorganisation,
    Span,
    UnitFacts,
    VersionFacts,
)
from yingji.coverage.neighbours import ALONE, Neighbours, Plan, compare
from yingji.coverage.past import Past, past_of
from yingji.coverage.queries import resources, rows
from yingji.coverage.queries.expected import exemptions, requirements
from yingji.coverage.queries.passages import with_passages
from yingji.coverage.queries.required import required
from yingji.coverage.thresholds import PolicyBook
from yingji.db import Reading
from yingji.lifecycle.history import History, in_force
from yingji.plans.queries import kinds
from yingji.units.queries import Unit, ancestors, units_by_ids, units_under


def gather(
    r: Reading,
    unit_id: int,
    as_of: date,
    known_on: date | None = None,
    kind: str | None = None,
    *,
    marks: Iterable[MajorMark] = (),
    policy: Iterable[PolicyRow] = (),
    is_alone: bool = False,
) -> tuple[CellFacts, ...]:
    """The facts of every required cell at and below a unit (``is_alone``: of it alone), by township, code and kind.

    ``marks`` and ``policy`` are added to those on record, to see what they would do. Empty when the unit is not
    alive on the day. A plan is seen beside all others of its township, which is therefore read whole,
    except alone: then O10 and X1 see this one plan.
    """
    return gather_with_ground(
        r, unit_id, as_of, known_on, kind, marks=marks, policy=policy, is_alone=is_alone
    )[0]


def gather_with_ground(
    r: Reading,
    unit_id: int,
    as_of: date,
    known_on: date | None = None,
    kind: str | None = None,
    *,
    marks: Iterable[MajorMark] = (),
    policy: Iterable[PolicyRow] = (),
    is_alone: bool = False,
) -> tuple[tuple[CellFacts, ...], Ground | None]:
    """The same with what all the cells share, even where there is none; None for a unit not alive."""
    root = next(iter(units_by_ids(r, {unit_id}, as_of, known_on)), None)
    if root is None:
        return (), None
    above = ancestors(r, root, as_of, known_on)
    whole = root if is_alone else next((unit for unit in above if unit.id == root.township_id), root)
    scope = rows.Scope(r, whole.path, as_of, known_on, kind if is_alone else None, is_alone)
    read = (root,) if is_alone else units_under(r, whole.id, as_of, known_on)
    asked = _by_place([unit for unit in read if unit.path.startswith(root.path)], (*above, *read))
    assembly = _Assembly(scope, read, above, marks, policy)
    return tuple(assembly.cells(asked, kind)), assembly.ground


class _Assembly:
    """Everything read once; ``cells`` puts it together. Nothing below asks the database again."""

    def __init__(
        self,
        scope: rows.Scope,
        units: tuple[Unit, ...],
        above: tuple[Unit, ...],
        marks: Iterable[MajorMark],
        policy: Iterable[PolicyRow],
    ) -> None:
        r, as_of, known_on = scope.r, scope.as_of, scope.known_on
        self.scope, self.units = scope, units
        self.kinds_of = {unit.id: unit.kind for unit in (*above, *units)}
        self.governments = {
            unit.id: (unit.kind, unit.code, unit.name)
            for unit in (*above, *units)
            if unit.kind in GOVERNMENTS
        }
        self.titles = kinds(r)
        self.requirements = requirements(r, known_on, as_of=as_of)
        self.exemptions = defaultdict(list)
        for excused in exemptions(r, known_on, as_of=as_of):
            span = Span(excused.from_day, excused.until_day, excused.reason, excused.approver)
            self.exemptions[excused.unit_id, excused.kind].append(span)
        self.plan_ids = rows.plan_ids(scope)
        self.versions, self.drafts = rows.versions(scope), rows.drafts(scope)
        self.pasts = {plan_id: past_of(acts, as_of) for plan_id, acts in rows.acts(scope).items()}
        self.marks = [m for m in (*major_marks(r, known_on), *marks) if m.on_day <= as_of]
        self.contents = rows.contents(scope, self._wanted())
        self.signed, self.checks = rows.signed_days(scope), resources.contact_checks(scope)
        self.shelters, self.drills = resources.closed_shelters(scope), rows.last_drills(scope)
        self.items, self.rosters = rows.open_items(scope), rows.rosters(scope)
        self.places, self.events, self.names = rows.places(scope), rows.events(scope), rows.names(scope)
        self.policy = PolicyBook((*policy_rows(r, known_on=known_on, as_of=as_of), *policy))
        self.documents = documents(r, known_on, as_of=as_of)
        self.ground = Ground(working_days(r, known_on), register_of(self.documents), self._ahead())
        self.neighbours = with_passages(r, dict(self._beside()), self.versions)
        self.editions: dict[tuple[int, str], tuple[Edition, ...]] = {}
        self.farther: dict[tuple[int | None, str], tuple[Document, ...]] = {}
        self.events_of: dict[int, list[rows.Event]] = defaultdict(list)
        self.merged_into: dict[int, list[int]] = defaultdict(list)
        for happened in self.events:
            self.events_of[happened.unit_id].append(happened)
            if happened.how == "merge" and happened.other_id is not None:
                self.merged_into[happened.other_id].append(happened.unit_id)

    def cells(self, units: Iterable[Unit], wanted: str | None) -> Iterator[CellFacts]:
        """One for each of the units and kind (the one ``wanted``) that a requirement of the day names."""
        order = list(self.titles)
        for unit in units:
            wanting = required(self.requirements, unit, self.places.get(unit.id, ()), self.scope.as_of)
            facts = self._unit(unit) if wanting else None
            for kind in sorted(wanting, key=order.index):
                if facts and wanted in (None, kind):
                    yield self._cell(unit, facts, kind, wanting[kind])

    def _ahead(self) -> date | None:
        """The first later day on which a requirement begins, or another plan comes to stand beside these."""
        begins = [row.from_day for row in self.requirements]
        stands = [day for past in self.pasts.values() for day, _ in past.standing]
        return min((day for day in (*begins, *stands) if day > self.scope.as_of), default=None)

    def _cell(self, unit: Unit, facts: UnitFacts, kind: str, required: tuple[Span, ...] = ()) -> CellFacts:
        upstream = self._upstream(unit)
        cover = self._cell(unit, facts, "comprehensive") if self._may_be_covered(unit, kind) else None
        return CellFacts(
            as_of=self.scope.as_of,
            unit=facts,
            kind=kind,
            title=self.titles[kind],
            plan=self._plan(unit.id, kind),
            thresholds=self.policy.narrowed(unit.path, unit.kind, kind),
            ground=self.ground,
            requirements=required,
            exemptions=tuple(self.exemptions.get((unit.id, kind), ())),
            upstream=self._editions(upstream, kind) if upstream else (),
            farther=self._farther(upstream, kind),
            reorganisation=self._reorganisation(unit.id, kind),
            cover=cover,
            neighbours=self.neighbours.get((unit.id, kind), ALONE),
        )

    def _beside(self) -> Iterator[tuple[tuple[int, str], Neighbours]]:
        """What the plans in force of each township say beside each other."""
        townships: dict[int | None, list[Unit]] = defaultdict(list)
        for unit in self.units:
            townships[unit.township_id].append(unit)
        townships.pop(None, None)
        for units in townships.values():
            names = {u.short_name for u in units if u.kind == "village" and len(u.short_name) > 1}
            yield from compare(tuple(self._in_force(units)), names).items()

    def _in_force(self, units: Iterable[Unit]) -> Iterator[Plan]:
        for unit in units:
            for kind, title in self.titles.items():
                plan_id = self.plan_ids.get((unit.id, kind))
                version_id = in_force(self._past(plan_id).standing, self.scope.as_of) if plan_id else None
                said = self.contents.get(version_id or 0)
                if version_id is not None and said is not None:
                    yield Plan(unit.id, unit.short_name, unit.kind, kind, title, version_id, said)

    def _may_be_covered(self, unit: Unit, kind: str) -> bool:
        return kind != "comprehensive" and (unit.id, "comprehensive") in self.plan_ids

    def _unit(self, unit: Unit) -> UnitFacts:
        return UnitFacts(
            unit.id,
            unit.code,
            unit.name,
            unit.kind,
            unit.path,
            self.names[unit.id][2],
            self._ends_on(unit.id),
            tuple(self.rosters.get(unit.id, ())),
            tuple(self.governments[key] for key in _path(unit) if key in self.governments),
        )

    def _ends_on(self, unit_id: int) -> date | None:
        places = self.places.get(unit_id, ())
        return next((day for day, path in places if not path and day > self.scope.as_of), None)

    def _plan(self, unit_id: int, kind: str) -> PlanFacts:
        plan_id = self.plan_ids.get((unit_id, kind))
        draft = self.drafts.get((unit_id, kind))
        if plan_id is None:
            return PlanFacts(draft=draft)
        past = self._past(plan_id)
        return PlanFacts(
            versions=tuple(self._versions(plan_id, past)),
            standing=past.standing,
            draft=draft,
            checks=tuple(self.checks.get(plan_id, {}).items()),
            closed_shelters=tuple(self.shelters.get(plan_id, ())),
            last_drill_on=self.drills.get(plan_id),
            open_items=tuple(self.items.get(plan_id, ())),
        )

    def _versions(self, plan_id: int, past: Past) -> Iterator[VersionFacts]:
        for row in self.versions.get(plan_id, ()):
            history = past.histories.get(row.id, History())
            if row.uploaded_on <= self.scope.as_of or history.issued_on or row.id in past.faults:
                yield VersionFacts(
                    row.id,
                    row.number,
                    past.editions.get(row.id),
                    row.digest,
                    row.uploaded_on,
                    history,
                    self.contents.get(row.id) if row.schema else None,
                    self.signed.get(row.id),
                    past.faults.get(row.id) or self._unreadable(row),
                )

    def _unreadable(self, row: rows.VersionRow) -> str:
        if row.id not in self.contents or self.contents[row.id] is not None:
            return ""
        return f"第{row.number}次上传的内容登记有误，无法识别"

    def _past(self, plan_id: int) -> Past:
        return self.pasts.get(plan_id) or Past({}, (), {}, {})

    def _wanted(self) -> set[int]:
        """Versions whose contents rules may read: in force, to come into force, or marked as major."""
        wanted = {mark.version_id for mark in self.marks if mark.version_id is not None}
        for past in self.pasts.values():
            ahead = {version_id for day, version_id in past.standing if day > self.scope.as_of}
            now = in_force(past.standing, self.scope.as_of)
            wanted |= {version_id for version_id in (*ahead, now) if version_id is not None}
        return wanted

    def _upstream(self, unit: Unit) -> int | None:
        """The nearest government above the unit."""
        return next(
            (key for key in reversed(_path(unit)[:-1]) if self.kinds_of.get(key) in GOVERNMENTS), None
        )

    def _farther(self, upstream: int | None, kind: str) -> tuple[Document, ...]:
        """Documents of the kind by anybody but the direct upstream."""
        if (upstream, kind) not in self.farther:
            codes = self.names[upstream][1] if upstream in self.names else frozenset()
            self.farther[upstream, kind] = tuple(
                d for d in self.documents if d.kind == kind and d.issuer not in codes
            )
        return self.farther[upstream, kind]

    def _editions(self, unit_id: int, kind: str) -> tuple[Edition, ...]:
        if (unit_id, kind) not in self.editions:
            found = (*self._kept_editions(unit_id, kind), *self._registered_editions(unit_id, kind))
            self.editions[unit_id, kind] = tuple(sorted(found, key=lambda e: (e.effective_on, e.title)))
        return self.editions[unit_id, kind]

    def _kept_editions(self, unit_id: int, kind: str) -> Iterator[Edition]:
        """Marked versions of the plan kept here, and of the comprehensive one where they cover the kind."""
        for of_kind in dict.fromkeys((kind, "comprehensive")):
            past = self._past(self.plan_ids.get((unit_id, of_kind), 0))
            for mark in self.marks:
                history = past.histories.get(mark.version_id or 0)
                effective_on = history.effective_on if history else None
                if history is None or effective_on is None or not _took_effect(history):
                    continue
                if of_kind == kind or kind in self._covered(mark.version_id):
                    number = past.editions.get(mark.version_id or 0, 1)
                    title = f"{self.names[unit_id][0]}{self.titles[of_kind]}第{number}版"
                    yield Edition(title, history.doc_no, effective_on, mark.on_day, mark.by_name)

    def _covered(self, version_id: int | None) -> tuple[str, ...]:
        contents = self.contents.get(version_id or 0)
        return contents.covers if contents else ()

    def _registered_editions(self, unit_id: int, kind: str) -> Iterator[Edition]:
        codes = self.names[unit_id][1] if unit_id in self.names else frozenset()
        by_id: dict[str, Document] = {d.id: d for d in self.documents if d.kind == kind and d.issuer in codes}
        for mark in self.marks:
            document = by_id.get(mark.basis_id or "")
            if document is not None and document.effective_on is not None:
                yield Edition(
                    document.title, document.doc_no, document.effective_on, mark.on_day, mark.by_name
                )

    def _reorganisation(self, unit_id: int, kind: str) -> Reorganisation | None:
        own = self.events_of.get(unit_id)
        if not own:
            return None
        last = own[-1]
        merged = self.merged_into.get(unit_id, ())
        parted = [e.other_id for e in own if e.how == "split" and e.other_id is not None]
        before = max(last.on_day, BEGINNING + timedelta(days=1)) - timedelta(days=1)
        predecessors = tuple(
            (self.names[key][0], self._stood(key, kind, before))
            for key in (*merged, *parted)
            if key in self.names
        )
        return Reorganisation(last.how, last.on_day, predecessors)

    def _stood(self, unit_id: int, kind: str, on: date) -> bool:
        plan_id = self.plan_ids.get((unit_id, kind))
        return plan_id is not None and in_force(self._past(plan_id).standing, on) is not None


def _by_place(units: list[Unit], known: Iterable[Unit]) -> list[Unit]:
    """By the code of the township each is in (its own outside townships), then by its own code."""
    codes = {unit.id: unit.code for unit in known}
    return sorted(units, key=lambda unit: (codes[unit.township_id or unit.id], unit.code, unit.path))


def _path(unit: Unit) -> list[int]:
    return [int(part) for part in unit.path.split("/") if part]


def _took_effect(history: History) -> bool:
    effective, revoked = history.effective_on, history.revoked_on
    return effective is not None and (revoked is None or revoked > effective)
