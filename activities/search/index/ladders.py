"""Listings in the order of one number: a price, an amount of credit, a day.

A ladder answers both "which have at most this much?" and "which come first?". Arrays may be views of a mapped
file; nothing here is ever changed in place.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Self

import numpy as np

from activities.search.index.arrays import places, spliced
from activities.search.index.bitmaps import NONE, Numbers, Slots, from_numbers

STEP = 32_768
"""At most about so many slots lie between two ready sets, so that any set needs few added."""

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
        order = np.lexsort((-ids[slots], values))
        values, slots = values[order], slots[order].astype(np.uint32, copy=False)
        spots = np.array([self._place(*step, ids) for step in zip(values.tolist(), slots.tolist(), strict=True)], int)
        moving = ~self._standing(spots, values, slots)
        leaving = (self.members & touched) - from_numbers(slots[~moving])
        if not leaving and not moving.any():
            return self
        return self._exchanged(leaving, spots[moving], values[moving], slots[moving])

    def _place(self, value: int, slot: int, ids: Numbers) -> int:
        """Where the slot belongs: after smaller values, and among equal ones after larger activity IDs."""
        low = bisect_left(self.values.data, value)
        high = bisect_right(self.values.data, value, low)
        above, known = -int(ids[slot]), ids.data
        return bisect_left(self.slots.data, above, low, high, key=lambda other: -known[other])

    def _standing(self, spots: Numbers, values: Numbers, slots: Numbers) -> Numbers:
        """Whether each slot stands at its place already, with its value."""
        standing = spots < len(self.slots)
        inside = spots[standing]
        standing[standing] = (self.slots[inside] == slots[standing]) & (self.values[inside] == values[standing])
        return standing

    def _exchanged(self, leaving: Slots, spots: Numbers, values: Numbers, slots: Numbers) -> "Ladder":
        gone = places(self.slots, leaving)
        old = self.values.astype(np.promote_types(self.values.dtype, _compact(values).dtype), copy=False)
        ends = np.searchsorted(values, self.limits, "right")
        sets = [_exchanged(old, leaving, from_numbers(slots[:end])) for old, end in zip(self.sets, ends, strict=True)]
        return Ladder(spliced(old, gone, spots, values), spliced(self.slots, gone, spots, slots), self.limits, sets)


EMPTY = Ladder(np.empty(0, np.int32), np.empty(0, np.uint32), [], [])


def _exchanged(old: Slots, leaving: Slots, coming: Slots) -> Slots:
    """The set with other slots; the same when it holds just these already."""
    return old if old & leaving == coming else (old - leaving) | coming


def _compact(values: Numbers) -> Numbers:
    """The values in half the room where they fit."""
    small = np.iinfo(np.int32)
    fits = not values.size or (values.min() >= small.min and values.max() <= small.max)
    return values.astype(np.int32 if fits else np.int64, copy=False)
