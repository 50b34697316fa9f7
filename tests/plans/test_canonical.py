"""One text for one content."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingji.errors import Invalid
from yingji.plans.canonical import canonical, digest, is_sealed, sealed


def test_thirty_point_zero_is_thirty() -> None:
    assert canonical({"a": 30.0}) == canonical({"a": 30}) == '{"a":30}'


def test_keys_are_sorted_by_utf16_as_rfc_8785_asks() -> None:
    assert canonical({"\ufb33": 1, "\U0001f600": 2, "€": 3}) == '{"€":3,"\U0001f600":2,"\ufb33":1}'


def test_six_decimals_are_kept_and_seven_refused() -> None:
    assert canonical({"a": 0.000001}) == '{"a":0.000001}'
    with pytest.raises(Invalid) as fault:
        canonical({"a": 0.1234567})
    assert "六位" in fault.value.detail


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**53, "\ud800"])
def test_what_rfc_8785_cannot_hold_is_refused_in_words(value: Any) -> None:
    with pytest.raises(Invalid) as fault:
        canonical({"a": value})
    assert "请" in fault.value.detail


def test_the_digest_is_sha_256_of_the_text() -> None:
    assert digest("{}") == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


def test_order_of_keys_does_not_matter_and_order_of_rows_does(document: dict[str, Any]) -> None:
    turned = dict(reversed(document.items()))
    assert canonical(turned) == canonical(document)
    other = copy.deepcopy(document)
    other["command"]["contacts"].reverse()
    assert canonical(other) != canonical(document)


@given(st.dictionaries(st.text(st.characters(codec="utf-8")), st.integers(-1000, 1000) | st.booleans()))
def test_canonical_text_is_json_of_the_same_content(value: dict[str, int]) -> None:
    assert json.loads(canonical(value)) == value
    assert canonical(json.loads(canonical(value))) == canonical(value)


def test_a_seal_depends_on_key_and_content_and_is_recognised() -> None:
    one = sealed([{"a": 1}], b"key")
    assert one == sealed([{"a": 1.0}], b"key")
    assert len({one, sealed([{"a": 2}], b"key"), sealed([{"a": 1}], b"other")}) == 3
    assert is_sealed(one)
    assert not is_sealed("〔限制公开〕")
    assert not is_sealed(None)
