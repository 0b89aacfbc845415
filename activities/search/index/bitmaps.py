"""Sets of slots as compressed bitmaps.

They are frozen: whoever holds a set may go on reading it while another thread puts a newer one in its place.
"""

from array import array
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from pyroaring import FrozenBitMap as Slots

__all__ = ["NONE", "Numbers", "Slots", "from_numbers", "patched", "sizes", "to_numbers", "union"]

Numbers = NDArray[Any]
"""Whole numbers; slots among them are uint32."""

K = TypeVar("K")

NONE = Slots()


def from_numbers(slots: Numbers) -> Slots:
    """The set of these slots, given in any order, repeats included."""
    return Slots(array("I", np.sort(slots).astype(np.uint32, copy=False).tobytes())) if slots.size else NONE


def to_numbers(slots: Slots) -> Numbers:
    """The slots in ascending order."""
    return np.frombuffer(slots.to_array(), np.uint32) if slots else np.empty(0, np.uint32)


def union(sets: Iterable[Slots]) -> Slots:
    """What is in any of the sets."""
    some = list(sets)
    if len(some) < 2:
        return some[0] if some else NONE
    return Slots.union(*some)


def patched(
    old: Mapping[K, Slots], touched: Slots, new: Mapping[K, Slots], having: Iterable[K] | None = None
) -> Mapping[K, Slots]:
    """The sets by value after the touched slots left them all and entered those of `new`.

    `having` are the values that touched slots had, where that is known: it saves asking every set. What did not
    change is shared with `old`; a value without slots is left out.
    """
    changed = {}
    for key in dict.fromkeys([*(old if having is None else having), *new]):
        before, after = old.get(key, NONE), new.get(key, NONE)
        if before & touched != after:
            changed[key] = (before - touched) | after
    return {key: slots for key, slots in {**old, **changed}.items() if slots} if changed else old


def sizes(sets: Mapping[K, Slots], within: Slots) -> dict[K, int]:
    """How many slots each set shares with `within`; a set that shares none is left out."""
    count = within.intersection_cardinality
    return {key: size for key, slots in sets.items() if (size := count(slots))}
