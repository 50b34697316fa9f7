"""Plans beside each other: copies and names left over told with precision first, shelters promised twice."""

import csv
import io
import json
import random
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from tests.making import OTHER, TODAY, TOWNSHIP, VILLAGE, Registry, at

from yingji.access.rights import LOCAL
from yingji.basis import actions as basis
from yingji.coverage import actions as coverage
from yingji.coverage.examine import Verdict, examine
from yingji.coverage.neighbours import Names, Neighbours, Plan, compare, names_left, overbooked, put_beside
from yingji.coverage.queries import gather
from yingji.coverage.report import as_bytes
from yingji.coverage.sheet import as_xlsx
from yingji.desk import audit
from yingji.plans.catalogue import load
from yingji.plans.example import Subject, example
from yingji.plans.facts import Facts, Shelter, facts
from yingji.plans.telltale import Telltale, of_values, passages, telltale
from yingji.units import actions as units
from yingji.units.data import shipped
from yingji.units.names import short_name
from yingji.units.queries import find_unit

D = date
SCHEMA = load().get("village/1.0")
VILLAGES = tuple(
    row["name"] for row in csv.DictReader(io.StringIO(shipped("shicaoji_33").decode())) if row["level"] == "5"
)
NAMES = frozenset(map(short_name, VILLAGES))
SIDES = ("东头", "西头", "南地", "北坡", "老井旁", "大桥边", "油坊后", "庙台前", "砖窑下", "学校西侧")
THINGS = ("排水沟", "坑塘", "涵洞", "生产路", "危房", "机井", "配电房", "堤段", "粮仓", "围墙")
STATES = (
    "雨后积水到膝盖",
    "淤了大半年没清",
    "上次冲开过两米口子",
    "夜里没有灯",
    "墙根已经掏空",
    "只能过一辆三轮车",
)


def local_text(rng: random.Random, place: str) -> str:
    return (
        f"{place}{rng.choice(SIDES)}{rng.randint(12, 980)}米处的{rng.choice(THINGS)}{rng.choice(STATES)}，"
        f"由第{rng.randint(1, 9)}村民小组{rng.randint(2, 40)}户轮流看守"
    )


def own_document(name: str, seed: int, kind: str = "flood") -> dict[str, Any]:
    """A village's plan on the township's model, with a village's own facts in it."""
    subject = Subject(f"4116242012{seed:02d}", name, "village", "石槽集乡", "沈丘县")
    document = example(subject, kind, D(2026, 5, 1), ())
    rng = random.Random(f"{name}{seed}")  # noqa: S311 - invented texts
    short = short_name(name)
    document["profile"]["summary"] = f"{short}村{local_text(rng, '村')}。"
    document["profile"]["history"] = [
        {"date": f"20{n:02d}-07-1{n % 9}", "kind": "洪涝内涝", "loss_text": local_text(rng, "村")}
        for n in range(10, 15)
    ]
    for point in document["risk_points"]:
        point["location"] = local_text(rng, f"{short}村")
    for route in document["evacuation"]["routes"]:
        route["path_text"] = local_text(rng, "沿")
    document["recovery"] = [local_text(rng, "先修") for _ in range(4)]
    return document


def plan(number: int, name: str, document: dict[str, Any]) -> Plan:
    kind = str(document["kind"])
    return Plan(
        number, short_name(name), "village", kind, "防汛应急预案", 100 + number, facts(SCHEMA, document)
    )


def renamed(value: Any, old: str, new: str) -> Any:
    if isinstance(value, dict):
        return {key: renamed(inner, old, new) for key, inner in value.items()}
    if isinstance(value, list):
        return [renamed(inner, old, new) for inner in value]
    return value.replace(old, new) if isinstance(value, str) else value


def edited(document: dict[str, Any], share: float, rng: random.Random) -> dict[str, Any]:
    """A copy in which some of the village's own texts were written anew."""
    changed = deepcopy(document)
    rows = [
        (row, key)
        for rows, key in (
            (changed["profile"]["history"], "loss_text"),
            (changed["risk_points"], "location"),
            (changed["evacuation"]["routes"], "path_text"),
        )
        for row in rows
    ]
    for row, key in rows:
        if rng.random() < share:
            row[key] = local_text(rng, "村")
    return changed


def townships() -> Iterator[tuple[list[Plan], dict[int, int]]]:
    """Plans of one township, and by number which one each copy was taken from."""
    for seed in range(12):
        rng = random.Random(seed)  # noqa: S311 - invented texts
        villages = rng.sample(VILLAGES, 24)
        documents = [own_document(name, number) for number, name in enumerate(villages)]
        plans = [plan(n, name, d) for n, (name, d) in enumerate(zip(villages, documents, strict=True))]
        copied: dict[int, int] = {}
        for number in rng.sample(range(12, 24), 3):
            source = rng.randrange(12)
            old, new = short_name(villages[source]), short_name(villages[number])
            text = edited(renamed(documents[source], old, new), rng.choice((0.0, 0.1, 0.2)), rng)
            plans[number] = plan(number, villages[number], {**text, "unit_name": villages[number]})
            copied[number] = source
        yield plans, copied


