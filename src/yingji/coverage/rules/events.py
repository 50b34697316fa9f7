"""O2–O9: something happened that the plan does not know of yet (办法35)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from yingji.basis.calendar import add_months
from yingji.basis.documents import fate_of
from yingji.basis.policy import KEYS
from yingji.coverage.facts import GOVERNMENTS
from yingji.coverage.findings import Case, Finding, day_after, words
from yingji.coverage.severity import Severity
from yingji.coverage.sources import decision, measures, response_law
from yingji.lifecycle.history import Declaration
from yingji.readiness.posts import HEAD, holder_on, is_same_name

REVISE = "修订印发新的一版；核对后认为不需修订的，由{}确认，写明{}的理由。"
LONGEST_REASON = 100
"""Characters of a declaration that a finding quotes; the plan's history has all of it."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place a cause shows at, and the first day it did."""

    text: str
    since: date


def upstream_changed(case: Case) -> Iterator[Finding]:
    """O2: a major change of the direct upstream's plan took effect after this version's issue."""
    places = []
    for edition in case.cell.upstream:
        since = max(edition.effective_on, edition.marked_on)
        if edition.effective_on > case.issued_on and case.today.reached(since):
            number = f"（{edition.doc_no}）" if edition.doc_no else ""
            text = (
                f"{edition.title}{number}{words(edition.effective_on)}实施，"
                f"{edition.marked_by}于{words(edition.marked_on)}认定为重大变化"
            )
            places.append(Place(text, since))
    yield from _event(
        case,
        "O2",
        places,
        "直接上位预案在本预案印发以后有重大变化，本预案尚未衔接：{}。",
        articles=("第三十五条第（一）项", "第二十四条第（二）项"),
        red_after="upstream_red_days",
    )


def people_changed(case: Case) -> Iterator[Finding]:
    """O3: head or leader in the plan is not the one on the roster."""
    roster = case.cell.unit.roster
    if case.document is None:
        case.skip("O3", "只有扫描件，没有可核对的正文")
        return
    if not roster:
        case.skip("O3", "没有登记在册人员")
        return
    places = []
    for post, who, title in _leaders(case):
        holder = holder_on(roster, post, case.today.date)
        for _, _, from_day in roster:
            case.today.reached(from_day)
        if holder is not None and not is_same_name(holder[0], who):
            since = max(holder[1], case.issued_on)
            places.append(
                Place(f"{title}写的是{who}，在册的{post}自{words(holder[1])}起是{holder[0]}", since)
            )
    yield from _event(
        case,
        "O3",
        places,
        "预案中的负责人与在册人员不一致：{}。",
        articles=("第三十五条第（二）项",),
        red_after="roster_red_days",
    )


def resources_changed(case: Case) -> Iterator[Finding]:
    """O4: a contact reported invalid, supplies past their date, a shelter closed."""
    document = case.document
    if document is None:
        case.skip("O4", "只有扫描件，没有可核对的正文")
        return
    checks, closed = case.cell.plan.checks_of(case.version), case.cell.plan.closed_to(case.version)
    places = [
        Place(
            f"联系人{contact.name}的电话{words(checks[contact.id].on_day)}报告打不通",
            checks[contact.id].on_day,
        )
        for contact in document.contacts
        if contact.id in checks and not checks[contact.id].is_confirmed
    ]
    places += [
        Place(f"{supply.name}有效期至{words(supply.expires_on)}", day_after(supply.expires_on))
        for supply in document.supplies
        if case.today.passed(supply.expires_on)
    ]
    places += [
        Place(f"安置点{shelter.name}自{words(closed[shelter.id])}起停用", closed[shelter.id])
        for shelter in document.shelters
        if shelter.id in closed
    ]
    yield from _event(case, "O4", places, "应急资源有变化：{}。", articles=("第三十五条第（四）项",))


def basis_superseded(case: Case) -> Iterator[Finding]:
    """O5: cites a document that has been superseded; what cannot be matched was not checked."""
    if case.document is None:
        case.skip("O5", "只有扫描件，没有可核对的正文")
        return
    places, unknown = [], []
    register = case.cell.ground.register
    for cited in case.document.basis:
        fate = fate_of(register, cited)
        if fate.reason:
            unknown.append(f"《{cited.title}》{fate.reason}")
        elif fate.since is not None and case.today.reached(fate.since):
            by = fate.successor
            heir = f"，由《{by.title}》（{by.doc_no}）替代" if by else ""
            said = f"《{cited.title}》（{cited.doc_no}）自{words(fate.since)}起不再执行{heir}"
            places.append(Place(said, fate.since))
    if unknown:
        case.skip("O5", "；".join(unknown))
    yield from _event(
        case,
        "O5",
        places,
        "编制依据中有已被替代的文件：{}。",
        articles=("第二十四条第（一）项", "第三十五条第（一）项"),
    )


