"""Reading division lists, clumsy and hostile ones included."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingji.errors import Fault, Invalid, TooLarge, Unreadable
from yingji.units import listing
from yingji.units.listing import parse

HEAD = "code,name,level,parent\n"
TOWN = "411624201000,石槽集乡,4,411624000000\n"
VILLAGE = "411624201201,徐营村民委员会,5,411624201000\n"


def problems(text: str) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        parse(text.encode())
    return [(problem.place, problem.message) for problem in refused.value.problems]


def test_rows_come_in_the_order_of_the_file_with_their_lines() -> None:
    found = parse((HEAD + TOWN + "\n" + VILLAGE).encode())
    assert [(row.line, row.code, row.kind, row.parent) for row in found.rows] == [
        (2, "411624201000", "township", "411624000000"),
        (4, "411624201201", "village", "411624201000"),
    ]
    assert found.notes == ()


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + HEAD + TOWN,
        (HEAD + TOWN).replace("\n", "\r\n"),
        'Code, NAME ,level,parent\n411624201000,"石槽集乡",4,411624000000\n',
        "代码,名称,级别,上级\n411624201000, 石槽集乡 ,4,411624000000",
        "level,parent,name,code\n4,411624000000,石槽集乡,411624201000\n,,,\n",
    ],
    ids=["byte order mark", "Windows lines", "odd header", "Chinese header", "other order"],
)
def test_what_spreadsheets_do_to_a_list_is_taken(text: str) -> None:
    (row,) = parse(text.encode()).rows
    assert (row.code, row.name, row.kind, row.parent) == (
        "411624201000",
        "石槽集乡",
        "township",
        "411624000000",
    )


def test_full_width_digits_and_short_codes_are_tidied_and_told() -> None:
    found = parse((HEAD + "４１１６２４２０１,石槽集乡,４,411624\n").encode())
    assert (found.rows[0].code, found.rows[0].parent) == ("411624201000", "411624000000")
    assert found.notes == ("全角数字已改成半角：第 2 行，共 1 行。", "代码已补足 12 位：第 2 行，共 1 行。")


def test_further_columns_are_ignored_and_named() -> None:
    found = parse(b"code,name,level,parent,urban_rural_code,note\n410000000000,x,1,,111,y\n")
    assert found.notes == ("未使用的列：urban_rural_code、note。",)


def test_bodies_have_a_kind_and_no_level() -> None:
    text = "code,name,level,parent,kind\nT-卫生院,卫生院,,411624201000,department\nT-小学,小学,,411624201000,学校\n"
    assert [row.kind for row in parse(text.encode()).rows] == ["department", "school"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ((HEAD + TOWN).encode("gbk"), "CSV UTF-8"),
        ((HEAD + TOWN).encode("utf-16"), "CSV UTF-8"),
        (b"PK\x03\x04rest", "Excel 文件"),
        (b"", "是空的"),
        (b"\xef\xbb\xbf \n", "是空的"),
        (HEAD.encode(), "只有表头"),
        (b"code;name;level;parent\n1;2;3;4\n", "表头缺少 code"),
        (b"code,name,level,parent,code\n", "出现了两次"),
        ((HEAD + '411624201000,"石槽集乡' + "x" * 200_000).encode(), "读不出来"),
    ],
    ids=["gbk", "utf-16", "xlsx", "empty", "blank", "header only", "semicolons", "twice", "open quote"],
)
def test_what_is_no_such_list_is_refused_with_a_way_out(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        parse(data)


def test_a_list_over_the_limit_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MAX_BYTES", 1024 * 1024)
    with pytest.raises(TooLarge, match="1 MB"):
        parse(HEAD.encode() + b"x" * 1024 * 1024)


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        (",徐营,5,411624201000", "code", "代码是空的"),
        ("4.11624E+11,徐营,5,411624201000", "code", "科学计数"),
        ("411624201201,徐营,5,4.11624201E11", "parent", "科学计数"),
        ("41162420120x,徐营,5,411624201000", "code", "12 位数字"),
        ("411624201201,,5,411624201000", "name", "名称是空的"),
        (f"411624201201,{'营' * 121},5,411624201000", "name", "最多 120 个"),
        ('411624201201,"徐\n营",5,411624201000', "name", "换行"),
        ("411624201201,徐营,6,411624201000", "level", "1 至 5"),
        ("411624201201,徐营,村,411624201000", "level", "1 至 5"),
        ("411624201201,徐营,,411624201000", "kind", "level 留空时"),
        ("411624201201,徐营,5,411624201000,东", "code", "名称里有逗号"),
    ],
)
def test_each_wrong_cell_is_named_with_its_line(row: str, column: str, message: str) -> None:
    ((place, said),) = problems(HEAD + TOWN + row + "\n")
    assert place == f"第 3 行 {column}"
    assert message in said


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("a/b,卫生院,,411624201000,department", "code"),
        ("a:b,卫生院,,411624201000,department", "code"),
        (f"{'a' * 61},卫生院,,411624201000,department", "code"),
        ("a,卫生院,,411624201000,hospital", "kind"),
        ("411624201201,徐营,5,411624201000,school", "kind"),
    ],
)
def test_wrong_bodies_are_named(row: str, column: str) -> None:
    assert [place for place, _ in problems(HEAD.strip() + ",kind\n" + row)] == [f"第 2 行 {column}"]


def test_a_repeated_row_is_taken_once_and_a_contradicting_one_refused() -> None:
    found = parse((HEAD + VILLAGE * 2).encode())
    assert len(found.rows) == 1
    assert "完全相同" in found.notes[0]
    ((place, message),) = problems(HEAD + VILLAGE + VILLAGE.replace("徐营", "许营"))
    assert place == "第 3 行 code"
    assert "第 2 行" in message


def test_one_code_on_two_levels_is_no_repetition() -> None:
    text = HEAD + "441900000000,东莞市,2,440000000000\n441900000000,东莞市,3,441900000000\n"
    assert [row.kind for row in parse(text.encode()).rows] == ["prefecture", "county"]


def test_very_many_problems_are_counted_not_all_listed() -> None:
    found = problems(HEAD + "".join(f"41162420{n:04d},,5,411624201000\n" for n in range(1000)))
    assert len(found) == listing.SHOWN + 1
    assert "另有 800 处" in found[-1][1]


@given(
    st.binary(max_size=400) | st.text(max_size=200).map(lambda text: (HEAD + text).encode(errors="replace"))
)
def test_no_bytes_bring_anything_but_rows_or_a_chinese_sentence(data: bytes) -> None:
    try:
        assert parse(data).rows
    except Fault as fault:
        assert any("一" <= char <= "鿿" for char in fault.detail)
        assert all(problem.message and problem.place for problem in fault.problems)


@given(st.randoms(use_true_random=False))
def test_a_list_with_torn_bytes_never_breaks_the_reader(chance: random.Random) -> None:
    data = bytearray((HEAD + TOWN + VILLAGE).encode())
    for _ in range(3):
        data[chance.randrange(len(data))] = chance.randrange(256)
    try:
        parse(bytes(data))
    except Fault as fault:
        assert fault.detail
