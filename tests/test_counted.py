"""The largest of many counts are found without counting all, and are the same."""

from hypothesis import given
from hypothesis import strategies as st

from activities.search.counted import Shared, largest
from activities.search.index.bitmaps import Slots, sizes

some_slots = st.sets(st.integers(0, 30), min_size=1)


def shared(sets: dict[str, Slots], within: Slots) -> Shared:
    return Shared(sets, sorted(sets, key=lambda name: len(sets[name]), reverse=True), within)


@given(st.dictionaries(st.text("abcd", min_size=1, max_size=3), some_slots), some_slots, st.integers(1, 6))
def test_the_largest_are_those_of_all_counts(given: dict[str, set[int]], among: set[int], most: int) -> None:
    sets, within = {name: Slots(slots) for name, slots in given.items()}, Slots(among)
    every = sizes(sets, within)
    counts = shared(sets, within)
    assert set(largest(counts, most)) == set(largest(every, most))
    assert dict(counts) == every
    assert set(largest(counts, most)) == set(largest(every, most))


@given(st.dictionaries(st.text("abcd", min_size=1, max_size=3), some_slots), some_slots)
def test_counts_made_when_asked_for_are_a_mapping_like_any(given: dict[str, set[int]], among: set[int]) -> None:
    sets, within = {name: Slots(slots) for name, slots in given.items()}, Slots(among)
    counts, every = shared(sets, within), sizes(sets, within)
    assert [counts.get(name, 0) for name in [*sets, "?"]] == [every.get(name, 0) for name in [*sets, "?"]]
    assert counts == every
    assert len(counts) == len(every)


def test_small_sets_are_not_asked() -> None:
    sets = {f"small {number}": Slots([number]) for number in range(50)} | {"large": Slots(range(50))}
    counts = shared(sets, Slots(range(40)))
    assert largest(counts, 1) == ["large"]
    assert list(counts._found) == ["large"]
