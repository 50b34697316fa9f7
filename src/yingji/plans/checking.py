"""Is this document a plan of its schema? Every cause once, in Chinese, in the order of the form."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache, lru_cache
from itertools import islice
from typing import Any

import jsonschema
from jsonschema.exceptions import ValidationError

from yingji.errors import Problem
from yingji.plans import pointer
from yingji.plans.agreement import disagreement
from yingji.plans.canonical import DECIMALS
from yingji.plans.case import Case
from yingji.plans.catalogue import Schema, load
from yingji.plans.checks import CHECKS, named
from yingji.plans.facts import instances
from yingji.plans.sentences import sentences
from yingji.plans.wording import WHOLE, Wording, number

MAX_PROBLEMS = 200
MAX_CAUSES = 400

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIRST = ("type", "required", "enum", "const", "pattern", "format")


def check(
    schema: Schema,
    document: Mapping[str, Any],
    *,
    unit_name: str | None = None,
    kind: str | None = None,
    on: date | None = None,
) -> tuple[Problem, ...]:
    """Everything wrong with a tidied document, at most 200 and then one that counts the rest.

    ``must`` problems keep it from being a version; ``should`` and ``note`` are advice. With
    ``unit_name`` and ``kind`` the document must say that it is of that unit and kind; with ``on``
    (the day asked) its dates are judged too. Takes any JSON object.
    """
    case = Case(schema, document, Wording(schema, document), on, unit_name or "")
    musts = _one_for_each_place([*_refused(case), *disagreement(case, unit_name, kind)])
    more = [*_advice(case), *_cross_checked(case)]
    refused = {problem.path for problem in musts}
    kept = [problem for problem in more if problem.path not in refused]
    return _bounded(schema, [*musts, *dict.fromkeys(kept)])


def check_again(
    schema: Schema, document: Mapping[str, Any], *, unit_name: str, kind: str, on: date
) -> tuple[Problem, ...]:
    """The same, remembered for a text that is looked at page by page and changes but now and then."""
    return _checked(schema.name, json.dumps(document, ensure_ascii=False), unit_name, kind, on)


@lru_cache(maxsize=1 << 5)
def _checked(schema: str, text: str, unit_name: str, kind: str, on: date) -> tuple[Problem, ...]:
    return check(load().get(schema), json.loads(text), unit_name=unit_name, kind=kind, on=on)


def hints(
    schema: Schema, document: Mapping[str, Any], *, unit_name: str, on: date | None = None
) -> tuple[Problem, ...]:
    """What ``check`` says beside the schema's own rules, which a stored version has passed; remembered like it."""
    return _hinted(schema.name, json.dumps(document, ensure_ascii=False), unit_name, on)


@lru_cache(maxsize=1 << 5)
def _hinted(name: str, text: str, unit_name: str, on: date | None) -> tuple[Problem, ...]:
    schema, document = load().get(name), json.loads(text)
    case = Case(schema, document, Wording(schema, document), on, unit_name)
    return _bounded(schema, list(dict.fromkeys([*_advice(case), *_cross_checked(case)])))


def _refused(case: Case) -> Iterator[Problem]:
    errors = list(islice(_validator(case.schema).iter_errors(case.document), MAX_CAUSES))
    for error in sorted(errors, key=_weight):
        for where, message in islice(sentences(case.wording, error), MAX_CAUSES):
            yield case.problem(where, message, "must")
    yield from islice(_long_decimals(case, case.document, ""), MAX_CAUSES)


def _weight(error: ValidationError) -> int:
    keyword = str(error.validator)
    return _FIRST.index(keyword) if keyword in _FIRST else len(_FIRST)


