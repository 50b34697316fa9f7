"""Bytes of every sort, read strictly and refused in words."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingji.errors import Fault, TooLarge, Unreadable
from yingji.plans.reading import MAX_BYTES, MAX_DEPTH, parse


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as fault:
        parse(data)
    return fault.value.detail


def test_a_plain_object_is_read() -> None:
    assert parse('{"title": "青山村", "n": 1.5}'.encode()) == {"title": "青山村", "n": 1.5}


def test_a_byte_order_mark_does_not_matter() -> None:
    assert parse(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


def test_an_empty_file_says_so() -> None:
    assert "文件是空的" in refused(b"")
    assert "文件是空的" in refused(b"\xef\xbb\xbf \r\n")


def test_gbk_is_told_from_utf8_and_how_to_save_again() -> None:
    said = refused('{"title": "青山村防汛应急预案"}'.encode("gbk"))
    assert "GBK" in said
    assert "另存为" in said
    assert "UTF-8" in said


def test_utf16_is_named() -> None:
    assert "UTF-16" in refused('{"a": "村"}'.encode("utf-16"))


def test_a_word_or_excel_file_is_named() -> None:
    assert "Word" in refused(b"PK\x03\x04rest of a zip")


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_refused(word: str) -> None:
    assert word in refused(f'{{"a": {word}}}'.encode())


def test_a_repeated_key_is_named() -> None:
    assert "「电话」" in refused('{"a": {"电话": 1, "电话": 1}}'.encode())


@pytest.mark.parametrize(
    "digits", ["9007199254740993", "1" * 400, "-9007199254740993", "1e16", "1e999", "1" * 5000]
)
def test_numbers_that_would_be_misread_are_refused(digits: str) -> None:
    assert "太大" in refused(f'{{"a": {digits}}}'.encode())


def test_the_largest_safe_integer_is_read() -> None:
    assert parse(b'{"a": 9007199254740991}') == {"a": 9007199254740991}


def test_half_a_character_is_refused_and_its_neighbourhood_shown() -> None:
    said = refused(b'{"name": "\xe7\x8e\x8b\\ud842"}')
    assert "半个字符" in said
    assert "王" in said


def test_a_whole_pair_of_surrogates_is_a_rare_character() -> None:
    assert parse(b'{"name": "\\ud842\\udfb7"}') == {"name": "𠮷"}


def test_sixty_four_levels_are_read_and_sixty_five_refused() -> None:
    deep = '{"a":' + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1) + "}"
    assert parse(deep.encode())
    assert "64 层" in refused(('{"a":' + "[" * MAX_DEPTH + "]" * MAX_DEPTH + "}").encode())


def test_brackets_inside_text_are_no_levels() -> None:
    assert parse(json.dumps({"a": "[" * 500 + '"{'}).encode())


@pytest.mark.parametrize("data", [b"[" * 1_000_000, b'{"a":' * 300_000, b'"\\"' * 600_000])
def test_hostile_nesting_is_refused_quickly(data: bytes) -> None:
    refused(data)


def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(TooLarge) as fault:
        parse(b" " * (MAX_BYTES + 1))
    assert "2 MB" in fault.value.detail


@pytest.mark.parametrize("text", ["[]", '"村"', "3", "null", "true"])
def test_anything_but_an_object_is_no_plan(text: str) -> None:
    assert "花括号" in refused(text.encode())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": 1,}', "逗号"),
        ('{"a" 1}', "冒号"),
        ('{"a": 1 "b": 2}', "逗号"),
        ('{"a": 1', "突然结束"),
        ('{"a": "青', "双引号"),
        ("{'a': 1}", "英文双引号"),
        ("{“a”: 1}", "中文标点「“」"),
        ('{"a"：1}', "中文标点「：」"),
        ('{"a": 1，"b": 2}', "英文标点「,」"),
        ('{"a": "b\nc"}', "换行"),
        ('{"a": "\\q"}', "反斜杠"),
        ('{"a": 1} x', "已经结束"),
    ],
)
def test_broken_json_is_explained_with_line_and_character(text: str, said: str) -> None:
    detail = refused(text.encode())
    assert said in detail
    assert re.search(r"第 \d+ 行", detail)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_chinese(data: bytes) -> None:
    try:
        assert isinstance(parse(data), dict)
    except Fault as fault:
        assert re.search(r"[一-鿿]", fault.detail)


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.text(st.characters(codec="utf-8")), values, max_size=5))
def test_what_is_written_is_read_back(document: dict[str, object]) -> None:
    assert parse(json.dumps(document).encode()) == document
    assert parse(json.dumps(document, ensure_ascii=False).encode()) == document
