"""One small village plan without a problem, and schemas to try things on."""

import copy
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from yingji.plans import catalogue, pointer
from yingji.plans.catalogue import Schema

VILLAGE: dict[str, Any] = json.loads(Path(__file__).with_name("village.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def village() -> Schema:
    return catalogue.load().get("village/1.0")


@pytest.fixture(scope="session")
def template() -> dict[str, Any]:
    """The same plan for tests that try many changes: to be copied, never changed."""
    return VILLAGE


@pytest.fixture
def document() -> dict[str, Any]:
    """A flood plan of 青山村, complete and right on ``today``; the test may change it."""
    return copy.deepcopy(VILLAGE)


@pytest.fixture
def today() -> date:
    return date(2026, 6, 1)


@pytest.fixture(scope="session")
def leaves() -> list[str]:
    """Pointers of every single value in the village plan."""
    return list(_leaves(VILLAGE, ""))


def _leaves(value: Any, where: str) -> Iterator[str]:
    if isinstance(value, dict | list):
        steps = value.items() if isinstance(value, dict) else enumerate(value)
        for step, inner in steps:
            yield from _leaves(inner, pointer.child(where, step))
    else:
        yield where
