"""The batch of files handed in: a transaction for each, a row for each, progress on the terminal."""

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from yingji.cli.frame import Session
from yingji.desk.batch import Batch, Entry, FileRow, entries
from yingji.errors import Fault
from yingji.plans.catalogue import FAMILY_FOR
from yingji.plans.queries import check_kind
from yingji.units.queries import find_unit, units_under


def upload_under(
    s: Session, *, source: str, code: str, kind: str, login: str, dry_run: bool, keep: bool, given: Mapping[str, str]
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
        rows.append(_upload_one(s, batch, entry, login, dry_run=dry_run, keep=keep))
    _progress("")
    return rows


def _upload_one(s: Session, batch: Batch, entry: Entry, login: str, *, dry_run: bool, keep: bool) -> FileRow:
    with s.database.reading() as r:
        looked = batch.look(r, s.actor(r, login), entry)
    if looked.fault is not None:
        return looked.row
    try:
        with s.acting(login, dry_run=dry_run) as act:
            taken = batch.take(*act, looked, keep=keep)
    except Fault as fault:
        return looked.refused(fault)
    return looked.row if dry_run else taken


def _progress(words: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{words}\x1b[K", err=True, nl=False)