def test_copies_are_told_with_a_precision_of_at_least_95_in_a_hundred() -> None:
    right = wrong = labelled = 0
    for plans, copied in townships():
        found = {key[0]: one.alike for key, one in compare(plans, NAMES).items() if one.alike}
        labelled += len(copied)
        for number, alike in found.items():
            is_right = number in copied and alike.unit_name == plans[copied[number]].unit_name
            right, wrong = right + is_right, wrong + (not is_right)
    assert right / (right + wrong) >= 0.95
    assert right / labelled >= 0.9


LEFT = (
    ("由白果村党支部书记任总指挥", True),
    ("白果村民委员会负责本预案的修订", True),
    ("白果村应急领导小组成员如下", True),
    ("各组组长听从白果村指挥部调度", True),
    ("发生险情后白果村立即组织转移", True),
    ("本村东邻白果村，南接省道", False),
    ("与白果村交界处设卡点", False),
    ("必要时向白果村借用水泵", False),
    ("白果村小学作为备用安置点", False),
    ("转移到白果村以外的高地", False),
    ("青山村党支部书记任总指挥", False),
    ("全村群众听从指挥", False),
    ("小白果村的水泵房", False),
    ("沿白果村桥往北", False),
    ("请第一村民小组先走", False),
    ("由乡村医生照看", False),
)
"""Sentences in the plan of 青山, and whether 白果 was left in them."""


def named_in(text: str, **more: Any) -> tuple[str, ...]:
    document = {"unit_name": "青山村民委员会", "kind": "flood", "command": {"duties": [text]}, **more}
    return names_left(plan(1, "青山村民委员会", document), Names({"白果", "青山", "东白果"}))


def test_names_left_over_are_told_with_a_precision_of_at_least_95_in_a_hundred() -> None:
    told = [(bool(named_in(text)), is_left) for text, is_left in LEFT]
    hits = [is_left for found, is_left in told if found]
    assert sum(hits) / len(hits) >= 0.95
    assert sum(hits) >= 3


def test_the_longest_name_counts() -> None:
    assert named_in("由东白果村党支部书记任总指挥") == ("东白果",)
    own = {"unit_name": "东白果村民委员会", "kind": "flood", "command": {"duties": ["东白果村支书任总指挥"]}}
    assert names_left(plan(1, "东白果村民委员会", own), Names({"白果", "东白果"})) == ()


def test_a_village_the_plan_speaks_of_as_another_is_no_leftover() -> None:
    shelters = [{"id": "s01", "name": "白果村小学", "address": "白果村中心"}]
    assert named_in("由白果村支书开门", evacuation={"shelters": shelters}) == ()


def test_a_model_all_villages_use_makes_nobody_a_copy() -> None:
    subject = [
        Subject(f"41162420{n}", name, "village", "石槽集乡", "沈丘县") for n, name in enumerate(VILLAGES)
    ]
    plans = [plan(n, s.name, example(s, "flood", D(2026, 5, 1), ())) for n, s in enumerate(subject)]
    assert compare(plans, NAMES) == {}


def test_what_tells_a_copy_comes_back_as_it_was_stored() -> None:
    found = telltale(SCHEMA, own_document("白果村民委员会", 1))
    assert found.marks
    assert of_values(found.values()) == found
    assert of_values(Telltale().values()) == Telltale()


@pytest.mark.parametrize("text", ["XX村应急队", "由××负责", "____组长", "（填写姓名）"])
def test_blanks_left_open_are_told(text: str) -> None:
    assert telltale(SCHEMA, {"command": {"duties": [text]}}).blanks


def holding(
    number: int, name: str, *shelters: Shelter, kind: str = "flood", unit_kind: str = "village"
) -> Plan:
    return Plan(number, name, unit_kind, kind, "防汛应急预案", number, Facts(shelters=shelters))


def school(promised: int, capacity: int = 200, address: str = "白果村南") -> Shelter:
    return Shelter("s01", "白果小学", capacity, promised, address)


def test_one_shelter_for_two_villages_by_hand() -> None:
    plans = [holding(1, "青山", school(150)), holding(2, "白果", school(80))]
    found = overbooked(plans, {"青山", "白果"})
    assert set(found) == {(1, "flood"), (2, "flood")}
    (crowded,) = found[1, "flood"]
    assert (crowded.capacity, crowded.promised) == (200, 230)
    assert crowded.plans == ("青山防汛应急预案", "白果防汛应急预案")


