"""The chain's law: whatever is changed, left out, added or put elsewhere is found."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yingji.clock import SHANGHAI
from yingji.ledger.chain import GENESIS, Entry, content_of, link, verify

CONTENTS = st.lists(st.text(max_size=20), min_size=1, max_size=6)


def chained(chain: str, contents: list[str]) -> list[Entry]:
    entries: list[Entry] = []
    for seq, content in enumerate(contents, start=1):
        entries.append(link(chain, seq, entries[-1].digest if entries else GENESIS, content))
    return entries


def heads_of(*chains: list[Entry]) -> dict[str, tuple[int, str]]:
    return {entries[-1].chain: (entries[-1].seq, entries[-1].digest) for entries in chains}


@given(CONTENTS, CONTENTS)
def test_untouched_chains_hold(one: list[str], other: list[str]) -> None:
    site, township = chained("site", one), chained("township/4", other)
    assert verify([*site, *township], heads_of(site, township)) == ()


def test_no_entries_and_no_heads_hold() -> None:
    assert verify([], {}) == ()


@given(CONTENTS, st.data())
def test_any_changed_field_of_any_entry_is_found(contents: list[str], data: st.DataObject) -> None:
    entries = chained("site", contents)
    heads = heads_of(entries)
    place = data.draw(st.integers(0, len(entries) - 1))
    field = data.draw(st.sampled_from(["content", "previous", "digest", "seq", "chain"]))
    old = getattr(entries[place], field)
    values: st.SearchStrategy[Any] = st.integers(1, 9) if field == "seq" else st.text(max_size=8)
    changed: dict[str, Any] = {field: data.draw(values.filter(lambda value: value != old))}
    entries[place] = replace(entries[place], **changed)
    assert verify(entries, heads)


@given(CONTENTS, st.data())
def test_a_changed_entry_with_its_digest_made_anew_is_found(contents: list[str], data: st.DataObject) -> None:
    entries = chained("site", contents)
    heads = heads_of(entries)
    place = data.draw(st.integers(0, len(entries) - 1))
    content = data.draw(st.text(max_size=20).filter(lambda text: text != contents[place]))
    entries[place] = link("site", place + 1, entries[place].previous, content)
    assert verify(entries, heads)


@given(CONTENTS, st.data())
def test_an_entry_left_out_is_found(contents: list[str], data: st.DataObject) -> None:
    entries = chained("site", contents)
    heads = heads_of(entries)
    del entries[data.draw(st.integers(0, len(entries) - 1))]
    assert verify(entries, heads)


@given(CONTENTS, st.text(max_size=8), st.data())
def test_an_entry_slipped_in_is_found(contents: list[str], content: str, data: st.DataObject) -> None:
    entries = chained("site", contents)
    heads = heads_of(entries)
    place = data.draw(st.integers(0, len(entries)))
    previous = entries[place - 1].digest if place else GENESIS
    entries.insert(place, link("site", place + 1, previous, content))
    assert verify(entries, heads)


@given(st.lists(st.text(max_size=8), min_size=2, max_size=6, unique=True), st.data())
def test_two_entries_exchanged_are_found(contents: list[str], data: st.DataObject) -> None:
    entries = chained("site", contents)
    heads = heads_of(entries)
    one, other = data.draw(st.permutations(range(len(entries))))[:2]
    entries[one], entries[other] = entries[other], entries[one]
    assert verify(entries, heads)


def test_a_missing_tail_names_the_chain_and_the_last_entry() -> None:
    entries = chained("township/4", ["a", "b", "c"])
    (found,) = verify(entries[:2], heads_of(entries))
    assert (found.chain, found.seq, found.what) == ("township/4", 3, "末尾的记录缺失")


def test_a_whole_chain_taken_away_is_found() -> None:
    site, township = chained("site", ["a"]), chained("township/4", ["b"])
    assert [b.chain for b in verify(site, heads_of(site, township))] == ["township/4"]


def test_a_chain_whose_head_was_taken_away_is_found() -> None:
    site, township = chained("site", ["a"]), chained("township/4", ["b"])
    assert [b.chain for b in verify([*site, *township], heads_of(site))] == ["township/4"]


def test_content_is_the_same_text_for_the_same_act_whatever_the_offset_and_order() -> None:
    moment = datetime(2026, 5, 6, 9, tzinfo=SHANGHAI)

    def text(at: datetime, touches: list[str], detail: dict[str, object]) -> str:
        return content_of(
            at=at, clock="wall", actor="a", act="b", unit_id=1, kind=None, touches=touches, detail=detail
        )

    one = text(moment, ["unit:2", "unit:1"], {"x": 1, "y": "村"})
    other = text(moment.astimezone(UTC), ["unit:1", "unit:2"], {"y": "村", "x": 1})
    assert one == other
    assert one != text(moment + timedelta(microseconds=1), ["unit:1", "unit:2"], {"y": "村", "x": 1})


def test_content_refuses_what_is_no_number() -> None:
    with pytest.raises(ValueError, match="JSON"):
        content_of(
            at=datetime(2026, 5, 6, tzinfo=UTC),
            clock="wall",
            actor="a",
            act="b",
            unit_id=1,
            kind=None,
            touches=(),
            detail={"x": float("nan")},
        )
