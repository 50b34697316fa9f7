"""Plans of every size for the Word tests, and the edits a clerk makes to a file in Word."""

import copy
import io
import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import docx
from docx.document import Document

from yingji.plans.catalogue import Schema, load
from yingji.plans.example import BasisRef, Subject, example
from yingji.plans.kinds import KINDS
from yingji.plans.tidy import tidy

TODAY = date(2026, 5, 6)
NAMES = {
    "village": "白果村民委员会",
    "township": "石槽集乡人民政府",
    "school": "石槽集乡中心校",
    "department": "石槽集乡应急管理办公室",
    "enterprise": "石槽集面粉厂",
}
STRANGE = (
    "第一行\n第二行",
    "引号“内”与——破折号",
    "𠙶塱㙟",
    "a<b & c>d",
    "  ",
    "含、顿号；分号。",
    "=1+1",
    "\t制表",
    "１２３",
    "—" * 60,
)


def plan(kind: str = "village", of: str = "comprehensive", on: date = TODAY) -> dict[str, Any]:
    """A complete, tidied plan."""
    subject = Subject("411624201201", NAMES[kind], kind, "石槽集乡", "沈丘县")
    basis = (BasisRef("CN-LAW-2024", "中华人民共和国突发事件应对法", ""),)
    document = example(subject, of, on, basis)
    return tidy(schema_of(document), document).document


def schema_of(document: dict[str, Any]) -> Schema:
    """The schema a document names."""
    return load().get(str(document["schema"]))


def shaken(seed: int, keep: float) -> dict[str, Any]:
    """A plan with parts taken away and texts made strange, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - the same plans in every run
    kind = chance.choice(list(NAMES))
    document = plan(kind, chance.choice(list(KINDS)), TODAY - timedelta(days=chance.randrange(400)))
    thinned = _thinned(copy.deepcopy(document), chance, keep)
    kept = {key: document[key] for key in ("schema", "kind", "unit_name", "title")}
    return tidy(schema_of(document), {**thinned, **kept}).document


def _thinned(value: Any, chance: random.Random, keep: float) -> Any:
    if isinstance(value, dict):
        return {
            key: _thinned(each, chance, keep)
            for key, each in value.items()
            if chance.random() < keep or key == "id"
        }
    if isinstance(value, list):
        few = [each for each in value if chance.random() < keep][: 2 if keep < 0.6 else None]
        return [_thinned(each, chance, keep) for each in few or value[:1]]
    if isinstance(value, str) and chance.random() < 0.03:
        return chance.choice(STRANGE)
    return value


def retyped(data: bytes, edit: Callable[[Document], None]) -> bytes:
    """The file after somebody opened it, changed something and saved it (with another program than ours)."""
    document = docx.Document(io.BytesIO(data))
    edit(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