@pytest.mark.parametrize(
    "plans",
    [
        [holding(1, "青山", school(150)), holding(2, "白果", school(50))],
        [holding(1, "青山", school(150)), holding(1, "青山", school(150), kind="comprehensive")],
        [holding(1, "青山", school(150)), holding(9, "石槽集乡", school(150), unit_kind="township")],
        [
            holding(n, name, Shelter("s01", "村部", 100, 90, "村中心"))
            for n, name in ((1, "青山"), (2, "白果"))
        ],
        [holding(1, "青山", school(150, 0)), holding(2, "白果", school(150, 0))],
    ],
    ids=["enough room", "the same people", "the township repeats", "every village has one", "no figure"],
)
def test_no_shelter_is_called_crowded_without_cause(plans: list[Plan]) -> None:
    assert overbooked(plans, {"青山", "白果"}) == {}


@pytest.fixture
def crowded(registry: Registry) -> Registry:
    """Two villages that send their people to one school, one of them with a leftover name."""
    with registry.database.writing() as w:
        coverage.add_requirement(
            w,
            LOCAL,
            at(D(2024, 1, 9)),
            unit_kind="village",
            under=find_unit(w, TOWNSHIP, D(2024, 1, 9)),
            kind="flood",
            from_day=D(2024, 1, 1),
            basis="办法第十五条",
            decided_by="石槽集乡人民政府",
        )
    for code, login in ((VILLAGE, "wenshu"), (OTHER, "linwenshu")):
        document = registry.document(code)
        for shelter in document["evacuation"]["shelters"]:
            shelter.update(name="白果村小学", address="白果村南", capacity=10)
            break
        if code == VILLAGE:
            document["command"]["duties"] = ["白果村支书任总指挥", *document["command"].get("duties", [])[1:]]
        registry.upload(login, code=code, document=document, day=D(2026, 5, 4))
        for move in ("submit", "pass", "approve", "issue"):
            hand = {"submit": login, "approve": "xiangzhang"}.get(move) if code == OTHER else None
            registry.move(move, hand, code=code, day=D(2026, 5, 4))
    return registry


def verdict_of(registry: Registry, asked: str = TOWNSHIP, on: date = TODAY) -> Verdict:
    with registry.database.reading() as r:
        cells = gather(r, find_unit(r, asked, on).id, on)
    found = next(examine(cell) for cell in cells if cell.unit.code == VILLAGE)
    assert found is not None
    return found


def test_a_village_asked_alone_is_told_the_same(crowded: Registry) -> None:
    one, other = verdict_of(crowded), verdict_of(crowded, VILLAGE)
    assert one.cell.neighbours != Neighbours()
    assert (one.findings, one.recheck_on) == (other.findings, other.recheck_on)


def test_advice_is_grey_and_changes_no_status(crowded: Registry) -> None:
    found = {finding.code: finding for finding in verdict_of(crowded).findings}
    assert found["X1"].severity == "grey"
    assert "白果村小学容纳10人" in found["X1"].text
    assert verdict_of(crowded).status == "current"


def test_the_township_may_decide_that_a_crowded_shelter_is_amber(crowded: Registry) -> None:
    with crowded.database.writing() as w:
        basis.set_policy(
            w,
            LOCAL,
            at(),
            key="shared_shelter_amber",
            value="是",
            from_day=D(2026, 5, 5),
            decided_by="石槽集乡人民政府",
        )
    severities = {f.code: f.severity for f in verdict_of(crowded).findings}
    assert severities["X1"] == "amber"
    before = {f.code: f.severity for f in verdict_of(crowded, on=D(2026, 5, 4)).findings}
    assert before["X1"] == "grey"


def test_a_plan_alone_in_its_township_says_nothing_of_others() -> None:
    document = own_document(VILLAGES[0], 1)
    assert compare([plan(1, VILLAGES[0], document)], NAMES) == {}
    twice = [plan(1, VILLAGES[0], document), replace(plan(2, VILLAGES[0], document), unit_id=1, kind="fire")]
    assert compare(twice, NAMES) == {}


SAMPLES = json.loads(Path(__file__).with_name("villages_beside.json").read_text())
"""What villages say of themselves, and which of them was copied from which; ``honest`` ones share what is shared."""


def with_texts(name: str, number: int, texts: list[str]) -> dict[str, Any]:
    """The township's model with a village's own sentences in it, three fields of them."""
    subject = Subject(f"4116242012{number:02d}", f"{name}民委员会", "village", "石槽集乡", "沈丘县")
    return saying(texts, example(subject, "flood", D(2026, 5, 1), ()))


