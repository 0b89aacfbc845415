"""One page of a set of listings in some order, without putting the whole set in order.

A page near either end of a large set is found by walking the order and asking the set; any other page by sorting
the places that the set's slots have in the order. Both cost well under the time it takes to print a page.
"""

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Protocol

import numpy as np

from activities.models.activity import LARGEST_ID
from activities.search.index.bitmaps import Numbers, Slots, to_numbers
from activities.search.index.ladders import Ladder, Ranking
from activities.search.index.state import MOST_SLOTS, State

_TIRED = -1
PATIENCE = 4
"""A walk is given up after so many times the steps that evenly spread listings would need."""


class Level(Protocol):
    """Part of an ordered list: all its hits come before those of the next level."""

    hits: Slots

    def page(self, start: int, stop: int) -> list[int]:
        """The slots at these places of the level; both are at most the number of hits."""


def page(levels: Iterable[Level], start: int, stop: int) -> list[int]:
    """The slots at these places of the whole list; fewer, or none, beyond its end."""
    found: list[int] = []
    for level in levels:
        if not stop:
            break
        size = len(level.hits)
        if start < min(stop, size):
            found += level.page(start, min(stop, size))
        start, stop = max(0, start - size), max(0, stop - size)
    return found


class Ranked:
    """Hits that all have a place in one ranking; `first` is a place before which there is none of them."""

    def __init__(self, hits: Slots, ranking: Ranking, size: int, first: int = 0) -> None:
        self.hits, self.ranking, self.size, self.first = hits, ranking, size, first

    def page(self, start: int, stop: int) -> list[int]:
        hits = len(self.hits)
        from_end = hits - start < stop
        near, far = (hits - stop, hits - start) if from_end else (start, stop)
        steps = far * (len(self.ranking.slots) - self.first) // hits
        if _walking_pays(steps, hits):
            found = self._walk(near, far, PATIENCE * steps + 256, from_end)
            if len(found) == far - near:
                return found[::-1] if from_end else found
        places = np.sort(self.ranking.ranks(self.size)[to_numbers(self.hits)])
        slots: list[int] = self.ranking.slots[places[start:stop]].tolist()
        return slots

    def _walk(self, near: int, far: int, steps: int, from_end: bool) -> list[int]:
        hits, slots = self.hits, self.ranking.slots[self.first :]
        ordered = np.ascontiguousarray(slots[::-1][:steps]) if from_end else slots[:steps]
        return list(islice((slot for slot in ordered.data if slot in hits), near, far))


class Merged:
    """Hits that have a value on one of several ladders at least; the least of a listing's values counts."""

    def __init__(self, hits: Slots, ladders: Sequence[Ladder], state: State) -> None:
        self.hits, self.ladders, self.state = hits, ladders, state

    def page(self, start: int, stop: int) -> list[int]:
        steps = stop * sum(len(ladder.slots) for ladder in self.ladders) // len(self.hits)
        if _walking_pays(steps, len(self.hits)):
            found = self._walk(start, stop, PATIENCE * steps + 256)
            if len(found) == stop - start:
                return found
        return sorted_page(self.hits, self._least, self.state, start, stop)

    def _walk(self, start: int, stop: int, steps: int) -> list[int]:
        seen: dict[int, None] = {}
        for _, _, slot in heapq.merge(*(self._steps(ladder, steps) for ladder in self.ladders)):
            if slot == _TIRED:
                break
            seen[slot] = None
            if len(seen) == stop:
                break
        return list(seen)[start:stop]

    def _steps(self, ladder: Ladder, steps: int) -> Iterator[tuple[int, int, int]]:
        """The hits among the first steps; then, where the ladder goes on, a mark that comes before all others left."""
        ids = self.state.ids
        for value, slot in zip(ladder.values[:steps].data, ladder.slots[:steps].data, strict=True):
            if slot in self.hits:
                yield value, -int(ids[slot]), slot
        if steps < len(ladder.slots):
            yield int(ladder.values[steps]), -LARGEST_ID - 1, _TIRED

    def _least(self, slots: Numbers) -> Numbers:
        return least(self.ladders, slots, self.state.size)


class Computed:
    """Hits in the order of values computed for them when a page is asked for."""

    def __init__(self, hits: Slots, values: Callable[[Numbers], Numbers], state: State) -> None:
        self.hits, self.values, self.state = hits, values, state

    def page(self, start: int, stop: int) -> list[int]:
        return sorted_page(self.hits, self.values, self.state, start, stop)


def least(ladders: Iterable[Ladder], slots: Numbers, size: int) -> Numbers:
    """The least of each slot's values on the ladders."""
    found = np.full(len(slots), np.iinfo(np.int64).max)
    for ladder in ladders:
        np.minimum(found, ladder.values_of(slots, size), out=found)
    return found


def sorted_page(hits: Slots, values: Callable[[Numbers], Numbers], state: State, start: int, stop: int) -> list[int]:
    """The slots at these places when the hits are ordered by value, equal ones by descending activity ID."""
    slots = to_numbers(hits)
    places = state.by_id.ranks(state.size)[slots]
    ordered = np.sort(values(slots) * MOST_SLOTS + places)
    found: list[int] = state.by_id.slots[ordered[start:stop] % MOST_SLOTS].tolist()
    return found


def _walking_pays(steps: int, hits: int) -> bool:
    """Whether asking the set at every step takes less time than sorting: a step costs as much as six hits sorted."""
    return steps < 200 + hits // 6
