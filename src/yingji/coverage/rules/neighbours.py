"""O10 and X1: what shows only beside the other plans of the township."""

from collections.abc import Iterator
from dataclasses import replace

from yingji.coverage.findings import Case, Finding
from yingji.coverage.sources import Source, decision

PRACTICE = Source("编制实践，没有条文依据", certainty="供审核参考")


def not_its_own(case: Case) -> Iterator[Finding]:
    """O10: near-identical to a plan that was there before, another village's name or a blank left inside."""
    if case.document is None:
        case.skip("O10", "只有扫描件，没有可核对的正文")
        return
    said, beside = [], case.cell.neighbours
    if beside.alike:
        like = beside.alike
        said.append(f"与{like.unit_name}的{case.cell.title}有{like.share}%的自有内容相同，请对照两份正文")
    if beside.names:
        said.append(f"正文中留有别的村名：{'、'.join(beside.names)}")
    if case.document.telltale.blanks:
        said.append(f"留有没有填的地方：{'、'.join(case.document.telltale.blanks)}")
    if said:
        found = case.finding(
            "O10",
            "grey",
            f"{'；'.join(said)}。",
            basis=(PRACTICE,),
            since=case.issued_on,
            clears_by="按本单位实际修订；核对后确属本单位内容的，不必处理。",
            places=said,
        )
        yield replace(found, beside=beside.alike.beside) if beside.alike else found


def shelter_overbooked(case: Case) -> Iterator[Finding]:
    """X1: a shelter that plans of several units send more people to than there is room for."""
    crowded = case.cell.neighbours.overbooked
    if not crowded:
        return
    rule = case.threshold("shared_shelter_amber")
    said = [
        f"{one.name}容纳{one.capacity}人，{len(one.plans)}份预案共安排{one.promised}人"
        f"（{'、'.join(one.plans)}）"
        for one in crowded
    ]
    yield case.finding(
        "X1",
        "amber" if rule is not None and rule.value is True else "grey",
        f"{'；'.join(said)}。",
        basis=(PRACTICE,) if rule is None else (PRACTICE, decision(rule)),
        since=case.issued_on,
        clears_by="由乡镇协调分配安置点，修订有关预案。",
        places=said,
        adopted=rule is not None and rule.is_adopted,
    )