def saying(texts: list[str], document: dict[str, Any]) -> dict[str, Any]:
    point = document["risk_points"][0]
    document["risk_points"] = [
        {**point, "id": f"r{n:02d}", "location": text} for n, text in enumerate(texts[:4])
    ]
    document["profile"]["history"] = [
        {"date": f"20{n}-07-10", "kind": "洪涝内涝", "loss_text": text}
        for n, text in enumerate(texts[4:7], 16)
    ]
    document["recovery"] = texts[7:]
    return document


def labelled() -> tuple[list[Plan], dict[str, str]]:
    """The plans of the samples, and by name whose each copy is."""
    own: dict[str, list[str]] = dict(SAMPLES["own"])
    texts = dict(own)
    for name, told in SAMPLES["honest"].items():
        texts[name] = [own[told["of"]][n] for n in told["takes"]] + told["own"]
    for name, told in SAMPLES["copies"].items():
        mine = [told["own"].get(str(n), text) for n, text in enumerate(own[told["of"]])]
        texts[name] = [text.replace(told["of"][:-1], name[:-1]) for text in mine]
    documents = {name: with_texts(name, n, said) for n, (name, said) in enumerate(texts.items())}
    plans = [plan(n, f"{name}民委员会", document) for n, (name, document) in enumerate(documents.items())]
    return plans, {name: told["of"] for name, told in SAMPLES["copies"].items()}


def test_labelled_samples_are_told_apart_with_a_precision_of_at_least_95_in_a_hundred() -> None:
    plans, copies = labelled()
    names = {one.unit_id: f"{one.unit_name}村" for one in plans}
    told = {
        names[key[0]]: f"{one.alike.unit_name}村"
        for key, one in compare(plans, set()).items()
        if one.alike is not None
    }
    right = sum(copies.get(name) == of for name, of in told.items())
    assert right / len(told) >= 0.95
    assert right / len(copies) >= 0.75


def test_both_texts_stand_side_by_side() -> None:
    plans, _ = labelled()
    found = {one.unit_name: key for one in plans for key in [(one.unit_id, one.kind)]}
    alike = compare(plans, set())[found["孙营"]].alike
    assert alike is not None
    own, other = (passages(SCHEMA, with_texts(n, 1, SAMPLES["own"]["青山村"])) for n in ("孙营村", "青山村"))
    beside = put_beside(alike, own, other).beside
    assert len(beside) == 3
    assert {one.own for one in beside} <= set(SAMPLES["own"]["青山村"])
    assert all(one.where and one.own == one.other for one in beside)


@pytest.fixture
def copied(registry: Registry) -> Registry:
    """Six villages with a plan each; the last copied its neighbour's."""
    names = [*list(SAMPLES["own"])[:5], "孙营村"]
    codes = [VILLAGE, OTHER, *(f"41162420122{n}" for n in range(4))]
    lines = [f"{code},{name}民委员会,5,{TOWNSHIP}" for code, name in zip(codes, names, strict=True)]
    with registry.database.writing() as w:
        table = "\n".join(["code,name,level,parent", *lines[2:]]).encode()
        units.import_units(w, LOCAL, at(D(2024, 2, 1)), D(2024, 2, 1), table)
        for key in codes:
            coverage.add_requirement(
                w,
                LOCAL,
                at(D(2024, 2, 1)),
                unit=find_unit(w, key, D(2024, 2, 1)),
                kind="flood",
                from_day=D(2024, 1, 1),
                basis="办法第十五条",
                decided_by="石槽集乡人民政府",
            )
    for code, name in zip(codes, names, strict=True):
        texts = SAMPLES["own"]["青山村" if name == "孙营村" else name]
        document = saying(texts, registry.document(code))
        registry.record("yingjiban", code=code, scan=None, document=document, day=D(2026, 5, 4))
    return registry


def test_the_finding_carries_both_texts_to_every_face(copied: Registry) -> None:
    with copied.database.reading() as r:
        found = audit.report(
            r,
            LOCAL,
            unit=find_unit(r, TOWNSHIP, TODAY),
            kind=None,
            as_of=TODAY,
            known_on=None,
            today=TODAY,
            computed_at=at(),
        )
    told = [(v.unit.name, f) for v in found.verdicts for f in v.findings if f.code == "O10" and f.beside]
    assert [name for name, _ in told] == ["孙营村民委员会"]
    beside = told[0][1].beside
    assert [one.own for one in beside] == [one.other for one in beside]
    assert json.dumps(beside[0].own, ensure_ascii=False) in as_bytes(found).decode()
    book = load_workbook(io.BytesIO(as_xlsx(found)))
    assert any(beside[0].words in str(cell.value) for row in book["问题清单"].rows for cell in row)
