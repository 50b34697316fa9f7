"""Codes as people type them: well-formed or not, and the ones a slip of the finger away."""

import re

MAX_LENGTH = 60
EXAMPLE = "411624201201"
WIDTHS = {2: "province", 4: "prefecture", 6: "county", 9: "township", 12: "village"}
"""Significant digits of a division code by kind; the published form pads them to twelve with zeros."""

_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_RESERVED = re.compile(r"[/\\?#%:]")
_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\ufeff]")


def tidied(code: str) -> str:
    """The code with full-width digits made plain; nothing else is guessed."""
    return code.translate(_FULL_WIDTH)


def padded(code: str, width: int | None = None) -> str:
    """A shortened division code (411624201) in its published twelve digits; anything else unchanged."""
    short = code.isascii() and code.isdigit() and len(code) in WIDTHS
    return code.ljust(12, "0") if short and width in {None, len(code)} else code


def fault_of(code: str) -> str | None:
    """Why the code cannot name any unit, as a Chinese clause; None when it can."""
    if not code:
        return "代码是空的"
    if len(code) > MAX_LENGTH:
        return f"代码超过 {MAX_LENGTH} 个字"
    if _UNSEEN.search(code):
        return "代码里有空格、换行或看不见的字符"
    return None


def fault_of_new(code: str) -> str | None:
    """Why a new unit cannot take the code: it also has to stand in an address and a file name."""
    fault = fault_of(code)
    if fault is None and _RESERVED.search(code):
        return "代码里有 / \\ ? # % : 这类符号"
    return fault


def neighbours(code: str) -> tuple[str, ...]:
    """Codes one wrong digit, or two swapped neighbouring digits, away from a code of digits."""
    if not (code.isascii() and code.isdigit()):
        return ()
    wrong = (
        code[:at] + digit + code[at + 1 :]
        for at in range(len(code))
        for digit in "0123456789"
        if digit != code[at]
    )
    swapped = (code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in range(len(code) - 1))
    return tuple(sorted({*wrong, *swapped} - {code}))


def distance(code: str, other: str) -> int:
    """In how many places two codes differ."""
    return sum(a != b for a, b in zip(code, other, strict=False)) + abs(len(code) - len(other))


def own_digits(code: str, kind: str) -> str:
    """The digits that tell a division from its siblings (411624201212, village → 212); a body's whole code."""
    ends = {of: width for width, of in WIDTHS.items()}
    if kind not in ends:
        return code
    starts = {4: 2, 6: 4, 9: 6, 12: 9}
    return code[starts.get(ends[kind], 0) : ends[kind]]
