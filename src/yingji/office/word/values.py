"""Single values in a person's own wording: numbers with units, people with posts and telephones."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any

from yingji.office.word.words import CHOICES, SURNAMES, VOCABULARY
from yingji.plans.catalogue import Field
from yingji.plans.wording import plain

PHONE = r"(?:1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}|0[0-9]{2,3}[ -]?[0-9]{7,8})"
_NAME = re.compile(r"[一-鿿]{2,4}|[一-鿿]{2,4}[·•][一-鿿]{2,6}")
_PERSON = re.compile(
    rf"(?P<name>[一-鿿·]{{2,4}})\s*(?:同志)?\s*"
    rf"(?:[（(](?P<inside>[^（()）]{{0,40}})[)）])?\s*[,，、]?\s*"
    rf"(?:(?:联系)?(?:电话|手机)(?:号码|号)?)?\s*[:：]?\s*(?P<phone>{PHONE})?\s*[。；;]?"
)
_PEOPLE = re.compile(r"[、,，;；\n]|\s{1,}")
_NO_NAMES = frozenset(["组长", "副组长", "成员", "支书", "主任", "文书", "会计", "电工", "村医", "民兵", "负责", "村民", "群众", "党员", "干部", "同志", "任何", "全体", "时间", "方法", "方式", "单位", "高度", "平时", "常用", "应急", "安全", "水位", "司机", "施工"])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named in the text."""

    name: str
    post: str = ""
    phone: str = ""


def is_name(text: str) -> bool:
    """Looks like 张三 or 欧阳春梅 and not like 支书 or 全体党员."""
    said = re.sub(r"\s", "", text)
    if not _NAME.fullmatch(said) or said[0] not in SURNAMES or said in _NO_NAMES or said in VOCABULARY:
        return False
    return not re.search(r"[村组队员长任户处室部委会站院所]$", said)


def name_of(text: str) -> str:
    """A name without the blanks that spread two characters over three."""
    return re.sub(r"\s", "", text)


def person(text: str) -> Person | None:
    """张三（村支书，13800000001） in any of its usual forms; None for anything else."""
    said = unicodedata.normalize("NFKC", text).strip()
    if spread := re.fullmatch(r"([一-鿿])\s+([一-鿿])(.*)", said, re.DOTALL):
        said = "".join(spread.groups())
    found = _PERSON.fullmatch(said)
    if found is None or not is_name(found["name"]):
        return None
    inside = found["inside"] or ""
    phone = found["phone"] or ""
    if inner := re.search(PHONE, inside):
        phone = phone or inner[0]
        inside = inside.replace(inner[0], "")
    post = re.sub(
        r"(?:联系)?(?:电话|手机)(?:号码|号)?\s*[:：]?|[,，、:：\s]+$|^[,，、:：\s]+", "", inside
    ).strip(" ,，、")
    return Person(found["name"], post, re.sub(r"[ ]", "", phone))


def people(text: str) -> list[Person] | None:
    """张三（支书）、李四 or one a line; None unless every piece is a person."""
    pieces = _split(text)
    found = [person(piece) for piece in pieces]
    known = [each for each in found if each is not None]
    return known if known and len(known) == len(found) else None


def _split(text: str) -> list[str]:
    """At 、 and white space outside brackets."""
    pieces, depth, piece = [], 0, ""
    spaced = re.sub(r"(?<![一-鿿])([一-鿿])[ 　]+([一-鿿])(?![一-鿿])", r"\1\2", text.strip().rstrip("。；;"))
    for c in spaced:
        depth += (c in "（(") - (c in "）)")
        if depth <= 0 and _PEOPLE.fullmatch(c):
            pieces.append(piece)
            piece = ""
        else:
            piece += c
    return [each.strip() for each in [*pieces, piece] if each.strip()]


def certain(field: Field, text: str) -> Any:
    """The raw value a cell or label surely means for a field; None where it may mean something else."""
    said = text.strip()
    if not said or said in ("/", "-", "—", "——", "无", "暂无", "／", "\\", "同上", "……"):
        return None
    if field.item is not None and not field.is_rows:
        return _several(field.item, said)
    if field.ref and field.key.endswith("_id") and field.ref.endswith("/contacts"):
        one = person(said)
        return one.name if one is not None else None
    if field.type in ("integer", "number"):
        return _counted(field, said)
    if field.is_date:
        return iso_day(said)
    if "enum" in field.spec:
        return choice(field, said)
    return said if field.type == "string" else None


def _several(item: Field, said: str) -> list[Any] | None:
    parts = [part.strip() for part in re.split(r"[、,，;；\n]+", said) if part.strip()]
    if item.ref.endswith("/contacts"):
        found = people(said)
        return [each.name for each in found] if found else None
    if "enum" in item.spec:
        chosen = [choice(item, part) for part in parts]
        return chosen if all(chosen) else None
    return list(parts)


def _counted(field: Field, said: str) -> Any:
    plainly = unicodedata.normalize("NFKC", said).replace(" ", "")
    found = re.fullmatch(r"([0-9][0-9,]*(?:\.[0-9]+)?)([一-鿿㎡m²³]{0,3})", plainly)
    if found is None or found[2] not in ("", field.unit, *_LIKE.get(field.unit, ())):
        return None
    value = float(found[1].replace(",", ""))
    return int(value) if value.is_integer() else value if field.type == "number" else None


def iso_day(said: str) -> str | None:
    """2026年5月1日, 2026.5.1, 2026/05/01 → 2026-05-01; None for months and for days that do not exist."""
    plainly = unicodedata.normalize("NFKC", said).replace(" ", "")
    found = re.fullmatch(r"([0-9]{4})[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?", plainly)
    try:
        return date(*map(int, found.groups())).isoformat() if found else None
    except ValueError:
        return None


_LIKE = {
    "人": ("口", "名", "位"),
    "平方米": ("㎡", "平米", "平方", "m2"),
    "米": ("m",),
    "户": ("家",),
    "间": (),
    "次": (),
    "亩": (),
}


def choice(field: Field, said: str) -> str | None:
    """One of the list's choices, by its own name or another word for it."""
    options = [str(option) for option in field.spec.get("enum", ())]
    plainly = re.sub(r"\s", "", unicodedata.normalize("NFKC", said))
    for option in options:
        if plainly == unicodedata.normalize("NFKC", option) or plainly in CHOICES.get(option, ()):
            return option
    return None


def told(field: Field, value: Any) -> str:
    """The value in words, for a remark."""
    if isinstance(value, dict):
        return "，".join(str(each) for each in value.values())
    return plain(field, value)
