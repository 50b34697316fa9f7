"""Why a value is refused, said to the person who typed it: what is wrong, how to mend it, an example."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from difflib import get_close_matches
from typing import Any

from jsonschema.exceptions import ValidationError

from yingji.plans import pointer
from yingji.plans.catalogue import Field
from yingji.plans.wording import LONG, Wording, example, number, plain, quoted, subject

MAX_OPTIONS = 30
PHONE_EXAMPLE = "13800138000"
LANDLINE_EXAMPLE = "0394-5220000"

_TYPES = {
    "string": "文字",
    "integer": "整数",
    "number": "数字",
    "boolean": "“是”或“否”",
    "array": "一行一项的列表",
    "object": "一组分项内容",
}
_DAY = re.compile(r"([0-9]{4})\D+([0-9]{1,2})\D+([0-9]{1,2})\D*")

Said = Iterator[tuple[str, str]]


def sentences(wording: Wording, error: ValidationError) -> Said:
    """``(pointer, message)`` for each cause in one JSON Schema error."""
    where = pointer.build(error.absolute_path)
    field = wording.schema.at(where) or Field(where, "", "", {})
    say = _SAYINGS.get(str(error.validator), _otherwise)
    yield from say(wording, where, field, error)


def dangling(wording: Wording, where: str, field: Field, value: str) -> str:
    """The value names a row that is not there."""
    array = wording.schema.at(field.ref)
    title = quoted(array.title) if array is not None else "名单"
    names = wording.names(field.ref)
    if not names:
        return f"{subject(wording, where, field)}填的{quoted(value)}找不到，因为{title}里还没有内容。请先填写{title}。"
    near = get_close_matches(value[:LONG], names, n=1, cutoff=0.5)
    hint = (
        f"是不是{quoted(near[0])}？"
        if near
        else f"请先在{title}里加上这一行，或改选已有的，例如{quoted(names[0])}。"
    )
    return f"{subject(wording, where, field)}填的{quoted(value)}在{title}里没有。{hint}"


def _required(wording: Wording, where: str, field: Field, error: ValidationError) -> Said:
    for key in error.validator_value:
        if key not in error.instance:
            child = field.child(key) or Field(pointer.child(where, key), key, key, {})
            at = pointer.child(where, key)
            own = "" if "pattern" in child.spec else str(child.spec.get("x-message", ""))
            yield at, own or _missing(wording, at, child)


def _missing(wording: Wording, where: str, field: Field) -> str:
    array = wording.schema.at(field.ref) if field.ref else None
    if array is not None:
        first = next((f"，例如{quoted(name)}" for name in wording.names(field.ref)), "")
        return f"{subject(wording, where, field)}没有填写。请从{quoted(array.title)}里选{first}。"
    if field.type == "object":
        inner = "、".join(child.title for child in field.children if child.required and not child.hidden)
        return f"缺少{quoted(field.title)}这一部分。" + (
            f"请填写{inner}。" if inner else f"{field.description}"
        )
    if field.is_rows and field.item is not None:
        inner = "、".join(child.title for child in field.item.children if child.required and not child.hidden)
        return f"{quoted(field.title)}还没有内容，至少填一行。每行要写{inner}。"
    return f"{subject(wording, where, field)}没有填写。请补上{example(field)}。"


def _type(wording: Wording, where: str, field: Field, error: ValidationError) -> Said:
    wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    kinds = "或".join(_TYPES.get(kind, "其他内容") for kind in wanted)
    hint = _counted(error.instance) if wanted == ["integer"] else ""
    if field.is_rows and field.item is not None:
        inner = "、".join(child.title for child in field.item.children if child.required and not child.hidden)
        hint = f"请分行填写，每行写{inner}。"
    yield (
        where,
        f"{subject(wording, where, field)}应填{kinds}，现在是{_described(error.instance)}。{hint or '请改正'}{example(field)}。".replace(
            "。。", "。"
        ),
    )


def _counted(value: Any) -> str:
    return "这里按整数计，请去掉小数" if isinstance(value, float) else ""


def _described(value: Any) -> str:
    if isinstance(value, bool):
        return "“是”" if value else "“否”"
    if isinstance(value, int | float):
        return f"数字 {number(value)}"
    if isinstance(value, list):
        return f"有 {len(value)} 项的列表"
    if isinstance(value, dict):
        return "一组分项内容"
    return f"文字{quoted(value)}" if value else "空的"


def _pattern(wording: Wording, where: str, field: Field, error: ValidationError) -> Said:
    value = str(error.instance)
    if field.ref:
        yield where, dangling(wording, where, field, value)
    elif field.is_phone:
        yield where, f"{subject(wording, where, field)}{wrong_phone(value)}"
    elif field.labels:
        yield where, _not_an_option(wording, where, field, value, list(field.labels.values()))
    else:
        wrong = f"{subject(wording, where, field)}现在是{quoted(value)}，写法不对。请改正{example(field)}。"
        yield where, str(error.schema.get("x-message") or wrong)


def wrong_phone(value: str) -> str:
    """What is wrong with a telephone number, after the words that say whose it is."""
    text = unicodedata.normalize("NFKC", value)
    digits = re.sub(r"\D", "", text)
    count = len(digits)
    if re.search(r"[^\d\s()+.-]", text) and count < 20:
        if re.search(r"[、,/;]|或", text) and count > 14:
            return f"{quoted(value, 40)}写了不止一个号码。这里只写一个，另一个写到备用电话里，例 {PHONE_EXAMPLE}。"
        return f"{quoted(value)}里有数字以外的字。只写号码，例 {PHONE_EXAMPLE}。"
    if digits.startswith("1") and 6 <= count <= 14 and count != 11:
        off = f"少 {11 - count} 位" if count < 11 else f"多 {count - 11} 位"
        return f"{off}（现在 {count} 位）。手机号应为 11 位，例 {PHONE_EXAMPLE}。"
    if re.fullmatch(r"1[3-9][0-9]{9}", digits):
        return f"{quoted(value)}里夹着空格或换行、短横线，或者用了全角数字。请只写 11 位数字，例 {PHONE_EXAMPLE}。"
    if count == 11 and digits.startswith("1"):
        return f"{quoted(value)}不是手机号段，第二位应为 3 到 9。请与本人核对，例 {PHONE_EXAMPLE}。"
    if count in (7, 8):
        return f"{quoted(value)}像是没有写区号的座机。请加上区号，例 {LANDLINE_EXAMPLE}。"
    if count > 14:
        return f"{quoted(value, 40)}写了不止一个号码，或位数太多。这里只写一个，例 {PHONE_EXAMPLE}。"
    return f"{quoted(value)}不是完整的号码（现在 {count} 位）。手机号写 11 位，例 {PHONE_EXAMPLE}；座机要带区号，例 {LANDLINE_EXAMPLE}。"


def _enum(wording: Wording, where: str, field: Field, error: ValidationError) -> Said:
    options = [str(option) for option in error.validator_value]
    yield where, _not_an_option(wording, where, field, plain(field, error.instance), options)


def _not_an_option(wording: Wording, where: str, field: Field, value: str, options: list[str]) -> str:
    near = get_close_matches(value[:LONG], options, n=1, cutoff=0.6)
    contained = [option for option in options if value and (value in option or option in value)]
    guess = (contained or near)[:1]
    hint = f"是不是{quoted(guess[0])}？" if guess else ""
    more = "等" if len(options) > MAX_OPTIONS else ""
    return f"{subject(wording, where, field)}填的{quoted(value)}不在可选范围内。{hint}请从这些里选：{'、'.join(options[:MAX_OPTIONS])}{more}。"


def _const(wording: Wording, where: str, field: Field, error: ValidationError) -> Said:
    wanted = quoted(plain(field, error.validator_value), 60)
    said = f"{subject(wording, where, field)}只能是{wanted}，现在是{_described(error.instance)}。请改正。"
    yield where, str(error.schema.get("x-message") or said)


def _bound(words: str) -> Callable[[Wording, str, Field, ValidationError], Said]:
    def say(wording: Wording, where: str, field: Field, error: ValidationError) -> Said:
        limit = " ".join(filter(None, (number(error.validator_value), field.unit)))
        said = f"{subject(wording, where, field)}{words} {limit}，现在是 {number(error.instance)}。请核对{example(field)}。"
        yield where, str(error.schema.get("x-message") or said)

    return say


def _length(wording: Wording, where: str, field: Field, error: ValidationError) -> Said:
    count, limit = len(error.instance), error.validator_value
    if error.validator == "maxLength":
        said = f"{subject(wording, where, field)}最多 {limit} 个字，现在 {count} 个。请删减 {count - limit} 个字。"
    elif count == 0:
        said = f"{subject(wording, where, field)}没有填写。请补上{example(field)}。"
    else:
        said = f"{subject(wording, where, field)}至少 {limit} 个字，现在 {count} 个。请补充{example(field)}。"
    yield where, str(error.schema.get("x-message") or said)


def _items(wording: Wording, where: str, field: Field, error: ValidationError) -> Said:
    count, limit = len(error.instance), error.validator_value
    unit = "行" if field.is_rows else "条"
    if error.validator == "maxItems":
        said = (
            f"{quoted(field.title)}最多 {limit} {unit}，现在 {count} {unit}。请删去 {count - limit} {unit}。"
        )
    elif count == 0 and field.is_rows:
        said = _missing(wording, where, field)
    else:
        said = f"{quoted(field.title)}至少 {limit} {unit}，现在 {count} {unit}。请补充{example(field)}。"
    yield where, str(error.schema.get("x-message") or said)


def _unique(wording: Wording, where: str, field: Field, error: ValidationError) -> Said:
    seen: dict[str, int] = {}
    unit = "行" if field.is_rows else "条"
    for index, value in enumerate(error.instance):
        first = seen.setdefault(json.dumps(value, sort_keys=True), index)
        if first != index:
            same = wording.shown(field.item or field, value)
            yield (
                pointer.child(where, index),
                f"{quoted(field.title)}第 {index + 1} {unit}与第 {first + 1} {unit}相同，都是{quoted(same)}。请删去一{unit}。",
            )


def _format(wording: Wording, where: str, field: Field, error: ValidationError) -> Said:
    value = str(error.instance)
    whose = subject(wording, where, field)
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", value))
    if found and error.validator_value == "date":
        year, month, on = (int(part) for part in found.groups())
        yield (
            where,
            f"{whose}写的{quoted(value)}不对：{_no_such_day(year, month, on)}。请核对{example(field)}。",
        )
    else:
        yield (
            where,
            f"{whose}写的{quoted(value)}认不出是哪一天。请写全年月日{example(field) or '，例如「2026-04-10」'}。",
        )


def _no_such_day(year: int, month: int, on: int) -> str:
    if not 1 <= month <= 12:
        return f"没有 {month} 月"
    try:
        date(year, month, on)
    except ValueError:
        return f"{year} 年 {month} 月没有 {on} 日"
    return "年月日之间要用短横线"


def _extra(wording: Wording, where: str, field: Field, error: ValidationError) -> Said:
    known = {child.key for child in field.children}
    for key in error.instance:
        if key not in known:
            yield pointer.child(where, key), f"这里没有{quoted(key)}这一项。{_meant(wording, field, key)}"


def _meant(wording: Wording, field: Field, key: str) -> str:
    elsewhere = [
        other for other in wording.schema.fields() if other.title and key in (other.key, other.title)
    ]
    if elsewhere:
        place = wording.place(min(elsewhere, key=lambda other: other.pointer.count("/")).pointer)
        return f"请写到“{place}”里去，或者删去。"
    names = {name: child for child in field.children for name in (child.title, child.key) if name}
    near = get_close_matches(key[:LONG], names, n=1, cutoff=0.6)
    if near:
        return f"是不是{quoted(names[near[0]].title)}？请写作{quoted(names[near[0]].key)}。"
    local = wording.schema.root.child("local")
    return f"请删去；本地另外要求的内容可以写到{quoted(local.title)}里。" if local else "请删去。"


def _dependent(_: Wording, where: str, field: Field, error: ValidationError) -> Said:
    for key, needed in error.validator_value.items():
        for missing in needed if key in error.instance else ():
            if missing not in error.instance:
                one, other = field.child(key), field.child(missing)
                titles = [each.title if each else "" for each in (one, other)]
                yield (
                    pointer.child(where, missing),
                    f"填写了{quoted(titles[0])}，就要填写{quoted(titles[1])}。请补上。",
                )


def _alternatives(wording: Wording, where: str, field: Field, error: ValidationError) -> Said:
    keys = [key for branch in error.validator_value for key in branch.get("required", ())]
    titles = [quoted(child.title) for key in keys if (child := field.child(key)) is not None]
    if titles and not error.schema.get("x-message"):
        yield where, f"{'、'.join(titles)}至少填写一项。请补上。"
    else:
        yield from _otherwise(wording, where, field, error)


def _otherwise(wording: Wording, where: str, field: Field, error: ValidationError) -> Said:
    spec = error.schema if isinstance(error.schema, dict) else {}
    said = f"{subject(wording, where, field)}不合要求。{field.description or '请对照填写说明修改'}{example(field)}。"
    yield where, str(spec.get("x-message") or said.replace("。。", "。").replace("。，", "，"))


_SAYINGS: dict[str, Callable[[Wording, str, Field, ValidationError], Said]] = {
    "required": _required,
    "type": _type,
    "pattern": _pattern,
    "enum": _enum,
    "const": _const,
    "minimum": _bound("不能小于"),
    "maximum": _bound("不能大于"),
    "exclusiveMinimum": _bound("要大于"),
    "exclusiveMaximum": _bound("要小于"),
    "minLength": _length,
    "maxLength": _length,
    "minItems": _items,
    "maxItems": _items,
    "uniqueItems": _unique,
    "format": _format,
    "additionalProperties": _extra,
    "unevaluatedProperties": _extra,
    "dependentRequired": _dependent,
    "anyOf": _alternatives,
    "oneOf": _alternatives,
}
