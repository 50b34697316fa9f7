"""A contact's number changed after the plan was approved: the text stands, its faces show the new value and say so."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from yingji.errors import Invalid, NotFound, Usage
from yingji.plans.catalogue import Field, Schema
from yingji.plans.checking import check
from yingji.plans.tidy import tidy
from yingji.readiness.overlay import contact_rows, directories


def amended(
    schema: Schema, document: Mapping[str, Any], contact_id: str, values: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    """(old, new) by field of a contact, tidied and checked as an upload would be; nothing for what is so already.

    Raises ``NotFound`` for no such contact, ``Usage`` for a field that no amendment may touch,
    ``Invalid`` for a value the schema does not take.
    """
    rows = dict(contact_rows(schema, document))
    if contact_id not in rows:
        listing = "、".join(f"{key}（{row.get('name', '')}）" for key, (_, row) in rows.items())
        raise NotFound(f"预案通讯录里没有编号为「{contact_id}」的人。现有：{listing or '无'}。")
    where, row = rows[contact_id]
    fields = amendable(schema)
    for name in values:
        if name not in fields:
            listing = "、".join(f"{key}（{field.title}）" for key, field in fields.items())
            raise Usage(f"「{name}」不能这样更正，要改就修订预案。能更正的有：{listing}。")
    raw = deepcopy(dict(document))
    dict(contact_rows(schema, raw))[contact_id][1].update(values)
    tidied = tidy(schema, raw).document
    problems = [p for p in check(schema, tidied) if p.grade == "must" and p.path.startswith(f"{where}/")]
    if problems:
        raise Invalid(f"{problems[0].place}：{problems[0].message}", tuple(problems))
    new = dict(contact_rows(schema, tidied))[contact_id][1]
    return {
        name: (str(row.get(name, "")), str(new.get(name, "")))
        for name in values
        if row.get(name, "") != new.get(name, "")
    }


def amendable(schema: Schema) -> dict[str, Field]:
    """The texts of a contact that change without a revision (``x-change: contact``), by name."""
    return {
        child.key: child
        for field in directories(schema)
        for child in (field.item.children if field.item else ())
        if child.change == "contact" and child.type == "string" and not child.hidden and not child.is_date
    }
