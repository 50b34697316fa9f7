"""The report as a paper in document format: how things stand, who has what, what is to be done, how it was counted."""

from collections.abc import Iterable, Iterator, Sequence

from yingji.basis.policy import KEYS
from yingji.coverage.codes import MEASURES
from yingji.coverage.findings import Finding, words
from yingji.coverage.report import Report
from yingji.coverage.severity import LABELS
from yingji.coverage.status import STATUSES
from yingji.coverage.told import Told
from yingji.paper.compose import compose
from yingji.paper.draw import Outside, Part, draw
from yingji.paper.flow import pour
from yingji.paper.front import title
from yingji.paper.header import TITLE_PITCH
from yingji.paper.measures import SIZE_2
from yingji.paper.pdf import Information
from yingji.paper.sheet import Sheet
from yingji.plans.outline import Column, Node


def as_pdf(report: Report[Told]) -> bytes:
    """The paper; same report, same bytes but for the instant of computing, which it does not show."""
    sheet = _sheet(report)
    made = compose(outline_of(report))
    pages = pour([title(sheet, SIZE_2, TITLE_PITCH), *made.body, *made.annexes])
    foot = (sheet.title, f"{stated(report)}数据摘要 {report.inputs_digest[:12]}")
    information = Information(sheet.title, sheet.unit_name, stated(report), report.as_of)
    return draw([Part(pages, Outside(foot, None, ()), "")], information)


def outline_of(report: Report[Told]) -> Node:
    """The chapters of the paper, drawn like those of a plan."""
    chapters = (
        _chapter(1, "总体情况", _paragraphs(_overview(report))),
        _chapter(2, "各单位情况", _matrix(report)),
        _chapter(3, "需要办理的事项", _matters(report)),
        _chapter(4, "口径", _paragraphs(_terms(report))),
    )
    return Node("", "", heading(report), "root", children=chapters)


def heading(report: Report[Told]) -> str:
    """``石槽集乡应急预案覆盖情况``."""
    return f"{report.place[1]}应急预案覆盖情况"


def stated(report: Report[Told]) -> str:
    """As of which day, from what was known when, and whether it looks ahead."""
    known = f"，只用{words(report.known_on)}以前登记的" if report.known_on else ""
    ahead = "，预测，假定不再有新的变化" if report.forecast else ""
    return f"截至{words(report.as_of)}{known}{ahead}。"


def _overview(report: Report[Told]) -> Iterator[str]:
    totals = report.totals
    yield stated(report) + (
        f"应有预案{totals.expected}件，已有{totals.have}件，未超期{totals.timely}件，可用{totals.usable}件。"
        if totals.expected
        else "没有应编要求。"
    )
    counted = [f"{STATUSES[s][0]}{n}件" for s, n in totals.by_status.items() if n]  # type: ignore[index]  # keys are statuses
    if counted:
        yield f"其中：{'，'.join(counted)}。"


def _matrix(report: Report[Told]) -> tuple[Node, ...]:
    kinds = {verdict.kind: verdict.title for verdict in report.verdicts}
    units: dict[int, dict[str, Told]] = {}
    for verdict in report.verdicts:
        units.setdefault(verdict.unit.id, {})[verdict.kind] = verdict
    rows = (
        (next(iter(held.values())).unit.name, *(_state(held.get(kind)) for kind in kinds))
        for held in units.values()
    )
    heads = ("单位", *(name.removesuffix("应急预案") or name for name in kinds.values()))
    return (_table("2", "各单位应编预案的状态", heads, rows),)


def _state(verdict: Told | None) -> str:
    return verdict.label if verdict else "—"


def _matters(report: Report[Told]) -> tuple[Node, ...]:
    found = [
        (verdict, finding)
        for verdict in report.worst_first()
        for finding in verdict.findings
        if finding.severity != "grey"
    ]
    if not found:
        return _paragraphs(["没有红、黄两级问题。"])
    rows = (_matter(verdict, finding) for verdict, finding in found)
    return (_table("3", "红、黄两级问题", ("单位和预案", "程度", "问题", "怎样消除"), rows),)


def _matter(verdict: Told, finding: Finding) -> tuple[str, ...]:
    return (
        f"{verdict.unit.name}{verdict.title}",
        LABELS[finding.severity],
        finding.text,
        finding.clears_by,
    )


def _terms(report: Report[Told]) -> Iterator[str]:
    yield "".join(f"{name}：{meaning}。" for name, meaning in MEASURES.items())
    deciders: dict[str, dict[str, None]] = {}
    for row in report.policy:
        said = f"{KEYS[row.key].title}{row.text or '不设'}{KEYS[row.key].unit if row.text else ''}"
        deciders.setdefault(row.decided_by, {})[said] = None
    for decided_by, thresholds in deciders.items():
        yield f"阈值（{decided_by}）：{'，'.join(thresholds)}。"
    reasons: dict[str, dict[str, None]] = {}
    for one in report.not_checked:
        reasons.setdefault(one.reason, {})[one.code] = None
    if reasons:
        listed = (f"{'、'.join(codes)}（{reason}）" for reason, codes in reasons.items())
        yield f"没有核对的：{'；'.join(listed)}。"
    yield "备案是收到并登记，不是审批通过。引用的条文没有逐字与正式文本核对过的，均标待核实。"


def _chapter(number: int, name: str, children: tuple[Node, ...]) -> Node:
    return Node(f"#report/{number}", str(number), name, "chapter", children=children)


def _paragraphs(texts: Iterable[str]) -> tuple[Node, ...]:
    return tuple(Node(f"#text/{n}", str(n), "", "paragraph", text=text) for n, text in enumerate(texts))


def _table(path: str, name: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Node:
    columns = tuple(Column(str(n), head, "public") for n, head in enumerate(heads))
    drawn = tuple(
        Node(
            f"#table/{path}/{n}",
            str(n),
            "",
            "row",
            children=tuple(
                Node(f"#table/{path}/{n}/{c}", str(c), heads[c], "value", text=text, value=text)
                for c, text in enumerate(row)
            ),
        )
        for n, row in enumerate(rows)
    )
    return Node(f"#table/{path}", path, name, "table", columns=columns, children=drawn)


def _sheet(report: Report[Told]) -> Sheet:
    name = heading(report)
    return Sheet(
        unit_name=report.place[1],
        issuers=(report.place[1],),
        unit_kind="department",
        plan_kind="",
        title=name,
        number=1,
        digest=report.inputs_digest,
    )
