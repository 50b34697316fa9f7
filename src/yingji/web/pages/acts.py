"""An act as a person reads it."""

from collections.abc import Mapping
from typing import Any

from yingji.desk.answers import ActLine
from yingji.lifecycle.fields import TITLES, VERDICTS
from yingji.web.wording import day


def told(act: ActLine) -> tuple[str, ...]:
    """What the act recorded, one line for each thing."""
    lines = []
    for name, value in act.fields.items():
        if name in TITLES and value:
            lines += _SHAPES.get(name, _plain)(TITLES[name], value)
    return tuple(lines)


def _plain(title: str, value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [f"{title}：「{value.get('old') or '空'}」改为「{value.get('new')}」"]
    return [f"{title}：{day(value) if title.endswith('日期') else value}"]


def _checklist(title: str, value: Any) -> list[str]:
    counts = {verdict: sum(1 for entry in value if entry["verdict"] == verdict) for verdict in VERDICTS}
    summary = "，".join(f"{VERDICTS[verdict]} {count} 项" for verdict, count in counts.items() if count)
    said = [
        f"第 {entry['point']} 项：{entry.get('place', '')}{entry.get('revision', '')}"
        for entry in value
        if entry.get("place") or entry.get("revision")
    ]
    return [f"{title}：{summary}", *said]


def _comments(title: str, value: Any) -> list[str]:
    return [f"{title}：{comment['text']}" for comment in value]


def _clears(title: str, value: Any) -> list[str]:
    return [f"{title} {entry['code']}：{entry['reason']}" for entry in value]


_SHAPES = {"checklist": _checklist, "comments": _comments, "clears": _clears}
