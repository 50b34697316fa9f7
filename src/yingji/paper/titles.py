"""Where a title breaks: at the sense, into few lines of like length."""

import re
from itertools import pairwise

WORDS = (
    "村民委员会|居民委员会|人民政府|办公室|委员会|关于|印发|修订|发布|突发公共卫生事件|突发公共事件|突发事件|自然灾害|"
    "生产安全事故|食品安全|公共卫生|地震灾害|地质灾害|森林火灾|低温雨雪冰冻|防汛抗旱|防台风|防汛|抗旱|避险转移|应急救援|"
    "灾害救助|应急救助|综合|总体|专项|应急预案|应急处置|工作方案|的通知|消防|火灾|幼儿园|卫生院|小学|中学|学校|有限公司|合作社"
)
TERM = re.compile(WORDS)
CLOSED = frozenset("、，。；：！？）】》〉〕」』”’的和与及")
OPEN = frozenset("（【《〈〔「『“‘")
MOST_LINES = 8  # a longer title is no title: it is broken where the line is full


def title_lines(title: str, unit_name: str, cells: int) -> list[str]:
    """The lines of a title, each at most ``cells`` characters."""
    if len(title) <= cells:
        return [title]
    prices = _prices(title, unit_name)
    for count in range(-(-len(title) // cells), min(len(prices) + 1, MOST_LINES) + 1):
        if cuts := _cheapest(len(title), count, cells, prices):
            return [title[start:end] for start, end in pairwise((0, *cuts, len(title)))]
    return [title[i : i + cells] for i in range(0, len(title), cells)]


def _cheapest(length: int, count: int, cells: int, prices: dict[int, int]) -> tuple[int, ...]:
    """The cuts into ``count`` lines that cost least, none if there are no such cuts.

    Unequal lines cost, and so do disliked places.
    """
    mean = length / count
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for line in range(1, count + 1):
        ends = [length] if line == count else list(prices)
        reached: dict[int, tuple[float, tuple[int, ...]]] = {}
        for end in ends:
            price = prices.get(end, 0)
            ways = [
                (cost + (end - start - mean) ** 2 / 4 + price, (*cuts, end))
                for start, (cost, cuts) in best.items()
                if 0 < end - start <= cells
            ]
            if ways:
                reached[end] = min(ways)
        best = reached
    return best[length][1][:-1] if length in best else ()


def _prices(title: str, unit_name: str) -> dict[int, int]:
    """Places where the title may break and how little each is liked; dear ones only if needed."""
    names = [found.span() for found in re.finditer(re.escape(unit_name), title)] if unit_name else []
    terms = [found.span() for found in TERM.finditer(title)]
    inside = {i for start, end in terms + names for i in range(start + 1, end)}
    prices = {i: 20 for i in range(1, len(title)) if i not in inside and not _is_glued(title, i)}
    liked = [(edge, 6) for span in terms for edge in span] + [(end, 3) for _, end in names]
    liked += [(found.end(), 0) for found in re.finditer("关于印发", title)]
    liked += [(found.start(), 1) for found in re.finditer("[（《]", title)]
    for place, price in liked:
        if place in prices:
            prices[place] = min(price, prices[place])
    cheap = {place: price for place, price in prices.items() if price < 20}
    return cheap if len(cheap) > 2 else prices


def _is_glued(title: str, at: int) -> bool:
    before, after = title[at - 1], title[at]
    return after in CLOSED or before in OPEN or (before.isascii() and after.isascii())
