"""Listings in the order of one number: a price, an amount of credit, a day.

A ladder answers both "which have at most this much?" and "which come first?". Arrays may be views of a mapped
file; nothing here is ever changed in place.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Self

import numpy as np

from activities.search.index.bitmaps import NONE, Numbers, Slots, from_numbers, to_numbers

STEP = 32_768
"""At most about so many slots lie between two ready sets, so that any set needs few added."""

FEW = 4
"""Up to so many slots are looked for one by one."""

BEYOND = np.iinfo(np.int64).max
"""The value of what is not on the ladder: larger than all that are."""


class Ranking:
    """Slots in one fixed, total order."""

    def __init__(self, slots: Numbers) -> None:
        self.slots = slots
        self._ranks = np.empty(0, np.int32)

    def ranks(self, size: int) -> Numbers:
        """For each of the first `size` slots its place in the order; the number of places for those without one."""
        if len(self._ranks) < size:
            ranks = np.full(size, len(self.slots), np.int32)
            ranks[self.slots] = np.arange(len(self.slots), dtype=np.int32)
            self._ranks = ranks
        return self._ranks


class Ladder(Ranking):
    """A ranking by ascending values; equal values are in descending order of activity ID.

    A listing has one value at most. `limits` are values whose sets are kept ready in `sets`: at most that much.
    """

    def __init__(self, values: Numbers, slots: Numbers, limits: Sequence[int], sets: Sequence[Slots]) -> None:
        super().__init__(slots)
        self.values, self.limits, self.sets = values, list(limits), list(sets)
        self.members = sets[-1] if sets else NONE

    @classmethod
    def build(cls, values: Numbers, slots: Numbers, ids: Numbers, limits: Sequence[int] | None = ()) -> Self:
        """From values and slots in any order; `ids` are activity IDs by slot.

        `limits` are more values to keep sets for; None says that no set but that of all members is needed.
        """
        order = np.lexsort((-ids[slots], values))
        values, slots = _compact(values[order]), slots[order].astype(np.uint32, copy=False)
        every = [BEYOND] if limits is None else sorted({*limits, *values[STEP::STEP].tolist(), BEYOND})
        ends = np.searchsorted(values, every, "right")
        return cls(values, slots, every, [from_numbers(slots[:end]) for end in ends])

    def at_most(self, value: int) -> Slots:
        """The slots whose value is at most so much."""
        at = bisect_right(self.limits, value) - 1
        ready = self.sets[at] if at >= 0 else NONE
        if at >= 0 and self.limits[at] == value:
            return ready
        start = bisect_right(self.values.data, self.limits[at]) if at >= 0 else 0
        end = bisect_right(self.values.data, value, start)
        if end == len(self.values):
            return self.members
        return ready | from_numbers(self.slots[start:end]) if end > start else ready

    def between(self, least: int | None, most: int | None) -> Slots:
        """The slots whose value lies between the bounds, both included; None leaves that side open."""
        upper = self.members if most is None else self.at_most(most)
        return upper if least is None else upper - self.at_most(least - 1)

    def values_of(self, slots: Numbers, size: int) -> Numbers:
        """The values of slots below `size`; BEYOND for those that are not on the ladder."""
        ranks = self.ranks(size)[slots]
        found = ranks < len(self.values)
        values = np.full(len(slots), BEYOND, np.int64)
        values[found] = self.values[ranks[found]]
        return values

    def patched(self, touched: Slots, values: Numbers, slots: Numbers, ids: Numbers) -> "Ladder":
        """The ladder after the touched slots left it and these came, in their stead or anew."""
        leaving = self.members & touched
        if not leaving and not slots.size:
            return self
        gone = places(self.slots, leaving)
        if _same(self.values[gone], self.slots[gone], values, slots):
            return self
        order = np.lexsort((-ids[slots], values))
        values, slots = values[order], slots[order].astype(np.uint32, copy=False)
        kept_values, kept = np.delete(self.values, gone), np.delete(self.slots, gone)
        spots = [
            _place(kept_values, kept, value, slot, ids)
            for value, slot in zip(values.tolist(), slots.tolist(), strict=True)
        ]
        ends = np.searchsorted(values, self.limits, "right")
        sets = [(old - leaving) | from_numbers(slots[:end]) for old, end in zip(self.sets, ends, strict=True)]
        wide = np.promote_types(kept_values.dtype, _compact(values).dtype)
        merged = np.insert(kept_values.astype(wide, copy=False), spots, values)
        return Ladder(merged, np.insert(kept, spots, slots), self.limits, sets)


EMPTY = Ladder(np.empty(0, np.int32), np.empty(0, np.uint32), [], [])


def places(slots: Numbers, wanted: Slots) -> Numbers:
    """Where in the array the wanted slots are, in ascending order."""
    if len(wanted) > FEW:
        return np.flatnonzero(np.isin(slots, to_numbers(wanted)))
    return np.sort(np.concatenate([np.empty(0, np.intp), *(np.flatnonzero(slots == slot) for slot in wanted)]))


def _compact(values: Numbers) -> Numbers:
    """The values in half the room where they fit."""
    small = np.iinfo(np.int32)
    fits = not values.size or (values.min() >= small.min and values.max() <= small.max)
    return values.astype(np.int32 if fits else np.int64, copy=False)


def _same(old_values: Numbers, old_slots: Numbers, values: Numbers, slots: Numbers) -> bool:
    if len(old_slots) != len(slots):
        return False
    old, new = np.argsort(old_slots), np.argsort(slots)
    return bool((old_slots[old] == slots[new]).all() and (old_values[old] == values[new]).all())


def _place(values: Numbers, slots: Numbers, value: int, slot: int, ids: Numbers) -> int:
    """Where the slot belongs: after smaller values, and among equal ones after larger activity IDs."""
    low = bisect_left(values.data, value)
    equal = range(low, bisect_right(values.data, value, low))
    return low + bisect_left(equal, -int(ids[slot]), key=lambda at: -int(ids[slots[at]]))