def _long_decimals(case: Case, value: Any, where: str) -> Iterator[Problem]:
    if isinstance(value, dict | list):
        steps: Iterable[tuple[Any, Any]] = value.items() if isinstance(value, dict) else enumerate(value)
        for step, inner in steps:
            if isinstance(inner, dict | list | float):
                yield from _long_decimals(case, inner, pointer.child(where, step))
    elif isinstance(value, float) and round(value, DECIMALS) != value:
        message = f"小数最多六位，现在位数太多。请改成六位以内，例如 {number(value)}。"
        yield case.problem(where, message, "must")


def _one_for_each_place(problems: list[Problem]) -> list[Problem]:
    first: dict[str, Problem] = {}
    for problem in problems:
        first.setdefault(problem.path, problem)
    return list(first.values())


def _advice(case: Case) -> Iterator[Problem]:
    for entry in case.schema.advice:
        above, _, last = str(entry["path"]).removeprefix("#").rpartition("/")
        holder = case.schema.at(above)
        for where, value in instances(holder, case.document) if holder is not None else ():
            found = value.get(last) if isinstance(value, dict) else None
            least = entry.get("min", 1)
            is_short = isinstance(found, list) and len(found) < least
            is_absent = found is None or found in ("", [], {})
            if (is_short and "min" in entry) or (is_absent and isinstance(value, dict)):
                yield case.problem(pointer.child(where, last), str(entry["say"]))


def _cross_checked(case: Case) -> Iterator[Problem]:
    for entry in case.schema.checks:
        name, settings = named(entry)
        if name in CHECKS:
            yield from islice(CHECKS[name](case, settings), MAX_CAUSES)


def _bounded(schema: Schema, problems: list[Problem]) -> tuple[Problem, ...]:
    by_grade = sorted(problems, key=lambda problem: ("must", "should", "note").index(problem.grade))
    kept = sorted(by_grade[:MAX_PROBLEMS], key=lambda problem: _order(schema, problem.path))
    rest = by_grade[MAX_PROBLEMS:]
    if rest:
        words = f"至少还有 {len(rest)} 处问题没有列出。请先改好上面这些，再检查一次，例如从第一处改起。"
        kept.append(Problem("", WHOLE, words, rest[0].grade))
    return tuple(kept)


def _order(schema: Schema, where: str) -> tuple[int, ...]:
    order: list[int] = []
    field = schema.root
    for step in pointer.tokens(where):
        if step.isdecimal() and field.item is not None:
            order.append(int(step[:9]))
            field = field.item
            continue
        keys = [child.key for child in field.children]
        order.append(keys.index(step) if step in keys else len(keys))
        field = field.child(step) or field
    return tuple(order)


def _unique(_: Any, wanted: bool, instance: Any, __: Any) -> Iterator[ValidationError]:
    """``uniqueItems`` in linear time, so that a hostile list cannot hold the server up."""
    if wanted and isinstance(instance, list):
        said = [json.dumps(value, sort_keys=True) for value in instance]
        if len(set(said)) < len(said):
            yield ValidationError("repeated")


def _pattern(_: Any, pattern: str, instance: Any, __: Any) -> Iterator[ValidationError]:
    """``pattern`` as JSON Schema means it: Python's ``$`` would let a line break follow."""
    if isinstance(instance, str) and not _regex(pattern).search(instance):
        yield ValidationError("not as written")


@cache
def _regex(pattern: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"(?<!\\)\$", r"\\Z", pattern))


def is_day(value: object) -> bool:
    """A real day written 2026-04-10; anything that is no text is somebody else's matter."""
    if not isinstance(value, str):
        return True
    try:
        return bool(_ISO_DAY.fullmatch(value) and date.fromisoformat(value))
    except ValueError:
        return False


@lru_cache(maxsize=64)
def _validator(schema: Schema) -> Any:
    formats = jsonschema.FormatChecker(formats=())
    formats.checks("date")(is_day)
    kind = jsonschema.validators.extend(
        jsonschema.Draft202012Validator, {"uniqueItems": _unique, "pattern": _pattern}
    )
    return kind(schema.raw, format_checker=formats)
