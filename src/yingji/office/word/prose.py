"""Facts that seem to stand in running text. They are offered.

Taken are only counts that the paragraph about the village gives once each, and chiefs and deputies
appointed in so many words.
"""

import re
from collections.abc import Iterator
from typing import Any

from yingji.office.word.values import PHONE, is_name

_N = r"([0-9][0-9,]*(?:\.[0-9]+)?)"
_COUNTS: tuple[tuple[str, str], ...] = (
    ("/profile/households", rf"(?:全村|本村|现有|共有?|总户数)[^，。；、0-9]{{0,8}}?{_N}\s*户(?!人)"),
    ("/profile/registered_population", rf"(?:户籍人口|总人口|人口)[^，。；、0-9]{{0,4}}{_N}\s*(?:余|多)?[人口]"),
    ("/profile/resident_population", rf"常住人口[^，。；、0-9]{{0,4}}{_N}\s*(?:余|多)?[人口]"),
    ("/profile/farmland_mu", rf"耕地(?:面积)?[^，。；、0-9]{{0,4}}{_N}\s*亩"),
    ("/profile/unsafe_houses/households", rf"危房[^，。；、0-9]{{0,4}}{_N}\s*户"),
    ("/profile/unsafe_houses/rooms", rf"危房[^，。；、0-9]{{0,4}}(?:[0-9]+\s*户\s*)?{_N}\s*间"),
    ("/response/reporting/first_report_within_min", rf"{_N}\s*分钟(?:之|以)?内[^，。；]{{0,10}}报"),
    ("/drills/min_per_year", rf"每年(?:至少)?[^，。；0-9]{{0,8}}{_N}\s*次[^，。；]{{0,8}}演练"),
    ("/drills/min_per_year", rf"每年[^，。；]{{0,10}}演练[^，。；0-9]{{0,4}}{_N}\s*次"),
    ("/profile/households", rf"{_N}\s*户(?=[，、,]?\s*(?:共计?|约)?[0-9]+\s*(?:余|多)?(?:口|人))"),
    ("/profile/registered_population", rf"[0-9]\s*户[，、,]?\s*(?:共计?|约)?{_N}\s*(?:余|多)?(?:口|人)"),
)  # fmt: skip
_DRILLS = re.compile(
    r"每年[^，。；一二三四]{0,10}([一二两三四])次[^，。；]{0,8}演练|每年(?:至少)?(?:组织|开展|进行|举行)?[^，。；]{0,10}演练[^，。；]{0,4}([一二两三四])次"
)
_CHINESE = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4}
_AS_OF = re.compile(r"截至\s*([0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日)")
_ROLES = (
    ("/command/chief_id", r"(?<!副)(?:总指挥|指挥长|领导小组组长)[由为：:是]\s*(?:[^，。；由]{0,16}?)(NAME)(?:同志)?(?=担任|任|[，。；（(、]|$)"),
    ("/command/chief_id", r"由?(NAME)(?:同志)?(?:担任|任)(?:总指挥|指挥长|领导小组组长)"),
    ("/command/deputy_ids/-", r"(?:副总指挥|副指挥长|领导小组副组长)[由为：:是]\s*(?:[^，。；由]{0,16}?)(NAME)(?:同志)?(?=担任|任|[，。；（(、]|$)"),
    ("/command/deputy_ids/-", r"由?(NAME)(?:同志)?(?:担任|任)(?:副总指挥|副指挥长|领导小组副组长)"),
    ("/command/info_reporter_id", r"(?<!灾害)信息员[由为：:是]\s*(?:[^，。；由]{0,10}?)(NAME)(?:同志)?(?=担任|任|[，。；（(、]|$)"),
    ("/command/disaster_reporter_id", r"灾害信息员[由为：:是]\s*(?:[^，。；由]{0,10}?)(NAME)(?:同志)?(?=担任|任|[，。；（(、]|$)"),
)  # fmt: skip
_CONTACT = re.compile(
    rf"([一-鿿]{{2,4}})(?:[（(][^（()）0-9]{{0,16}})?[，,：: （(]{{0,3}}(?:(?:联系)?(?:电话|手机)(?:号码|号)?[：: ]*)?({PHONE})"
)
_SUPERIOR = re.compile(
    r"((?:乡|镇|县|市)[一-鿿]{2,14}?)(?:电话|值班电话)?[为是：: ]+(0[0-9]{2,3}-?[0-9]{7,8})"
)
_SHELTER = re.compile(
    rf"(?:安置点|避难场所|安置场所)[^，。；]{{0,6}}?(?:设在|为|是|位于)([^，。；、]{{2,16}})[^。；]{{0,20}}?容纳\s*(?:约)?{_N}\s*人"
)
_OTHERS = re.compile(r"危|贫困|低保|五保|转移|受灾|涉及|影响|脱贫")


