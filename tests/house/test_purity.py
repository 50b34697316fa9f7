"""Pure functions decide: what the files of a room may touch."""

import ast
from typing import Any

ROOMS = {
    "ledger",
    "access",
    "tray",
    "units",
    "basis",
    "plans",
    "lifecycle",
    "copies",
    "readiness",
    "coverage",
}
WORKSHOPS = {"office", "paper"}
DOORS = {"web", "cli"}
PLUMBING = {"tables", "queries", "actions"}
EDGES = (
    "sqlalchemy",
    "litestar",
    "alembic",
    "psycopg",
    "sqlite3",
    "yingji.db",
    "yingji.clock.Clock",
    "yingji.config",
)
FILES = ("pathlib", "os", "shutil", "tempfile", "subprocess", "socket", "urllib.request")
SPEAKS_NO_SQL = {"sqlalchemy.make_url", "sqlalchemy.URL", "sqlalchemy.exc.ArgumentError"}
READS_SHIPPED_FILES = {
    "plans/catalogue.py": "the released schemas beside the source, in a checkout as in a wheel",
}
WALL = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
WALL |= {("time", "time"), ("time", "time_ns"), ("time", "localtime"), ("time", "gmtime")}


def touches(imported: set[str], forbidden: tuple[str, ...]) -> list[str]:
    return sorted(
        name for name in imported if any(name == bad or name.startswith(bad + ".") for bad in forbidden)
    )


def calls(tree: ast.Module) -> set[tuple[str, str]]:
    """``(owner, name)`` of every call; the owner is empty for a bare name."""
    found: set[tuple[str, str]] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Attribute(ast.Name(owner) | ast.Attribute(attr=owner), name):
                    found.add((owner, name))
                case ast.Name(name):
                    found.add(("", name))
    return found


def is_pure_by_rule(module: Any) -> bool:
    return module.package in ROOMS and not PLUMBING & set(module.name.removesuffix(".py").split("/"))


def test_the_pure_files_of_a_room_know_no_database_no_web_and_no_clock(modules: Any) -> None:
    found = {m.name: bad for m in modules if is_pure_by_rule(m) and (bad := touches(m.imported(), EDGES))}
    assert not found


def test_the_pure_files_of_a_room_open_no_files(modules: Any) -> None:
    pure = [m for m in modules if is_pure_by_rule(m) and m.name not in READS_SHIPPED_FILES]
    found = {m.name: bad for m in pure if (bad := touches(m.imported(), FILES))}
    found |= {m.name: ["open"] for m in pure if ("", "open") in calls(m.tree)}
    assert not found


def test_the_workshops_open_no_database(modules: Any) -> None:
    shops = [m for m in modules if m.package in WORKSHOPS]
    assert not {m.name: bad for m in shops if (bad := touches(m.imported(), EDGES))}


def test_only_tables_queries_and_actions_speak_sql(modules: Any) -> None:
    others = [m for m in modules if m.package not in ROOMS | {"migrations", "db", "archive"}]
    found = {m.name: set(touches(m.imported(), ("sqlalchemy",))) - SPEAKS_NO_SQL for m in others}
    assert not {name: bad for name, bad in found.items() if bad}


def test_one_file_asks_the_wall_clock(modules: Any) -> None:
    found = {m.name: sorted(bad) for m in modules if m.name != "clock.py" and (bad := calls(m.tree) & WALL)}
    assert not found


def test_only_the_doors_make_a_clock(modules: Any) -> None:
    makers = [m.name for m in modules if ("", "Clock") in calls(m.tree)]
    assert not [name for name in makers if name.split("/")[0] not in DOORS]


def test_broad_except_stands_in_the_doors_alone(modules: Any) -> None:
    def is_broad(handler: ast.AST) -> bool:
        if not isinstance(handler, ast.ExceptHandler):
            return False
        names = (
            {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)}
            if handler.type
            else set()
        )
        return handler.type is None or bool(names & {"Exception", "BaseException"})

    found = {m.name for m in modules if m.package not in DOORS and any(map(is_broad, ast.walk(m.tree)))}
    assert not found


def test_no_room_keeps_a_drawer_for_odds_and_ends(modules: Any) -> None:
    drawers = {"utils", "util", "common", "helpers", "helper", "manager", "service", "services", "misc"}
    assert not [m.name for m in modules if drawers & set(m.name.removesuffix(".py").split("/"))]
