"""JSON pointers (RFC 6901) into plan documents."""

from collections.abc import Iterable
from typing import Any

MISSING: Any = object()


def tokens(pointer: str) -> tuple[str, ...]:
    """``"/command/contacts/0"`` → ``("command", "contacts", "0")``; a leading ``#`` is allowed."""
    steps = pointer.removeprefix("#").split("/")[1:]
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in steps)


def build(steps: Iterable[str | int]) -> str:
    """The pointer through these steps; "" for none."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def child(pointer: str, step: str | int) -> str:
    """The pointer one step further."""
    return (
        pointer + "/" + (str(step) if isinstance(step, int) else step.replace("~", "~0").replace("/", "~1"))
    )


def last(pointer: str) -> str:
    """The last step; the outline asks it of every node."""
    return pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")


def find(document: Any, pointer: str) -> Any:
    """The value there, or ``MISSING``."""
    value = document
    for step in tokens(pointer):
        value = _step(value, step)
        if value is MISSING:
            return MISSING
    return value


def _step(value: Any, step: str) -> Any:
    if isinstance(value, dict):
        return value.get(step, MISSING)
    if isinstance(value, list) and step.isdecimal() and step.isascii() and len(step) < 9:
        index = int(step)
        return value[index] if index < len(value) else MISSING
    return MISSING
