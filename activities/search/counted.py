"""Counts of one facet that know more than a dict: that they last, or how to find the largest without all others."""

from collections.abc import Iterable, Iterator, Mapping
from heapq import heappush, heappushpop
from typing import Any

import numpy as np

from activities.search.index.bitmaps import Slots, sizes


class Lasting(dict[str, int]):
    """Counts that stay the same object for as long as they hold, so that what is printed of them is kept with them:
    `printed`, and the names with which it was printed.
    """

    printed: tuple[object, Any] | None = None


class Shared(Mapping[str, int]):
    """How many slots each set shares with `within`; a set that shares none is left out.

    Counted when asked for: a page prints the largest few of a thousand.
    """

    def __init__(self, sets: Mapping[str, Slots], by_size: Iterable[str], within: Slots) -> None:
        """`by_size` are the names of the sets, the largest set first."""
        self.sets, self.by_size, self.within = sets, by_size, within
        self._found: dict[str, int] = {}
        self._all: dict[str, int] | None = None

    def __getitem__(self, name: str) -> int:
        if count := self._count(name):
            return count
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())

    def largest(self, most: int) -> Iterable[str]:
        """The names with the largest counts: as many as are wanted, and all that count the same as the last of them.

        No set shares more than it holds: behind one smaller than the last of the largest, none is larger.
        """
        if self._all is not None:
            return largest(self._all, most)
        least: list[int] = []
        for name in self.by_size:
            if len(least) == most and len(self.sets[name]) < least[0]:
                break
            if count := self._count(name):
                (heappush if len(least) < most else heappushpop)(least, count)
        return [name for name, count in self._found.items() if least and count >= least[0]]

    def _count(self, name: str) -> int:
        if self._all is not None:
            return self._all.get(name, 0)
        if name not in self._found and name in self.sets:
            self._found[name] = self.sets[name].intersection_cardinality(self.within)
        return self._found.get(name, 0)

    def _whole(self) -> dict[str, int]:
        if self._all is None:
            self._all = sizes(self.sets, self.within)
        return self._all


def largest(counts: Mapping[str, int], most: int) -> Iterable[str]:
    """The names with the largest counts: as many as are wanted, and all that count the same as the last of them."""
    if isinstance(counts, Shared):
        return counts.largest(most)
    if len(counts) <= most:
        return counts
    values = np.fromiter(counts.values(), np.int64, len(counts))
    names = list(counts)
    return [names[place] for place in np.flatnonzero(values >= np.partition(values, -most)[-most]).tolist()]
