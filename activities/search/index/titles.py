"""Listings in the order of their titles."""

from bisect import bisect_left
from collections.abc import Mapping
from typing import Self

import numpy as np

from activities.search.index.arrays import places, spliced
from activities.search.index.bitmaps import Numbers, Slots
from activities.search.index.ladders import Ranking


class Titles(Ranking):
    """A ranking by sort key, byte by byte; equal keys are in descending order of activity ID.

    The keys of slot n are the bytes from `ends[n]` to `ends[n + 1]` of one array, or in `newer` when it changed since.
    """

    def __init__(
        self, slots: Numbers, members: Slots, keys: Numbers, ends: Numbers, newer: Mapping[int, bytes]
    ) -> None:
        super().__init__(slots)
        self.members, self.keys, self.ends, self.newer = members, keys, ends, newer

    @classmethod
    def build(cls, keys: Mapping[int, bytes], ids: Numbers) -> Self:
        """From sort keys by slot; `ids` are activity IDs by slot."""
        order = sorted(keys, key=lambda slot: (keys[slot], -int(ids[slot])))
        packed = [keys.get(slot, b"") for slot in range(len(ids))]
        ends = np.cumsum([0, *map(len, packed)], dtype=np.int64)
        return cls(np.array(order, np.uint32), Slots(order), np.frombuffer(b"".join(packed), np.uint8), ends, {})

    def key(self, slot: int) -> bytes:
        newer = self.newer.get(slot)
        if newer is not None:
            return newer
        return self.keys[self.ends[slot] : self.ends[slot + 1]].tobytes()

    def patched(self, touched: Slots, keys: Mapping[int, bytes], ids: Numbers) -> "Titles":
        """The ranking after the touched slots left it and these came, in their stead or anew."""
        stay = {slot for slot in keys if slot in self.members and self.key(slot) == keys[slot]}
        coming = sorted(keys.keys() - stay, key=lambda slot: (keys[slot], -int(ids[slot])))
        leaving = (self.members & touched) - Slots(stay)
        if not coming and not leaving:
            return self
        spots = np.array([self._place(keys[slot], slot, ids) for slot in coming], int)
        slots = spliced(self.slots, places(self.slots, leaving), spots, np.array(coming, np.uint32))
        newer = {**self.newer, **{slot: keys[slot] for slot in coming}}
        return Titles(slots, (self.members - leaving) | Slots(coming), self.keys, self.ends, newer)

    def packed(self) -> "Titles":
        """The same ranking with all keys in one array."""
        size = max(len(self.ends) - 1, 1 + max(self.newer, default=-1))
        pieces = [self.key(slot) if slot in self.newer or slot + 1 < len(self.ends) else b"" for slot in range(size)]
        ends = np.cumsum([0, *map(len, pieces)], dtype=np.int64)
        return Titles(self.slots, self.members, np.frombuffer(b"".join(pieces), np.uint8), ends, {})

    def _place(self, key: bytes, slot: int, ids: Numbers) -> int:
        wanted = (key, -int(ids[slot]))
        return bisect_left(self.slots.data, wanted, key=lambda other: (self.key(other), -int(ids[other])))
