"""What sentences say for sure, and what only seems to be said."""

import pytest

from yingji.office.word.prose import appointed, profile_in

CHIEF, DEPUTIES = "/command/chief_id", "/command/deputy_ids"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (
            "指挥长由支部书记赵国强同志担任，副指挥长由钱秀兰、李保田同志担任。",
            [(CHIEF, ["赵国强"]), (DEPUTIES, ["钱秀兰", "李保田"])],
        ),
        ("总指挥由主任李勇担任。", [(CHIEF, ["李勇"])]),
        ("指挥长由任立新担任", [(CHIEF, ["任立新"])]),
        ("由村党支部书记赵国强同志任组长，", [(CHIEF, ["赵国强"])]),
        ("副总指挥由村委会主任（兼）钱秀兰和会计孙长顺担任。", [(DEPUTIES, ["钱秀兰", "孙长顺"])]),
    ],
)
def test_who_is_appointed_in_so_many_words(said: str, meant: list[tuple[str, list[str]]]) -> None:
    assert list(appointed(said)) == meant


@pytest.mark.parametrize(
    "said",
    [
        "总指挥由村党支部书记担任。",
        "指挥长由乡政府指定的人担任。",
        "总指挥不在时由副总指挥代行职责。",
        "抢险组由郭长海任组员。",
        "副总指挥由各组组长担任。",
        "指挥长由赵国强、钱秀兰担任。",
    ],
)
def test_nobody_is_appointed_by_what_names_nobody_or_too_many(said: str) -> None:
    assert list(appointed(said)) == []


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (
            "全村共318户，户籍人口1290人，耕地面积1866亩。",
            {
                "/profile/households": 318,
                "/profile/registered_population": 1290,
                "/profile/farmland_mu": 1866,
            },
        ),
        (
            "辖4个自然村、9个村民小组，623户2518口人。",
            {"/profile/households": 623, "/profile/registered_population": 2518},
        ),
        ("全村318户，其中一组120户400人，二组198户890人。", {}),
        ("低保户12户30人，危房3户。", {"/profile/unsafe_houses/households": 3}),
        ("去年受灾98户361人。", {}),
    ],
)
def test_counts_of_the_village_are_those_given_once(said: str, meant: dict[str, int]) -> None:
    assert profile_in(said) == meant
