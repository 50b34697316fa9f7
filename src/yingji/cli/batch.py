"""The two batch commands: a transaction for each file, a row for each, progress on the terminal."""

import sys
from pathlib import Path

import click

from yingji.cli.frame import Session
from yingji.desk import batch, upload
from yingji.desk.batch import Entry, Row
from yingji.desk.files import original
from yingji.errors import Fault
from yingji.plans.catalogue import FAMILY_FOR
from yingji.plans.queries import check_kind
from yingji.units.queries import Unit, find_unit, units_under


def upload_under(s: Session, *, source: str, code: str, kind: str, login: str, dry_run: bool) -> list[Row]:
    """Upload every plan file of a folder or zip for the units under ``code``."""
    today = s.clock.today()
    with s.database.reading() as r:
        check_kind(r, kind)
        s.actor(r, login)
        units = [u for u in units_under(r, find_unit(r, code, today).id, today) if u.kind in FAMILY_FOR]
    rows = []
    for count, entry in enumerate(batch.entries(Path(source)), start=1):
        _progress(f"第 {count} 份 {entry.name}")
        rows.append(_upload_one(s, entry, units, kind, login, dry_run))
    return rows


def _upload_one(s: Session, entry: Entry, units: list[Unit], kind: str, login: str, dry_run: bool) -> Row:
    unit = None
    try:
        unit, prepared = batch.recognise(entry, units, kind, s.clock.today())
        with s.acting(login, dry_run=dry_run) as act:
            sent = original(entry.name, entry.content)
            result = upload.store(*act, unit=unit, kind=kind, prepared=prepared, original=sent)
    except Fault as fault:
        return batch.failed(entry.name, unit, fault)
    detail = "内容没有变化，不用再交"
    if result.created:
        detail = "可以上传" if dry_run else "已上传"
    result = upload.rehearsed(result) if dry_run else result
    return Row(entry.name, unit.code, unit.name, result.number, result.created, "", detail)


def _progress(words: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{words}\x1b[K", err=True, nl=False)
