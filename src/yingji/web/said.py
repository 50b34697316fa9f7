"""Faults speak of the command line where they were first written for it; on a page they speak of the page."""

import re

_WORDS: tuple[tuple[str, str], ...] = (
    (r"请先上传，例如 yingji plan upload 预案\.json。", "请先上传。"),
    (r"例如 roster set \S+ (\S+) (\S+) --from (\S+?)。", r"例如 \1、\2、\3。"),
    (r"请管理员先运行 yingji db upgrade", "请管理员先升级数据库"),
    (r"请先运行 yingji db upgrade", "请管理员先升级数据库"),
    (r"请用 unit end 或 unit merge 办理", "请办理撤销或合并"),
    (r"请先用 user revoke 结束原授权", "请先结束原授权"),
    (r"用 --accept 导入", "勾选「连同需人工确认的一并执行」再导入"),
    (r"请加 --draft，会带上草稿标记", "请打印校对稿，会带上草稿标记"),
    (r"；?全部符合可用 --all-conform", ""),
    (r"就不用再写 --under", "就不用再写范围"),
    (r"[，。]或?可?用 (?:yingji )?[a-z]+ list 查看[^。]*。", "。"),
    (r"--against", "对照日期"),
    (r"--as-of", "截至日期"),
    (r"--trend", "月数"),
    (r"（--[a-z-]+）", ""),
    (r"(?<=[用如 ])--[a-z-]+ ", ""),
    (r"--[a-z-]+ ", ""),
)
_RULES = tuple((re.compile(pattern), said) for pattern, said in _WORDS)


def said(sentence: str) -> str:
    """The sentence without a word of the command line."""
    for pattern, words in _RULES:
        sentence = pattern.sub(words, sentence)
    return sentence
