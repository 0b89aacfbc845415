"""The parts of the index against plain Python, at sizes where every short cut is taken."""

from datetime import timedelta
from itertools import product
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.search.index import ladders, paging
from activities.search.index.bitmaps import Slots, from_numbers, to_numbers
from activities.search.index.columns import LONG, Columns
from activities.search.index.ladders import BEYOND, Ladder
from activities.search.index.question import Question
from activities.search.index.state import MOST_SLOTS, State, TooManyListings, Version
from activities.search.index.titles import Titles
from activities.search.index.windows import Windows
from activities.search.query import parse
from activities.search.selection import SORTS, Selection
from tests.factories import DAY
from tests.index_rows import row, rows
from tests.index_states import content

FIRST = Version(1, "first")
slot_values = st.dictionaries(st.integers(0, 40), st.integers(-5, 10**11), max_size=30)


@pytest.fixture(scope="module")
def state() -> State:
    return State.build(FIRST, rows(1500))


def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ladders, "STEP", 5)


def ladder(values: dict[int, int], **limits: Any) -> Ladder:
    slots = np.array(list(values), np.uint32)
    return Ladder.build(np.array(list(values.values()), np.int64), slots, IDS, **limits)


IDS = np.array([(slot * 7919) % 1009 + 1 for slot in range(50)], np.int64)
"""Activity IDs by slot, in no order."""


def ordered(values: dict[int, int]) -> list[int]:
    return sorted(values, key=lambda slot: (values[slot], -int(IDS[slot])))


@given(values=slot_values, limits=st.sampled_from([(), (0, 100), None]), bounds=st.tuples(st.integers(), st.integers()))
def test_a_ladder_says_who_has_at_most_so_much(
    values: dict[int, int], limits: tuple[int, ...] | None, bounds: tuple[int, int]
) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        small_steps(monkeypatch)
        made = ladder(values, limits=limits)
    for bound in (*bounds, *values.values(), 0, 100, BEYOND):
        assert set(made.at_most(bound)) == {slot for slot, value in values.items() if value <= bound}
    low, high = sorted(bounds)
    assert set(made.between(low, high)) == {slot for slot, value in values.items() if low <= value <= high}
    assert made.between(None, None) == Slots(values)


@given(old=slot_values, new=slot_values, gone=st.sets(st.integers(0, 40)))
def test_a_patched_ladder_is_the_ladder_built_anew(old: dict[int, int], new: dict[int, int], gone: set[int]) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        small_steps(monkeypatch)
        before = ladder(old, limits=(0, 100))
    slots = np.array(list(new), np.uint32)
    after = before.patched(Slots(gone | new.keys()), np.array(list(new.values()), np.int64), slots, IDS)
    expected = {**{slot: value for slot, value in old.items() if slot not in gone}, **new}
    assert after.slots.tolist() == ordered(expected)
    assert after.values.tolist() == [expected[slot] for slot in ordered(expected)]
    for bound in (-1, 0, 50, 100, 10**6, BEYOND):
        assert set(after.at_most(bound)) == {slot for slot, value in expected.items() if value <= bound}


def test_a_ladder_that_does_not_change_is_kept() -> None:
    before = ladder({1: 10, 2: 20, 3: 20})
    same = before.patched(Slots([2, 9]), np.array([20]), np.array([2], np.uint32), IDS)
    assert same is before


@given(old=st.dictionaries(st.integers(0, 30), st.binary(min_size=1, max_size=2)), new=st.data())
def test_patched_titles_are_in_order(old: dict[int, bytes], new: st.DataObject) -> None:
    keys = new.draw(st.dictionaries(st.integers(0, 49), st.binary(min_size=1, max_size=2)))
    gone = new.draw(st.sets(st.integers(0, 30)))
    after = Titles.build(old, IDS[:31]).patched(Slots(gone | keys.keys()), keys, IDS)
    expected = {**{slot: key for slot, key in old.items() if slot not in gone}, **keys}
    order = sorted(expected, key=lambda slot: (expected[slot], -int(IDS[slot])))
    for titles in (after, after.packed()):
        assert titles.slots.tolist() == order
        assert [titles.key(slot) for slot in order] == [expected[slot] for slot in order]
        assert set(titles.members) == set(order)


names = st.tuples(st.sampled_from(LONG), st.sampled_from("abcd"))
facet_sets = st.dictionaries(names, st.sets(st.integers(0, 20), min_size=1))


