"""Workbooks for tests: written by the system, then handled the way clerks and other programs handle them."""

import copy
import io
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from openpyxl import load_workbook

from yingji.desk.files import open_file
from yingji.desk.upload import Prepared, examine
from yingji.errors import Problem
from yingji.office.excel.write_book import Identity, write_book
from yingji.plans.catalogue import Schema, load
from yingji.plans.example import Subject, example

ON = date(2026, 5, 6)
VILLAGE = Subject("411624201200", "石槽集村民委员会", "village", "石槽集乡", "沈丘县")
TOWNSHIP = Subject("411624201000", "石槽集乡", "township", "石槽集乡", "沈丘县")
SCHOOL = Subject("411624201000-中心校", "石槽集乡中心校", "school", "石槽集乡", "沈丘县")
FAMILIES = {"village": VILLAGE, "township": TOWNSHIP, "body": SCHOOL}
SAMPLE = Subject("sample", "示例村民委员会", "village", "示例乡", "示例县")


def schema_of(family: str = "village") -> Schema:
    return load().latest(family)


@cache
def _document(family: str, kind: str) -> dict[str, Any]:
    return example(FAMILIES[family], kind, ON, ())


def document_of(family: str = "village", kind: str = "flood") -> dict[str, Any]:
    """A valid document; the same every time."""
    return copy.deepcopy(_document(family, kind))


@cache
def filled(family: str = "village", kind: str = "flood") -> bytes:
    """The workbook of a valid plan, as it is downloaded."""
    return _written(family, kind, {})


@cache
def with_sample() -> bytes:
    """The same with its worked example beside it."""
    return _written("village", "flood", example(SAMPLE, "flood", ON, ()))


def _written(family: str, kind: str, sample: dict[str, Any]) -> bytes:
    subject, schema = FAMILIES[family], schema_of(family)
    identity = Identity(schema.name, subject.code, subject.name, kind, "0" * 64)
    return write_book(schema, identity, document_of(family, kind), sample)


@cache
def blank() -> bytes:
    """A workbook nobody has written in."""
    schema = schema_of()
    return write_book(schema, Identity(schema.name, VILLAGE.code, VILLAGE.name, "flood"), {}, {})


def edited(change: Callable[[Any], None], data: bytes | None = None) -> bytes:
    """The filled workbook after somebody worked on it and saved."""
    book = load_workbook(io.BytesIO(data or filled()))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(
    change: Callable[[dict[str, bytes]], None], data: bytes | None = None, method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """The filled workbook after a program changed the parts inside it."""
    with zipfile.ZipFile(io.BytesIO(data or filled())) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def part_of(title: str, data: bytes | None = None) -> str:
    """The part a sheet is kept in: openpyxl numbers them in their order."""
    names = load_workbook(io.BytesIO(data or filled()), read_only=True).sheetnames
    return f"xl/worksheets/sheet{names.index(title) + 1}.xml"


def prepared(data: bytes) -> Prepared:
    return examine(open_file(data), on=ON)


def problems(data: bytes) -> tuple[Problem, ...]:
    return prepared(data).problems