_POSTS = re.compile(
    r"(?:(?:本?村|我村|乡|镇)?(?:党?总?支部|两委|村委会|村委|村民委员会|民兵|治保|治安|妇联)?(?:第一)?副?(?:书记|主任|支书|村长|会计|文书|连长|委员|主席|组长|干部))*"
)
_APPOINTED = (
    ("/command/chief_id", re.compile(r"(?<!副)(?:总指挥|指挥长|领导小组组长)由([^，。；由]{2,30}?)(?:同志)?(?:担任|任)(?=[，。；]|$)")),
    ("/command/deputy_ids", re.compile(r"(?:副总指挥|副指挥长|领导小组副组长)由([^，。；由]{2,40}?)(?:等?同志)?(?:担任|任)(?=[，。；]|$)")),
    ("/command/chief_id", re.compile(r"(?:^|[，。；])由([^，。；由]{2,30}?)(?:同志)?(?:担任|任)(?:防汛|抗旱|应急|领导小组)*(?:总指挥|指挥长|组长)(?=[，。；]|$)")),
)  # fmt: skip


def appointed(text: str) -> Iterator[tuple[str, list[str]]]:
    """Who was made chief or deputy in so many words: 指挥长由支部书记张三同志担任."""
    for path, pattern in _APPOINTED:
        for found in pattern.finditer(text):
            names = [_bare_name(piece) for piece in re.split(r"[、和与及]", found[1])]
            if all(names) and (path.endswith("_ids") or len(names) == 1):
                yield path, names


def _bare_name(said: str) -> str:
    """A name with nothing but posts before it; "" where it could be cut in two ways."""
    plain = re.sub(r"[（(][^（()）]*[)）]|同志|\s", "", said)
    cuts = [plain[-n:] for n in (2, 3) if _POSTS.fullmatch(plain[:-n]) and is_name(plain[-n:])]
    return cuts[0] if len(cuts) == 1 else ""


def profile_in(text: str) -> dict[str, Any]:
    """Counts of the village a paragraph about it gives once each; what it gives twice is no answer."""
    found: dict[str, set[Any]] = {}
    for path, value in facts_in(text):
        if path.startswith("/profile/"):
            found.setdefault(path, set()).add(value)
    return {path: values.pop() for path, values in found.items() if len(values) == 1}


def facts_in(text: str) -> Iterator[tuple[str, Any]]:
    """``(pointer, value)`` of everything a sentence seems to say."""
    for sentence in re.split(r"[。；;\n]", text):
        yield from _counts(sentence)
        yield from _people(sentence)
        for found in _SHELTER.finditer(sentence):
            yield (
                "/evacuation/shelters/-",
                {"name": found[1], "capacity": int(float(found[2].replace(",", "")))},
            )
        for found in _SUPERIOR.finditer(sentence):
            yield "/command/superior_contacts/-", {"unit": found[1], "phone": found[2]}


def _counts(sentence: str) -> Iterator[tuple[str, Any]]:
    for path, pattern in _COUNTS:
        for found in re.finditer(pattern, sentence):
            near = sentence[max(0, found.start() - 4) : found.end()]
            if path.startswith("/profile/") and "unsafe" not in path and _OTHERS.search(near):
                continue
            if path == "/profile/registered_population" and "常住" in near:
                continue
            value = float(found[1].replace(",", ""))
            yield path, int(value) if value.is_integer() else value
    for found in _DRILLS.finditer(sentence):
        yield "/drills/min_per_year", _CHINESE[found[1] or found[2]]
    for found in _AS_OF.finditer(sentence):
        yield "/profile/as_of", found[1]


def _people(sentence: str) -> Iterator[tuple[str, Any]]:
    for path, pattern in _ROLES:
        for length in (3, 2):
            names = [m[1] for m in re.finditer(pattern.replace("NAME", f"[一-鿿]{{{length}}}"), sentence)]
            known = [name for name in names if is_name(name)]
            if known:
                yield path, known[0]
                break
    for found in _CONTACT.finditer(sentence):
        name = next((found[1][-n:] for n in (3, 2) if len(found[1]) >= n and is_name(found[1][-n:])), "")
        if name:
            yield "/command/contacts/-", {"name": name, "phone": found[2].replace(" ", "")}
