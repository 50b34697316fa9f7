"""No sentence that reaches a page names a command or an option of the command line."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import yingji
from yingji.web.said import said

SOURCE = Path(yingji.__file__).parent
ELSEWHERE = (
    "cli/",
    "archive/",
    "migrations/",
    "demo/",
    "paper/fonts/",
    "office/word/convert.py",
    "web/said.py",
)
COMMANDS = re.compile(r"--[a-z]|\byingji [a-z]|\b(?:list|revoke|merge|set) |\bunit end")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def sentences() -> Iterator[str]:
    """Every Chinese text of the source that names a command; holes of f-strings as X."""
    for path in sorted(SOURCE.rglob("*.py")):
        if path.relative_to(SOURCE).as_posix().startswith(ELSEWHERE):
            continue
        tree = ast.parse(path.read_text("utf-8"))
        docs = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
        inner = {id(v) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for v in n.values}
        for node in ast.walk(tree):
            text = ""
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and id(node) not in docs | inner
            ):
                text = node.value
            elif isinstance(node, ast.JoinedStr):
                text = "".join(str(v.value) if isinstance(v, ast.Constant) else "X" for v in node.values)
            if CHINESE.search(text) and COMMANDS.search(text):
                yield text


def test_there_are_such_sentences_and_none_reaches_a_page() -> None:
    found = list(sentences())
    assert len(found) > 15
    assert not [said(text) for text in found if COMMANDS.search(said(text))]


def test_what_names_no_command_stays_as_it_is() -> None:
    for text in (
        "没有这个地址。请从首页进入，或核对网址。",
        "授权止日 2026-05-01 早于起日 2026-05-02，请对调。",
    ):
        assert said(text) == text


def test_the_rest_of_the_sentence_stays() -> None:
    assert said("没有代码为 1 的单位。单位代码例如 411624201201，可用 unit list 查看。") == (
        "没有代码为 1 的单位。单位代码例如 411624201201。"
    )
    assert said("请写明由谁认定，例如 --by 张三 --reason 调整。") == "请写明由谁认定，例如 张三 调整。"
