"""The one text of a document that digests, approvals and prints stand on."""

import hashlib
import hmac
import re
from typing import Any

import rfc8785

from yingji.errors import Invalid

DECIMALS = 6
SEAL = "〔限制公开〕"

_SEALED = re.compile(SEAL + "[0-9a-f]{64}")


def canonical(value: Any) -> str:
    """RFC 8785 text of a tidied document (or of any value in one).

    Numbers are integers or decimals of at most six places, and 30.0 is 30. Raises ``Invalid``
    for any other number or a text that is not Unicode.
    """
    try:
        return rfc8785.dumps(_plain(value)).decode()
    except rfc8785.CanonicalizationError:
        raise Invalid("文件里有无法保存的数字或字符。请检查最近改动的地方，数字例如 125.5。") from None


def digest(text: str) -> str:
    """SHA-256 of a canonical text, 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def sealed(value: Any, key: bytes) -> str:
    """What stands in the canonical text in place of a restricted value: its keyed digest."""
    return SEAL + hmac.new(key, canonical(value).encode(), hashlib.sha256).hexdigest()


def is_sealed(value: object) -> bool:
    return isinstance(value, str) and _SEALED.fullmatch(value) is not None


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, float):
        return _number(value)
    return value


def _number(number: float) -> float | int:
    if number.is_integer():
        return int(number)
    if round(number, DECIMALS) != number:
        raise Invalid(f"数字 {number} 的小数超过六位。请四舍五入到六位以内，例如 {round(number, DECIMALS)}。")
    return number
