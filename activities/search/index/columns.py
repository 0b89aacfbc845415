"""The values of long facets by listing: what counts fastest when few listings match.

Asking each of thousands of sets how much it shares with a small one costs far more than reading the few listings.
"""

from collections.abc import Mapping, Sequence
from typing import Self

import numpy as np

from activities.search.index.arrays import FEW, spliced
from activities.search.index.bitmaps import Numbers, Slots, to_numbers

LONG = ("provider", "keyword", "specialty")
"""Facets that may have thousands of values."""

SPARSE = 14
"""Below one listing in so many, asking sets costs up to twenty times as much as reading the listings' values: the
bitmaps compare lists of numbers then. Above it they compare bits, and asking wins."""


Name = tuple[str, str]
"""A facet and a value of it."""


class Columns:
    """The values of all long facets by slot: those of slot n are `codes[ends[n]:ends[n + 1]]`, numbers into `names`."""

    def __init__(
        self, names: Sequence[Name], codes: Numbers, ends: Numbers, numbers: Mapping[Name, int] | None = None
    ) -> None:
        self.names, self.codes, self.ends = names, codes, ends
        self.numbers = numbers or {name: code for code, name in enumerate(names)}

    @classmethod
    def build(cls, sets: Mapping[Name, Slots], size: int) -> Self:
        """From the sets of the facets' values; all slots are below `size`."""
        names = sorted(sets)
        slots, codes = _entries(sets, {name: code for code, name in enumerate(names)})
        return cls(names, codes.astype(np.uint32), _ends(np.bincount(slots, minlength=size)))

    def pays(self, within: int) -> bool:
        """Whether reading so many listings is faster than asking the set of each value."""
        return within * SPARSE < len(self.ends)

    def counts(self, within: Slots) -> dict[str, dict[str, int]]:
        """By facet, how many of the listings have each value; a value that none has is left out."""
        found = np.bincount(np.take(self.codes, self._places(to_numbers(within))), minlength=len(self.names))
        some = np.flatnonzero(found)
        counts: dict[str, dict[str, int]] = {facet: {} for facet in LONG}
        for (facet, value), count in zip(map(self.names.__getitem__, some.tolist()), found[some].tolist(), strict=True):
            counts[facet][value] = count
        return counts

    def values_of(self, slots: Slots) -> dict[str, set[str]]:
        """By facet, the values that any of the slots have."""
        numbers = to_numbers(slots)
        known = numbers[numbers < len(self.ends) - 1]
        found: dict[str, set[str]] = {facet: set() for facet in LONG}
        for code in self.codes[self._places(known)].tolist():
            facet, value = self.names[code]
            found[facet].add(value)
        return found

    def patched(self, touched: Slots, sets: Mapping[Name, Slots], size: int) -> "Columns":
        """The columns after the touched slots lost their values and took those of the sets."""
        new = [name for name in sets if name not in self.numbers]
        names = [*self.names, *new] if new else self.names
        numbers = {name: code for code, name in enumerate(names)} if new else self.numbers
        slots, codes = _entries(sets, numbers)
        return self._longer(size)._exchanged(to_numbers(touched), slots, codes, names, numbers)

    def _longer(self, size: int) -> "Columns":
        """The same, reaching to more slots, which have no values."""
        more = size + 1 - len(self.ends)
        return Columns(self.names, self.codes, np.pad(self.ends, (0, more), "edge"), self.numbers) if more else self

    def _exchanged(
        self, touched: Numbers, slots: Numbers, codes: Numbers, names: Sequence[Name], numbers: Mapping[Name, int]
    ) -> "Columns":
        leaving, lengths = self._places(touched), self._lengths(touched)
        if np.array_equal(np.repeat(touched, lengths), slots) and np.array_equal(self.codes[leaving], codes):
            return self
        gains = np.bincount(np.searchsorted(touched, slots), minlength=len(touched)) - lengths
        kept = spliced(self.codes, leaving, self.ends[slots], codes)
        return Columns(names, kept, _moved(self.ends, touched, gains), numbers)

    def _lengths(self, slots: Numbers) -> Numbers:
        at = slots.astype(np.intp)
        lengths: Numbers = np.take(self.ends, at + 1) - np.take(self.ends, at)
        return lengths

    def _places(self, slots: Numbers) -> Numbers:
        """Where the values of the slots stand in `codes`, one slot after another."""
        lengths = self._lengths(slots)
        before = np.cumsum(lengths, dtype=np.int32)
        count = int(before[-1]) if len(before) else 0
        before -= lengths
        places: Numbers = np.repeat(np.take(self.ends, slots.astype(np.intp)) - before, lengths)
        places += np.arange(count, dtype=np.int32)
        return places


def long_ones(sets: Mapping[str, Mapping[str, Slots]]) -> dict[Name, Slots]:
    """The sets of the long facets' values, of those of all facets."""
    return {(facet, value): slots for facet in LONG for value, slots in sets[facet].items()}


def _entries(sets: Mapping[Name, Slots], known: Mapping[Name, int]) -> tuple[Numbers, Numbers]:
    """Slot and code of every entry, by slot and then by code."""
    none = np.empty(0, np.uint32)
    slots = np.concatenate([none, *map(to_numbers, sets.values())])
    codes = np.repeat(np.array([known[name] for name in sets], np.uint32), [len(some) for some in sets.values()])
    order = np.lexsort((codes, slots))
    return slots[order], codes[order]


def _ends(lengths: Numbers) -> Numbers:
    ends = np.zeros(len(lengths) + 1, np.int32)
    np.cumsum(lengths, out=ends[1:])
    return ends


def _moved(ends: Numbers, slots: Numbers, gains: Numbers) -> Numbers:
    """The ends after each of the slots gained so many values."""
    if len(slots) > FEW:
        steps = np.zeros(len(ends), np.int32)
        steps[slots.astype(np.int64) + 1] = gains
        moved: Numbers = ends + np.cumsum(steps, dtype=np.int32)
        return moved
    later = ends.copy()
    for slot, gain in zip(slots.tolist(), gains.tolist(), strict=True):
        later[slot + 1 :] += gain
    return later
