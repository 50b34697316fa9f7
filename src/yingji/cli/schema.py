"""yingji schema …: the plan formats of this release."""

import json

import click

from yingji.cli.frame import answer, as_json
from yingji.errors import Refusal
from yingji.plans.catalogue import load
from yingji.plans.compat import check_schema


@click.group()
def schema() -> None:
    """预案格式。"""


@schema.command("list")
@as_json
def list_(wants_json: bool) -> None:
    """列出本版本带的预案格式。"""
    rows = [{"name": s.name, "title": s.title, "digest": s.digest} for s in load().schemas]
    answer({"schemas": rows}, wants_json, *(f"{row['name']}  {row['title']}" for row in rows))


@schema.command()
@click.argument("name", metavar="FAMILY[@VERSION]")
def show(name: str) -> None:
    """输出一个格式的 JSON Schema。"""
    family, _, version = name.replace("/", "@").partition("@")
    catalogue = load()
    found = catalogue.get(f"{family}/{version}") if version else catalogue.latest(family)
    click.echo(json.dumps(found.raw, ensure_ascii=False, indent=2))


@schema.command()
@as_json
def check(wants_json: bool) -> None:
    """检查各格式的标注是否齐全、样例是否相符。"""
    faults = [f"{s.name}：{fault}" for s in load().schemas for fault in check_schema(s)]
    if faults:
        raise Refusal(f"有 {len(faults)} 处不合要求：" + "；".join(faults[:20]))
    answer({"valid": True, "faults": []}, wants_json, "标注齐全，样例相符。")
