"""Run every benchmark of this folder and write ``results/<name>.json``.

A benchmark is a file with ``main() -> dict``: figures, each beside its peer or limit from the same
run. ``python benchmarks/run.py NAME…`` runs only those; ``--sizes 33 620573`` goes to those that have ``SIZES``.
"""

import argparse
import importlib
import importlib.metadata
import json
import os
import platform
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent))
TOLD = ("yingji", "litestar", "sqlalchemy", "jsonschema", "reportlab", "psycopg", "msgspec", "uvicorn")


def benchmarks(wanted: set[str]) -> Iterator[tuple[str, ModuleType]]:
    """Name and module of every benchmark asked for; all of them when none is named."""
    for path in sorted(HERE.glob("*.py")):
        if path.name == Path(__file__).name or (wanted and path.stem not in wanted):
            continue
        module = importlib.import_module(path.stem)
        if hasattr(module, "main"):
            yield path.stem, module


def circumstances(name: str, sizes: Sequence[int] = ()) -> dict[str, Any]:
    """What somebody needs to know to run it again and to believe it."""
    chosen = "".join(f" {size}" for size in sizes)
    return {
        "command": f"python benchmarks/run.py {name}{' --sizes' if chosen else ''}{chosen}",
        "versions": {package: importlib.metadata.version(package) for package in TOLD},
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
    }


def main(wanted: set[str], sizes: list[int]) -> int:
    """Run, write and show; 1 when a benchmark that was asked for does not exist."""
    results = HERE / "results"
    results.mkdir(exist_ok=True)
    done = set()
    for name, module in benchmarks(wanted):
        given = [sizes] if sizes and hasattr(module, "SIZES") else []
        result = {"name": name, **circumstances(name, *given), "result": module.main(*given)}
        text = json.dumps(result, ensure_ascii=False, indent=2)
        (results / f"{name}.json").write_text(text + "\n", "utf-8")
        print(text, flush=True)
        done.add(name)
    for name in wanted - done:
        print(f"benchmarks/{name}.py: no such benchmark", file=sys.stderr)
    return 1 if wanted - done else 0


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("names", nargs="*")
    asked.add_argument("--sizes", type=int, nargs="+", default=[])
    chosen = asked.parse_args()
    sys.exit(main(set(chosen.names), chosen.sizes))
