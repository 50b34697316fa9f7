"""yingji db, serve, ledger: the installation itself."""

import json
import socket
from pathlib import Path

import click

from yingji.access.queries import site_value
from yingji.archive.pack import Contents
from yingji.cli.frame import Session, answer, as_json, as_user, session, write_file
from yingji.desk.answers import plain
from yingji.desk.supervise import audited
from yingji.errors import Refusal, Unavailable, Usage
from yingji.ledger import queries as trail
from yingji.ledger.chain import Break


@click.group()
def db() -> None:
    """数据库：建立、升级、检查。"""


@db.command()
@session
def upgrade(s: Session) -> None:
    """建立数据库，或升级到本版本；再运行一次不会改变什么。"""
    from yingji.migrations import upgrade as bring_up

    _make_folder(s)
    bring_up(s.new_database(), s.clock.now(), s.config.secret)
    click.echo("数据库已是最新。")


@db.command()
@as_json
@session
def check(s: Session, wants_json: bool) -> int:
    """检查数据库版本和台账链。"""
    from yingji.migrations import pending

    behind = pending(s.database)
    broken = () if behind else _broken(s)[0]
    lines = ["数据库需要升级：请运行 yingji db upgrade。" if behind else "数据库是最新的。"]
    lines += [f"台账 {b.chain} 第 {b.seq} 条：{b.what}" for b in broken] or ["台账完整。"] * (not behind)
    answer({"current": not behind, "broken": broken}, wants_json, *lines)
    return 1 if behind or broken else 0


@db.command()
@as_json
@session
def clear(s: Session, wants_json: bool) -> None:
    """清理到期的文件：检查过没有存的留 7 天，放弃的草稿的原件留 30 天；各版旁边的原件从不清理。"""
    from yingji.desk.clearing import clear as clear_away

    with s.database.writing() as w:
        cleared = clear_away(w, s.clock.now())
    answer(
        cleared, wants_json, f"清理了暂存的文件 {cleared.held} 个，放弃的草稿的原件 {cleared.given_up} 个。"
    )


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址。")
@click.option("--port", default=8000, show_default=True, type=int, help="监听的端口。")
@click.option("--workers", default=1, show_default=True, type=int, help="进程数。")
@session
def serve(s: Session, host: str, port: int, workers: int) -> None:
    """启动网页和接口服务。"""
    from yingji.web.serve import serve as run

    with s.database.reading() as r:
        site_value(r, "key")
    _refuse_taken(host, port)
    run(s.config, host, port, workers)


def _refuse_taken(host: str, port: int) -> None:
    """Raise ``Unavailable`` when somebody else answers at the port already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise Unavailable(
                f"{host}:{port} 打不开，多半是端口已被占用。请换一个端口，例如 --port {port + 1}。"
            ) from None


@click.group()
def ledger() -> None:
    """台账：逐条成链，不能改。"""


@ledger.command()
@as_json
@session
def verify(s: Session, wants_json: bool) -> None:
    """核对台账是否完整、未被改动。"""
    broken, count = _broken(s)
    if broken:
        raise Refusal(
            f"台账有 {len(broken)} 处对不上：{broken[0].chain} 第 {broken[0].seq} 条，{broken[0].what}。"
            "请停止写入，联系管理员用备份核对。"
        )
    answer({"entries": count, "broken": []}, wants_json, f"台账完整，共 {count} 条。")


@ledger.command()
@click.option("-o", "--out", metavar="FILE.jsonl", help="写到哪里。")
@as_user()
@session
def export(s: Session, out: str | None, login: str | None) -> None:
    """导出台账（审计员：所辖单位的部分），一行一条 JSON，旧的在前。"""
    with s.database.reading() as r:
        units = audited(r, s.actor(r, login), None, s.clock.today())
        found = trail.lines(r, unit_ids=None if units is None else [unit.id for unit in units])
        lines = [json.dumps(plain(line), ensure_ascii=False) for line in reversed(found)]
    text = "\n".join(lines) + "\n" if lines else ""
    if out:
        write_file(out, text.encode())
    else:
        click.echo(text, nl=False)


def _broken(s: Session) -> tuple[tuple[Break, ...], int]:
    with s.database.reading() as r:
        return trail.broken_links(r)


@click.command()
@click.argument("file")
@as_json
@session
def backup(s: Session, file: str, wants_json: bool) -> None:
    """备份全部内容到一个文件，不用本软件也能打开。"""
    from yingji.archive.actions import backup as make

    _tell(make(s.database, _target(file), s.clock.now()), wants_json, f"已备份到 {file}")


@click.command()
@click.argument("file")
@as_json
@session
def restore(s: Session, file: str, wants_json: bool) -> None:
    """从备份恢复到一个空数据库。"""
    from yingji.archive.actions import restore as bring_back

    _make_folder(s)
    _tell(bring_back(s.new_database(), _source(file)), wants_json, "已恢复")


@click.command("verify")
@click.argument("file")
@as_json
def verify_backup(file: str, wants_json: bool) -> None:
    """核对一份备份是否完整、未被改动。"""
    from yingji.archive.actions import check as inspect

    _tell(inspect(_source(file)), wants_json, "备份完整")


def _tell(contents: Contents, wants_json: bool, done: str) -> None:
    count = sum(contents.rows.values())
    answer(
        contents, wants_json, f"{done}：{count} 条记录，{contents.files} 个附件，制作于 {contents.made_at}。"
    )


def _target(file: str) -> Path:
    path = Path(file)
    if not path.parent.is_dir():
        raise Usage(f"没有「{path.parent}」这个文件夹。请先建好再备份。")
    return path


def _source(file: str) -> Path:
    path = Path(file)
    if not path.is_file():
        raise Usage(f"没有「{file}」这个文件。请核对路径。")
    return path


def _make_folder(s: Session) -> None:
    url = s.url
    if url.drivername.startswith("sqlite") and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
