"""The batch of files handed in, with its progress on the terminal."""

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from yingji.cli.frame import Session
from yingji.desk.batch import Batch, FileRow, broken, entries, go_through
from yingji.errors import Unavailable
from yingji.plans.catalogue import FAMILY_FOR
from yingji.plans.queries import check_kind
from yingji.units.queries import find_unit, units_under


def upload_under(
    s: Session,
    *,
    source: str,
    code: str,
    kind: str,
    login: str,
    dry_run: bool,
    keep: bool,
    given: Mapping[str, str],
) -> list[FileRow]:
    """Upload every plan file of a folder or zip for the units under ``code``."""
    today = s.clock.today()
    with s.database.reading() as r:
        check_kind(r, kind)
        s.actor(r, login)
        units = [u for u in units_under(r, find_unit(r, code, today).id, today) if u.kind in FAMILY_FOR]
    batch, rows = Batch(units, kind, today, given), []
    for count, entry in enumerate(entries(Path(source)), start=1):
        _progress(f"第 {count} 份 {entry.name}")
        try:
            rows.append(
                go_through(s.database, s.clock, login, batch, entry, is_stored=not dry_run, keep=keep)
            )
        except Unavailable:
            raise
        except Exception:  # noqa: BLE001 - one file that breaks its reader must not stop the others
            rows.append(broken(entry))
    _progress("")
    return rows


def _progress(words: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{words}\x1b[K", err=True, nl=False)
