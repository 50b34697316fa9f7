"""The interface's own description as lines that a person reads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

GROUPS = {
    "units": "单位",
    "schemas": "预案格式",
    "plans": "预案",
    "moves": "办理",
    "print": "打印",
    "coverage": "覆盖情况",
    "ledger": "办理记录",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """What may be asked for in the address."""

    name: str
    where: str
    required: bool
    words: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One call: what it does, takes and answers."""

    method: str
    path: str
    words: str
    parameters: tuple[Parameter, ...]
    bodies: tuple[tuple[str, str], ...]
    answers: tuple[tuple[str, str], ...]


def operations(description: Mapping[str, Any]) -> dict[str, tuple[Operation, ...]]:
    """The calls under ``/api`` by group, in the order of addresses."""
    found: dict[str, list[Operation]] = {title: [] for title in GROUPS.values()}
    for path, item in sorted(description["paths"].items()):
        for method, operation in item.items():
            if path.startswith("/api/") and isinstance(operation, Mapping):
                tag = next(iter(operation.get("tags") or ()), "")
                found.setdefault(GROUPS.get(tag, "其他"), []).append(_operation(method, path, operation))
    return {title: tuple(calls) for title, calls in found.items() if calls}


def _operation(method: str, path: str, said: Mapping[str, Any]) -> Operation:
    content = (said.get("requestBody") or {}).get("content", {})
    return Operation(
        method.upper(),
        path,
        said.get("description") or said.get("summary") or "",
        tuple(_parameters(said)),
        tuple((kind, "、".join(_fields(body.get("schema", {})))) for kind, body in content.items()),
        tuple((status, answer.get("description", "")) for status, answer in said["responses"].items()),
    )


def _parameters(said: Mapping[str, Any]) -> Iterator[Parameter]:
    where = {"path": "地址中", "query": "? 之后", "header": "请求头"}
    for one in said.get("parameters", ()):
        words = one.get("description") or one.get("schema", {}).get("description", "")
        yield Parameter(one["name"], where.get(one["in"], one["in"]), bool(one.get("required")), words)


def _fields(schema: Mapping[str, Any]) -> Iterator[str]:
    for name, one in schema.get("properties", {}).items():
        words = one.get("description", "") if isinstance(one, Mapping) else ""
        yield f"{name}（{words}）" if words else name