def items_open(case: Case) -> Iterator[Finding]:
    """O7: a corrective item from a drill open longer than ``corrective_days``; an edition made since took it up."""
    limit = case.number("corrective_days")
    if limit is None:
        case.skip("O7", "整改时限没有规定，或者写得无法识别")
        return
    places = []
    for item in case.cell.plan.open_items:
        due = item.opened_on + timedelta(days=limit)
        if item.opened_on >= case.issued_on and case.today.passed(due):
            places.append(
                Place(
                    f"{words(item.opened_on)}演练发现「{item.content}」，到{words(due)}没有整改",
                    day_after(due),
                )
            )
    yield from _event(
        case,
        "O7",
        places,
        "演练发现的问题超过整改时限：{}。",
        articles=("第三十五条第（五）项",),
        also_law=True,
        clears_by="整改后登记完成，或者修订印发新的一版。",
    )


def declared(case: Case) -> Iterator[Finding]:
    """O8: the maker declared that revision is needed; amber once ``declared_amber_days`` have passed."""
    standing = [one for one in case.history.declared if not case.is_cleared("O8", one.on_day)]
    if not standing:
        return
    since, due = min(one.on_day for one in standing), None
    limit = case.threshold("declared_amber_days")
    if limit is None or limit.number is None:
        case.skip("O8", "自报修订提醒的天数没有规定，或者写得无法识别")
    else:
        due = since + timedelta(days=limit.number)
    is_late = due is not None and case.today.passed(due)
    places = tuple(dict.fromkeys(_declaration(one) for one in standing))
    ahead = "还没有修订" if is_late else "没有修订的，列为需修订"
    deadline = f"{limit.words}，到{words(due)}{ahead}。" if limit and due else ""
    yield case.finding(
        "O8",
        "amber" if is_late else "grey",
        f"编制单位自报需要修订：{'；'.join(places)}。{deadline}",
        basis=(measures("第三十五条第（六）项"), *([decision(limit)] if limit and limit.is_adopted else [])),
        since=day_after(due) if due and is_late else since,
        clears_by=_revise(case, "O8"),
        places=places,
    )


def _declaration(said: Declaration) -> str:
    reason = " ".join(said.reason.split()).rstrip("。；;.")
    if len(reason) > LONGEST_REASON:
        reason = f"{reason[:LONGEST_REASON]}……"
    return f"{words(said.on_day)}{said.raised_by}：{reason}"


def profile_old(case: Case) -> Iterator[Finding]:
    """O9: the village profile is older than ``profile_months``."""
    if case.cell.unit.kind != "village":
        return
    counted_on = case.document.profile_date if case.document else None
    months = case.number("profile_months")
    if counted_on is None:
        case.skip("O9", "没有写基本情况的统计日期" if case.document else "只有扫描件，没有可核对的正文")
        return
    if months is None:
        case.skip("O9", "村情更新周期没有规定，或者写得无法识别")
        return
    due = add_months(counted_on, months)
    if case.today.passed(due):
        yield case.finding(
            "O9",
            "grey",
            f"基本情况统计到{words(counted_on)}，{_of(case, 'profile_months')}，到{words(due)}应当更新。",
            basis=(measures("第三十五条第（三）项、第（四）项"),),
            since=day_after(due),
            clears_by="核实村情数字，修订印发新的一版。",
        )


def _leaders(case: Case) -> Iterable[tuple[str, str, str]]:
    """(roster post, name in the plan, what the plan calls it): the chief as head, others by their post."""
    leaders = case.document.leaders if case.document else ()
    posts = {post for post, _, _ in case.cell.unit.roster}
    for number, leader in enumerate(leaders):
        if number == 0:
            yield HEAD, leader.name, f"总指挥（{leader.post}）"
        if leader.post in posts and leader.post != HEAD:
            yield leader.post, leader.name, leader.post


def _event(
    case: Case,
    code: str,
    places: list[Place],
    text: str,
    *,
    articles: tuple[str, ...],
    red_after: str = "",
    also_law: bool = False,
    clears_by: str = "",
) -> Iterator[Finding]:
    """One finding for what no confirmation has named since it arose."""
    if not places:
        return
    standing = [place for place in places if not case.is_cleared(code, place.since)]
    if not standing:
        return
    since = min(place.since for place in standing)
    limit = case.threshold(red_after)
    if limit is not None and limit.fault:
        case.skip(code, f"{KEYS[red_after].title}的天数写得无法识别")
    days = limit.number if limit else None
    is_late = days is not None and case.today.passed(since + timedelta(days=days))
    wanted: Severity = "red" if is_late else "amber"
    sources = tuple(measures(article) for article in articles)
    yield case.finding(
        code,
        wanted,
        text.format("；".join(place.text for place in standing)),
        basis=(response_law("第二十八条"), *sources) if also_law else sources,
        since=since,
        clears_by=clears_by or _revise(case, code),
        places=[place.text for place in standing],
        adopted=is_late,
    )


def _revise(case: Case, code: str) -> str:
    """What ends an event finding, and who may say that nothing is to be revised."""
    return REVISE.format("签发人" if case.cell.unit.kind in GOVERNMENTS else "主要负责人", code)


def _of(case: Case, key: str) -> str:
    threshold = case.threshold(key)
    return threshold.words if threshold else ""
