"""Free-form Word plans of townships and schools: their headings are known too, nothing of them is lost."""

import io
from typing import Any

import docx
import pytest
from tests.making import SCHOOL, TODAY, TOWNSHIP, VILLAGE, Registry

from yingji.desk.upload import prepare
from yingji.office.found import Harvest
from yingji.office.word.read import read_word
from yingji.plans import pointer
from yingji.plans.catalogue import load

TOWNSHIP_LINES = (
    "白果乡防汛应急预案",
    "一、总则",
    "（一）编制目的",
    "为做好防汛工作，制定本预案。",
    "二、乡情概况",
    "全乡辖33个村，泉河穿境而过。",
    "三、组织指挥体系",
    "（一）指挥部职责",
    "统一指挥全乡防汛抢险。",
    "（二）值班制度",
    "汛期24小时专人值班，领导带班。",
    "四、预警与响应",
    "（一）预警信息接收",
    "县气象局、县应急管理局的预警由值班员接收，十分钟内转到各村。",
    "（二）红色预警",
    "1.转移全部危险区群众；",
    "2.干部到岗到村。",
    "（三）先期处置",
    "各村接警后立即组织自救。",
    "（四）响应终止",
    "水位退到警戒以下。",
    "五、预案管理",
    "（一）预案演练",
    "每年汛前演练一次。",
)
SCHOOL_LINES = (
    "白果小学火灾应急预案",
    "一、学校概况",
    "有教学楼一栋，学生420人。",
    "二、日常检查",
    "每周检查一次线路和灭火器。",
    "三、疏散顺序",
    "先低年级，后高年级。",
    "四、善后工作",
    "安抚学生，联系家长。",
)


HEADINGS = {
    line.split("、", 1)[-1].split("）", 1)[-1]
    for line in (*TOWNSHIP_LINES, *SCHOOL_LINES)
    if line.startswith(tuple("一二三四五（"))
}
"""Headings say where the text under them goes; they are not text of the plan."""


def paper(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def read(family: str, *lines: str) -> Harvest:
    return read_word(paper(*lines), schema=load().latest(family))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("/kind", "flood"),
        ("/area/summary", "全乡辖33个村，泉河穿境而过。"),
        ("/command/duties", ["统一指挥全乡防汛抢险"]),
        ("/duty/rule", "汛期24小时专人值班，领导带班。"),
        ("/warning_relay/receive_text", "县气象局、县应急管理局的预警由值班员接收，十分钟内转到各村。"),
        ("/warning_relay/actions_by_level/red", ["转移全部危险区群众", "干部到岗到村"]),
        ("/response/general", ["各村接警后立即组织自救"]),
        ("/response/termination", ["水位退到警戒以下"]),
        ("/plan_management/drill_cycle", "每年汛前演练一次。"),
    ],
)
def test_the_headings_of_a_township_are_known(path: str, value: Any) -> None:
    assert pointer.find(read("township", *TOWNSHIP_LINES).document, path) == value


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("/profile/summary", "有教学楼一栋，学生420人。"),
        ("/monitoring", ["每周检查一次线路和灭火器"]),
        ("/evacuation/order", ["先低年级，后高年级"]),
        ("/recovery", ["安抚学生，联系家长"]),
    ],
)
def test_the_headings_of_a_school_are_known(path: str, value: Any) -> None:
    assert pointer.find(read("body", *SCHOOL_LINES).document, path) == value


@pytest.mark.parametrize(("family", "lines"), [("township", TOWNSHIP_LINES), ("body", SCHOOL_LINES)])
def test_every_line_is_taken_or_listed(family: str, lines: tuple[str, ...]) -> None:
    found = read(family, *lines)
    said = str(found.document) + "".join(left.text for left in found.not_placed)
    for line in lines:
        bare = line.rstrip("。；").split("、", 1)[-1].split("）", 1)[-1].lstrip("0123456789.")
        assert bare in said or bare in HEADINGS, line


@pytest.mark.parametrize(("code", "lines"), [(TOWNSHIP, TOWNSHIP_LINES), (SCHOOL, SCHOOL_LINES)])
def test_whose_plan_it_is_need_not_be_written_in_it(
    registry: Registry, code: str, lines: tuple[str, ...]
) -> None:
    unit = registry.unit(code)
    kind = "flood" if code == TOWNSHIP else "fire"
    found = prepare(paper(*lines), on=TODAY, unit=unit, kind=kind)
    assert (found.document["unit_name"], found.document["kind"]) == (unit.name, kind)
    assert found.must, "a free-form plan is never whole"


def test_a_plan_that_names_another_village_is_not_made_ours(registry: Registry) -> None:
    unit = registry.unit(VILLAGE)
    found = prepare(paper("黄庄村防汛应急预案", "一、善后工作", "消杀。"), on=TODAY, unit=unit, kind="flood")
    assert found.document["unit_name"] == "黄庄村"
    assert any("黄庄村" in problem.message for problem in found.must)
