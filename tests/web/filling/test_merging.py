"""What two people typed since the same beginning comes together; only the same value changed twice is asked about."""

import copy
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from yingji.desk.merging import merge, put
from yingji.plans.catalogue import load
from yingji.plans.example import Subject, example

SCHEMA = load().latest("village")
DOCUMENT = example(
    Subject("411624201229", "范庄村民委员会", "village", "石槽集乡", "沈丘县"), "flood", date(2026, 5, 1), []
)
PHONE, POST = "/command/contacts/2/phone", "/command/contacts/2/post"


def merged(mine: dict[str, Any], theirs: dict[str, Any]) -> Any:
    return merge(SCHEMA.root, DOCUMENT, mine, theirs)


def without_row(document: dict[str, Any], where: str, index: int) -> dict[str, Any]:
    changed = copy.deepcopy(document)
    holder: Any = changed
    for step in where.split("/")[1:]:
        holder = holder[step]
    del holder[index]
    return changed


def test_different_fields_of_one_row_come_together() -> None:
    both = merged(put(DOCUMENT, PHONE, "13800001111"), put(DOCUMENT, POST, "会计"))
    assert both.conflicts == ()
    assert (both.value["command"]["contacts"][2]["phone"], both.value["command"]["contacts"][2]["post"]) == (
        "13800001111",
        "会计",
    )


def test_the_same_field_changed_twice_is_a_conflict_and_theirs_stands() -> None:
    both = merged(put(DOCUMENT, PHONE, "13800001111"), put(DOCUMENT, PHONE, "13800002222"))
    (conflict,) = both.conflicts
    assert (conflict.path, conflict.mine, conflict.theirs) == (PHONE, "13800001111", "13800002222")
    assert both.value["command"]["contacts"][2]["phone"] == "13800002222"


def test_rows_added_by_both_are_all_kept() -> None:
    rows = DOCUMENT["command"]["contacts"]
    one, other = (
        {"id": f"new{n}", "name": f"新人{n}", "post": "组员", "phone": f"1380000000{n}"} for n in (1, 2)
    )
    both = merged(
        put(DOCUMENT, "/command/contacts", [*rows, one]), put(DOCUMENT, "/command/contacts", [other, *rows])
    )
    assert both.conflicts == ()
    assert [row["id"] for row in both.value["command"]["contacts"]] == [
        "new2",
        *(row["id"] for row in rows),
        "new1",
    ]


def test_a_row_taken_away_by_one_and_changed_by_the_other_stays() -> None:
    both = merged(without_row(DOCUMENT, "/command/contacts", 2), put(DOCUMENT, PHONE, "13800002222"))
    assert "13800002222" in [row["phone"] for row in both.value["command"]["contacts"]]
    gone = merged(without_row(DOCUMENT, "/command/contacts", 2), put(DOCUMENT, "/title", "防汛应急预案"))
    assert len(gone.value["command"]["contacts"]) == len(DOCUMENT["command"]["contacts"]) - 1


def test_a_row_taken_away_moves_no_change_to_its_neighbour() -> None:
    both = merged(without_row(DOCUMENT, "/command/contacts", 0), put(DOCUMENT, PHONE, "13800002222"))
    changed = [row["id"] for row in both.value["command"]["contacts"] if row["phone"] == "13800002222"]
    assert changed == [DOCUMENT["command"]["contacts"][2]["id"]]


PATHS = (
    "/title",
    PHONE,
    POST,
    "/recovery",
    "/profile/households",
    "/command/contacts/0/name",
    "/no_risk_statement",
)
edits = st.dictionaries(st.sampled_from(PATHS), st.sampled_from(["甲", "乙", None]), max_size=4)


@settings(max_examples=80)
@given(edits, edits)
def test_no_change_of_either_side_is_lost_and_sides_may_be_swapped(
    mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    one, other = DOCUMENT, DOCUMENT
    for where, value in mine.items():
        one = put(one, where, value)
    for where, value in theirs.items():
        other = put(other, where, value)
    both, swapped = merged(one, other), merged(other, one)
    met = {conflict.path for conflict in both.conflicts}
    assert met == {conflict.path for conflict in swapped.conflicts}
    assert met <= {where for where in mine if where in theirs and mine[where] != theirs[where]}
    for where in PATHS:
        if where not in met and (where in mine or where in theirs):
            changed = [side for side in (one, other) if at(side, where) != at(DOCUMENT, where)]
            assert not changed or at(both.value, where) in [at(side, where) for side in changed], where


def at(document: Any, where: str) -> Any:
    for step in where.split("/")[1:]:
        document = (
            document[int(step)] if isinstance(document, list) else document.get(step) if document else None
        )
    return document
