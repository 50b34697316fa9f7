"""What a plan's parts must say together. Each check is named in a schema's ``x-checks``.

An entry is a name, or an object ``{"check": name, …}`` with the settings its docstring lists;
a check without its settings says nothing (``schema check`` reports it).
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from yingji.errors import Problem
from yingji.plans import pointer
from yingji.plans.agreement import title_names_unit
from yingji.plans.case import Case
from yingji.plans.catalogue import Field
from yingji.plans.facts import day, instances, people_sent
from yingji.plans.privacy import IDENTITY, LANDLINE, MOBILE, mask_text
from yingji.plans.sentences import dangling
from yingji.plans.telltale import PLACEHOLDER
from yingji.plans.wording import day as day_text
from yingji.plans.wording import quoted

STALE_MONTHS = 12

Check = Callable[[Case, Mapping[str, Any]], Iterator[Problem]]


def named(entry: Any) -> tuple[str, Mapping[str, Any]]:
    """Name and settings of one entry of ``x-checks``."""
    return (str(entry.get("check", "")), entry) if isinstance(entry, dict) else (str(entry), {})


def references(case: Case, _: Mapping[str, Any]) -> Iterator[Problem]:
    """Every ``x-ref`` names a row that is there, and no two rows have one identity."""
    for field in case.schema.fields():
        if field.ref and field.type != "array":
            for where, value in instances(field, case.document):
                if isinstance(value, str) and case.wording.row(field.ref, value) is None:
                    yield case.problem(where, dangling(case.wording, where, field, value), "must")
        elif field.is_rows and field.row_key:
            yield from _repeated_rows(case, field)


def _repeated_rows(case: Case, array: Field) -> Iterator[Problem]:
    for where, _ in instances(array, case.document):
        seen: dict[str, int] = {}
        for index, (at, row) in enumerate(case.rows(where)):
            key = row.get(array.row_key)
            first = seen.setdefault(str(key), index) if isinstance(key, str | int) else index
            if first == index:
                continue
            if array.row_key == "id":
                words = f"这一行与第 {first + 1} 行用了同一个编号{quoted(str(key))}。请删去其中一行的编号，系统会另给一个。"
                yield case.problem(pointer.child(at, "id"), words, "must")
            else:
                words = f"{case.label(at) or quoted(str(key))}在第 {first + 1} 行已经写过。请合并成一行，或改成能区分的名称。"
                yield case.problem(at, words)


def subjects_listed(case: Case, settings: Mapping[str, Any]) -> Iterator[Problem]:
    """Where a point endangers people, somebody is listed to be moved. Settings as ``subject_sums``."""
    if (where := _settled(case, settings, "subjects", "points", "people")) is None:
        return
    holder = pointer.find(case.document, where.rpartition("/")[0])
    endangered = sum(people for _, _, people in _endangered(case, settings))
    if isinstance(holder, dict) and not holder.get(where.rpartition("/")[2]) and endangered:
        yield case.problem(
            where,
            f"风险点位共影响 {endangered} 人，却没有列出转移对象。请一户一行写明户主、住址、人数、包保责任人和安置点。",
            "must",
        )


def risk_point_covered(case: Case, settings: Mapping[str, Any]) -> Iterator[Problem]:
    """Every point that endangers people has somebody to be moved. Settings as ``subject_sums``."""
    listed = _listed(case, settings)
    for where, row, people in _endangered(case, settings) if listed else ():
        if str(row.get("id")) not in listed:
            yield case.problem(
                where,
                f"{case.label(where)}影响 {people} 人，转移对象里却没有一户在这个点位。请补上这些户，或核实影响人数。",
            )


def subject_sums(case: Case, settings: Mapping[str, Any]) -> Iterator[Problem]:
    """People listed at a point = people it endangers.

    Settings: ``points`` and ``subjects`` (arrays), ``people`` (pointer inside a point's row),
    ``point`` (a subject's property that names its point).
    """
    listed = _listed(case, settings)
    for where, row, people in _endangered(case, settings):
        counted = listed.get(str(row.get("id")))
        if counted is not None and counted != people:
            off = f"少 {people - counted} 人" if counted < people else f"多 {counted - people} 人"
            yield case.problem(
                where,
                f"{case.label(where)}影响 {people} 人，转移对象合计 {counted} 人，{off}。请核对两处的人数。",
            )


def _settled(case: Case, settings: Mapping[str, Any], *names: str) -> str | None:
    known = all(isinstance(settings.get(name), str) for name in names)
    return str(settings[names[0]]) if known and case.schema.at(str(settings[names[0]])) else None


def _endangered(case: Case, settings: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any], int]]:
    if _settled(case, settings, "points", "people") is None:
        return
    for where, row in case.rows(settings["points"]):
        people = pointer.find(row, "/" + settings["people"])
        if isinstance(people, int) and people > 0:
            yield where, row, people


def _listed(case: Case, settings: Mapping[str, Any]) -> dict[str, int]:
    listed: dict[str, int] = {}
    if _settled(case, settings, "subjects", "point") is not None:
        for _, row in case.rows(settings["subjects"]):
            people, point = row.get("people"), row.get(settings["point"])
            if isinstance(people, int) and isinstance(point, str):
                listed[point] = listed.get(point, 0) + people
    return listed


def shelter_capacity(case: Case, _: Mapping[str, Any]) -> Iterator[Problem]:
    """No shelter (``x-fact`` shelter) is promised to more people than it holds."""
    for field in case.schema.fields():
        if field.fact != "shelter":
            continue
        sent = people_sent(case.schema, case.document, field.pointer)
        for where, row in case.rows(field.pointer):
            room, people = row.get("capacity"), sent.get(str(row.get("id")), 0)
            if isinstance(room, int) and people > room:
                yield case.problem(
                    pointer.child(where, "capacity"),
                    f"{case.label(where)}可容纳 {room} 人，安排到这里的有 {people} 人，多出 {people - room} 人。请增加安置点或者分流。",
                )


def group_sums(case: Case, settings: Mapping[str, Any]) -> Iterator[Problem]:
    """Rows add up to the totals. Settings: ``rows``, ``sums`` {property: pointer of the total}."""
    rows = [row for _, row in case.rows(str(settings.get("rows", "")))]
    array = case.schema.at(str(settings.get("rows", "")))
    for key, total_at in settings.get("sums", {}).items():
        values, total = [row.get(key) for row in rows], pointer.find(case.document, total_at)
        field = array.item.child(key) if array is not None and array.item is not None else None
        if (
            field is None
            or array is None
            or not rows
            or not all(_is_number(each) for each in [*values, total])
        ):
            continue
        summed, unit = sum(each or 0 for each in values), field.unit
        if summed != total:
            yield case.problem(
                total_at,
                f"{quoted(array.title)}各行{field.title}合计 {summed} {unit}，这里写的是 {total} {unit}，"
                f"相差 {abs(summed - total)} {unit}。请核对后改成一致。",
            )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def power_free_channel(case: Case, settings: Mapping[str, Any]) -> Iterator[Problem]:
    """One way to warn works in a power cut. Settings: ``rows``, ``type``, ``free`` (list of types)."""
    kinds = [row.get(str(settings.get("type", ""))) for _, row in case.rows(str(settings.get("rows", "")))]
    free = settings.get("free", [])
    if kinds and free and not any(kind in free for kind in kinds):
        yield case.problem(
            settings["rows"],
            f"写的几种方式都要用电或用网，停电断网时通知不到人。请至少加一种不用电的，例如{'、'.join(free[:3])}。",
        )


def profile_age(case: Case, _: Mapping[str, Any]) -> Iterator[Problem]:
    """The figures (``x-fact`` profile_date) are of the last twelve months."""
    for field in case.schema.fields():
        if field.fact == "profile_date":
            for where, value in instances(field, case.document):
                yield from _stale(
                    case, where, value, "这些数字的日期", "请更新数字，并把日期改成最近一次统计的日子"
                )


def supply_dates(case: Case, _: Mapping[str, Any]) -> Iterator[Problem]:
    """Supplies (rows with an ``x-fact`` supply_expiry) are in date and were looked at in the last year."""
    if case.on is None:
        return
    for field in case.schema.fields():
        if field.fact != "supply_expiry":
            continue
        array = case.schema.at(field.pointer.rpartition("/*/")[0])
        for where, row in case.rows(array.pointer) if array is not None else ():
            expiry = day(row.get(field.key))
            if expiry is not None and expiry < case.on:
                said = f"{case.label(where)}已于 {day_text(expiry.isoformat())}到期。请更换后改写日期，或删去这一行。"
                yield case.problem(pointer.child(where, field.key), said)
            for other in array.item.children if array is not None and array.item is not None else ():
                if other.is_date and other.key != field.key:
                    at = pointer.child(where, other.key)
                    what = f"{case.label(where)}的{other.title}"
                    yield from _stale(case, at, row.get(other.key), what, "请清点一遍并改写日期")


def _stale(case: Case, where: str, value: Any, what: str, mend: str) -> Iterator[Problem]:
    on, now = day(value), case.on
    if on is None or now is None:
        return
    if on > now:
        yield case.problem(
            where, f"{day_text(on.isoformat())}还没有到。请核对日期，最晚写到{day_text(now.isoformat())}。"
        )
    elif (now.year - on.year) * 12 + now.month - on.month - (now.day < on.day) >= STALE_MONTHS:
        yield case.problem(where, f"{what}是 {day_text(on.isoformat())}，已超过一年。{mend}。")


def phones_shared(case: Case, _: Mapping[str, Any]) -> Iterator[Problem]:
    """No two contacts (``x-fact`` contact) leave one number."""
    for array in case.schema.fields():
        if array.fact != "contact" or array.item is None:
            continue
        seen: dict[str, str] = {}
        phones = [field.key for field in array.item.children if field.is_phone]
        for where, row in case.rows(array.pointer):
            left = [(key, row[key]) for key in phones if isinstance(row.get(key), str)]
            for key, phone in left:
                first = seen.setdefault(phone, where)
                if first != where:
                    yield _shared(case, pointer.child(where, key), first, where)
            if len(left) > 1 and len({phone for _, phone in left}) < len(left):
                words = f"{case.label(where)}的备用号码与第一个号码相同。请换成另一个号码，没有就删去。"
                yield case.problem(pointer.child(where, left[-1][0]), words)


def _shared(case: Case, at: str, first: str, where: str) -> Problem:
    number = int(first.rpartition("/")[2]) + 1
    return case.problem(
        at,
        f"{case.label(where)}留的号码与第 {number} 行{case.label(first)}的相同。请核对；一个人有两个职务的，合并成一行。",
    )


def placeholder_left(case: Case, _: Mapping[str, Any]) -> Iterator[Problem]:
    """No XX, ____ or 待定 left from a template."""
    for where, text in _texts(case.document, ""):
        if found := PLACEHOLDER.search(text):
            yield case.problem(
                where,
                f"这里还留着{quoted(found.group())}没有改。请换成实际的姓名、地点或数字；没有的就删去。",
            )


def phone_in_prose(case: Case, _: Mapping[str, Any]) -> Iterator[Problem]:
    """Numbers of people and of identity cards do not belong in sentences that are made public."""
    for where, text in _texts(case.document, ""):
        field = case.schema.at(where)
        if field is None or field.is_phone or field.disclosure != "public":
            continue
        if IDENTITY.search(text):
            yield case.problem(where, "这里写有身份证号码。预案里用不着，公示版也会遮住，请删去。")
        elif found := MOBILE.search(text) or LANDLINE.search(text):
            said = quoted(mask_text(found.group()))
            yield case.problem(
                where,
                f"这里写有电话号码{said}，公示版会遮住中间几位。个人电话请写到通讯录里，这里只写姓名或职务。",
            )


def _texts(value: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, pointer.child(where, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts(inner, pointer.child(where, index))


CHECKS: dict[str, Check] = {
    check.__name__: check
    for check in (
        references,
        title_names_unit,
        subjects_listed,
        risk_point_covered,
        shelter_capacity,
        subject_sums,
        group_sums,
        power_free_channel,
        profile_age,
        supply_dates,
        phones_shared,
        placeholder_left,
        phone_in_prose,
    )
}

SETTINGS: dict[str, tuple[str, ...]] = {
    "subjects_listed": ("points", "people", "subjects"),
    "risk_point_covered": ("points", "people", "subjects", "point"),
    "subject_sums": ("points", "people", "subjects", "point"),
    "group_sums": ("rows", "sums"),
    "power_free_channel": ("rows", "type", "free"),
}
