"""Listings as numbered tokens, text after text: what postings are made from, and small segments are merged by."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from activities.search.index.bitmaps import Numbers
from activities.search.language import BREAK
from activities.wording import FIELDS

WIDTH = len(FIELDS)
PAUSE = 0
"""The number of the break; also the first number of every field, so that no phrase goes over its beginning."""


class Forward:
    """`ids` are the numbers of all tokens in order. Field f of the listing at place n begins at `starts[n * WIDTH + f]`
    with a break; the last start is the end. `slots` are the listings' slots, ascending. `tokens` are by number.
    """

    def __init__(self, tokens: Sequence[str], ids: Numbers, starts: Numbers, slots: Numbers) -> None:
        self.tokens, self.ids, self.starts, self.slots = tokens, ids, starts, slots

    def taking(self, places: Numbers) -> "Forward":
        """The listings at these places, in this order."""
        rows = (places[:, None] * WIDTH + np.arange(WIDTH)).ravel()
        first, lengths = self.starts[rows].astype(np.int64), np.diff(self.starts)[rows]
        starts = np.zeros(len(rows) + 1, np.uint32)
        np.cumsum(lengths, out=starts[1:])
        within = np.arange(int(starts[-1])) - np.repeat(starts[:-1].astype(np.int64), lengths)
        return Forward(self.tokens, self.ids[np.repeat(first, lengths) + within], starts, self.slots[places])


class Gathered:
    """Gathers the words of listings, slot after slot, in any order."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict()
        self._numbers.default_factory = self._numbers.__len__
        self._numbers[BREAK] = PAUSE
        self._ids, self._starts, self._slots = array("I"), array("I"), array("I")

    def add(self, slot: int, words: str) -> None:
        """Take up what `wording` wrote of a listing."""
        number, ids = self._numbers.__getitem__, self._ids
        self._slots.append(slot)
        for line in words.split("\n"):
            self._starts.append(len(ids))
            ids.append(PAUSE)
            if line:
                ids.extend(map(number, line.split(" ")))

    def forward(self) -> Forward:
        """What was gathered, by ascending slot."""
        starts = np.append(_numbers(self._starts), np.uint32(len(self._ids)))
        found = Forward(list(self._numbers), _numbers(self._ids), starts, _numbers(self._slots))
        if (found.slots[1:] < found.slots[:-1]).any():
            return found.taking(np.argsort(found.slots))
        return found


def merged(parts: Iterable[Forward]) -> Forward:
    """The listings of all parts, which share no slot, by ascending slot."""
    some = list(parts)
    numbers: dict[str, int] = {BREAK: PAUSE}
    ids, starts, before = [], [], 0
    for part in some:
        known = np.array([numbers.setdefault(token, len(numbers)) for token in part.tokens], np.uint32)
        ids.append(known[part.ids])
        starts.append(part.starts[:-1] + np.uint32(before))
        before += len(part.ids)
    whole = np.concatenate([*starts, np.array([before], np.uint32)])
    slots = np.concatenate([part.slots for part in some])
    return Forward(list(numbers), np.concatenate(ids), whole, slots).taking(np.argsort(slots))


def _numbers(gathered: "array[int]") -> Numbers:
    return np.frombuffer(gathered, np.uint32) if gathered else np.empty(0, np.uint32)
