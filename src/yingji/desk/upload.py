"""Job one: upload a plan. Bytes → raw → tidy → check, outside any transaction; then one act stores it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from yingji.access.rights import Actor, demand
from yingji.db import Reading, Writing
from yingji.desk.answers import Checked, Uploaded
from yingji.desk.files import Opened, Unconfirmed, open_file, unrecognised
from yingji.errors import Invalid, Problem
from yingji.lifecycle import actions as lifecycle
from yingji.lifecycle.queries import dossier
from yingji.lifecycle.transitions import is_government
from yingji.office.excel.own_tables import NOTHING_CHOSEN, Chosen
from yingji.plans import actions as plans
from yingji.plans.actions import Original
from yingji.plans.catalogue import Schema, family_for, load
from yingji.plans.checking import check
from yingji.plans.kinds import KINDS
from yingji.plans.queries import check_kind, document_of, find_plan
from yingji.plans.tidy import tidy
from yingji.units.queries import Unit


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document read and checked; ``must`` are the problems that keep it out."""

    schema: Schema
    document: dict[str, Any]
    tidied: tuple[str, ...]
    problems: tuple[Problem, ...]
    opened: Opened | None = None
    """The file it came from, for marking it and for what it left out."""

    @property
    def must(self) -> tuple[Problem, ...]:
        """Only what has to be mended before the document can become a version."""
        return tuple(problem for problem in self.problems if problem.grade == "must")


def prepare(
    data: bytes,
    *,
    on: date,
    unit: Unit | None = None,
    kind: str | None = None,
    base: Mapping[str, Any] | None = None,
    chosen: Chosen = NOTHING_CHOSEN,
) -> Prepared:
    """Read a file as a plan document, for a unit and kind when these are known.

    ``base`` is the document people edited from: rows without ids take over the ids they had there.
    ``chosen`` is what the person said of tables of their own; until it is final they are refused with
    ``Unconfirmed``, which shows what each would be read as.
    Raises ``Unreadable``, ``TooLarge`` or ``WrongType`` when it cannot be read, ``Invalid`` when no
    plan is in it.
    """
    family = family_for(unit.kind) if unit else None
    start = beginning(unit, KINDS.get(kind, ""), kind) if unit and kind else None
    opened = open_file(data, family=family, base=base or start, chosen=chosen)
    if opened.kind == "docx" and not opened.harvest.is_own and start is not None:
        opened = opened.begun_from({key: start[key] for key in ("unit_name", "kind")})
    return examine(opened, on=on, unit=unit, kind=kind, base=base)


def examine(
    opened: Opened,
    *,
    on: date,
    unit: Unit | None = None,
    kind: str | None = None,
    base: Mapping[str, Any] | None = None,
) -> Prepared:
    """Tidy and check what a file yields; problems name their place in the file. Raises ``Invalid``."""
    if opened.sheets is not None and any(table.path for table in opened.sheets.own):
        raise Unconfirmed(opened.sheets.own)
    if (nothing := unrecognised(opened)) is not None:
        raise Invalid(nothing.message, (nothing, *opened.harvest.problems))
    schema = _schema(opened.harvest.document, unit)
    result = tidy(schema, opened.harvest.document, base)
    problems = check(
        schema,
        result.document,
        unit_name=unit.name if unit else None,
        kind=kind,
        on=on,
    )
    return Prepared(schema, result.document, result.notes, opened.placed(problems), opened)


def admit(r: Reading, actor: Actor, unit: Unit, kind: str) -> dict[str, Any] | None:
    """Refuse before reading: unknown kind (``Usage``), no right over the unit (``Forbidden``).

    Returns the document of the newest version that stands, as the base of what is coming.
    """
    check_kind(r, kind)
    demand(actor, "plan.upload", unit.path, is_township=is_government(unit))
    plan = find_plan(r, unit.id, kind)
    newest = dossier(r, plan.id).newest_standing if plan else None
    return document_of(r, newest.id, with_restricted=True) if newest else None


def rehearsed(would: Uploaded) -> Uploaded:
    """What an upload that was taken back may say of itself: nothing new is there."""
    return (
        would
        if not (would.created or would.kept)
        else replace(would, number=None, state=None, created=False, kept=False)
    )


def checked(prepared: Prepared) -> Checked:
    """The answer of ``plan check``."""
    return Checked(not prepared.must, prepared.problems, prepared.tidied)


def store(
    w: Writing,
    actor: Actor,
    at: datetime,
    *,
    unit: Unit,
    kind: str,
    prepared: Prepared,
    base: str | None = None,
    keep: bool = False,
    original: Original | None = None,
) -> Uploaded:
    """Store a prepared document: as a version, or (``keep``) as working copy while it has problems.

    ``original`` is the file it was read from, kept beside it.

    Raises ``Invalid`` with every problem when something must be mended and ``keep`` is not asked.
    """
    if prepared.must and keep:
        lifecycle.keep(
            w,
            actor,
            at,
            unit=unit,
            kind=kind,
            content=prepared.document,
            base=base,
            must_count=len(prepared.must),
            original=original,
        )
        return Uploaded(unit.code, kind, None, None, None, False, True, prepared.tidied, prepared.problems)
    _refuse_must(prepared)
    sealed = plans.seal(w, prepared.schema, prepared.document)
    receipt = lifecycle.upload(
        w, actor, at, unit=unit, kind=kind, sealed=sealed, base=base, original=original
    )
    return Uploaded(
        unit=unit.code,
        kind=kind,
        number=receipt.number,
        digest=receipt.digest,
        state=receipt.state,
        created=receipt.created,
        kept=False,
        tidied=prepared.tidied,
        problems=prepared.problems,
        revision=revision_words(receipt.is_major) if receipt.created else "",
    )


def revision_words(is_major: bool) -> str:
    """Major or minor, with the article (办法第三十六条, 待核实)."""
    if is_major:
        return "首次编制或重要修改（组织指挥、处置程序、主要措施、分级）：编制、审批、备案、公开各道程序都要走（办法第三十六条）"
    return "一般修改：仅涉及其他内容，程序可适当简化（办法第三十六条）"


def beginning(unit: Unit, kind_title: str, kind: str) -> dict[str, Any]:
    """What is known of a plan before anybody wrote a word: 徐营村民委员会 calls its plan 徐营村…应急预案."""
    place = unit.name.removesuffix("居民委员会").removesuffix("民委员会")
    return {"kind": kind, "unit_name": unit.name, "title": place + (kind_title or "应急预案")}


def _refuse_must(prepared: Prepared) -> None:
    if prepared.must:
        raise Invalid(
            f"有 {len(prepared.must)} 处必须改，改好再传。什么都没有存入，您的文件不受影响。",
            prepared.problems,
        )


def _schema(raw: dict[str, Any], unit: Unit | None) -> Schema:
    """The schema a document names, if it suits the unit; else the newest of the unit's family."""
    catalogue = load()
    named = raw.get("schema")
    known = {schema.name: schema for schema in catalogue.schemas}
    family = family_for(unit.kind) if unit else None
    if isinstance(named, str) and named in known and family in {None, known[named].family}:
        return known[named]
    if family is not None:
        return catalogue.latest(family)
    raise Invalid(
        "看不出这是哪一种预案文件。",
        [
            Problem(
                "/schema",
                "格式版本（schema）",
                f'第一行应写明格式版本，可用：{"、".join(sorted(known))}。例如 "schema": "village/1.0"。',
            )
        ],
    )