@given(old=facet_sets, new=facet_sets, gone=st.sets(st.integers(0, 20)))
def test_patched_columns_count_like_their_sets(
    old: dict[tuple[str, str], set[int]], new: dict[tuple[str, str], set[int]], gone: set[int]
) -> None:
    touched = gone.union(*new.values()) if new else gone
    after = Columns.build({name: Slots(slots) for name, slots in old.items()}, 21)
    after = after.patched(Slots(touched), {name: Slots(slots) for name, slots in new.items()}, 25)
    expected = {name: (old.get(name, set()) - touched) | new.get(name, set()) for name in product(LONG, "abcd")}
    for within in ({0, 3, 7, 20, 24}, set(range(25)), set()):
        counts = {name: len(slots & within) for name, slots in expected.items() if slots & within}
        counted = after.counts(Slots(within)).items()
        assert {(facet, value): count for facet, values in counted for value, count in values.items()} == counts


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from([0, 3, 5]), st.sampled_from([4, 5, 9]))))
def test_a_row_counts_from_its_first_day_to_its_last(found: list[tuple[int, int, int]]) -> None:
    columns = np.array(found, np.int64).reshape(-1, 3).T
    windows = Windows.build(*columns)
    day = DAY.fromordinal(5)
    assert set(windows.in_force(day)) == {slot for slot, first, last in found if first <= 5 <= last}


@given(st.sets(st.integers(0, 2**20)))
def test_numbers_become_sets_and_sets_numbers(numbers: set[int]) -> None:
    shuffled = np.array(list(numbers), np.uint32)
    assert to_numbers(from_numbers(shuffled)).tolist() == sorted(numbers)


@pytest.mark.parametrize(
    ("walks", "patience"), [(False, 4), (True, 1000), (True, 0)], ids=["sorting", "walking", "giving up"]
)
@pytest.mark.parametrize("members", [(), ("ama", "acp")], ids=["everybody", "members"])
@pytest.mark.parametrize("sort", SORTS)
def test_any_page_is_the_same_by_walking_and_by_sorting(
    state: State, sort: str, members: tuple[str, ...], walks: bool, patience: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = parse("asthma treated" if sort == "relevance" else "")
    whole = Question(state, Selection(day=DAY, query=query, sort=sort, members=members)).slots(0, 10**6)
    monkeypatch.setattr(paging, "_walking_pays", lambda steps, hits: walks)
    monkeypatch.setattr(paging, "PATIENCE", patience)
    for chosen in ((), ("journal",), ("rare",)):
        question = Question(state, Selection(day=DAY, query=query, sort=sort, members=members, format=chosen))
        expected = [slot for slot in whole if slot in question.hits]
        for start in (0, 3, len(expected) // 2, len(expected) - 11, len(expected) + 5):
            assert question.slots(max(0, start), start + 10) == expected[max(0, start) : start + 10]


def test_a_column_and_the_sets_count_alike(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    selection = Selection(day=DAY, support=("yes",))
    by_sets = Question(state, selection).counts()
    monkeypatch.setattr(Columns, "pays", lambda self, within: True)
    assert Question(state, selection).counts() == by_sets


@given(seed=st.integers(0, 10**6))
@settings(max_examples=10)
def test_a_large_batch_leaves_the_state_that_is_built_anew(state: State, seed: int) -> None:
    chance = Random(seed)
    (*gone,) = chance.sample(range(1500), chance.choice((0, 3, 40)))
    changed = {slot: row(slot, chance) for slot in chance.sample(range(1700), 400) if slot not in gone}
    now = {one.slot: one for one in (*rows(1500), *changed.values()) if one.slot not in gone}
    everybody = Selection(day=DAY)
    Question(state, everybody).counts()
    later, days = Version(2, "later"), (DAY, DAY + timedelta(days=30))
    patched, built = state.patched(later, changed.values(), gone), State.build(later, now.values())
    assert Question(patched, everybody).counts() == Question(built, everybody).counts()
    assert content(patched, *days) == content(built, *days)


def test_an_edit_leaves_the_older_state_as_it_was(state: State) -> None:
    before = content(state, DAY)
    state.patched(Version(2, "later"), [row(slot, Random(slot)) for slot in range(0, 1600, 3)])
    assert content(state, DAY) == before


def test_days_are_kept_only_for_a_while(state: State) -> None:
    today = state.on(DAY)
    for days in range(1, 10):
        state.on(DAY + timedelta(days=days))
    again = state.on(DAY)
    assert again is not today
    assert again.open == today.open


def test_a_state_of_nothing_answers() -> None:
    question = Question(State.build(FIRST, []), Selection(day=DAY, board=("abim",), max_price=0, sort="price"))
    assert (question.total, question.slots(0, 10), question.unrecorded, question.left_out_by_price) == (0, [], 0, 0)
    assert not any(question.counts().values())


def test_more_slots_than_can_be_ordered_are_refused() -> None:
    with pytest.raises(TooManyListings):
        State.build(FIRST, [row(MOST_SLOTS, Random(1))])
