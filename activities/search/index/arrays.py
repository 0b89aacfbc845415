"""Sorted arrays in which little changes: searched without converting them, copied once."""

import numpy as np

from activities.search.index.bitmaps import Numbers, Slots, to_numbers

FEW = 16
"""Up to so many changes are made one by one."""

FAR_FEWER = 16
"""With so many times fewer numbers, looking each up beats merging the arrays."""


def spliced(array: Numbers, gone: Numbers, spots: Numbers, new: Numbers) -> Numbers:
    """The array without its places `gone`, and with `new` put in before its places `spots`.

    Both are places of the array as it is, in ascending order. The new numbers fit the array's type.
    """
    if len(gone) + len(new) > FEW:
        return np.insert(np.delete(array, gone), spots - np.searchsorted(gone, spots), new)
    changes = sorted([*zip(spots, new, strict=True), *((int(place), None) for place in gone)], key=lambda one: one[0])
    out = np.empty(len(array) - len(gone) + len(new), array.dtype)
    read = written = 0
    for place, number in changes:
        out[written : written + place - read] = array[read:place]
        read, written = place, written + place - read
        if number is None:
            read += 1
        else:
            out[written] = number
            written += 1
    out[written:] = array[read:]
    return out


def common(some: Numbers, others: Numbers) -> Numbers:
    """The numbers that are in both arrays; each is ascending and without repeats."""
    if len(some) * FAR_FEWER < len(others):
        at = np.minimum(np.searchsorted(others, some), len(others) - 1)
        found: Numbers = some[others[at] == some]
        return found
    both = np.sort(np.concatenate((some, others)), kind="stable")
    merged: Numbers = both[1:][both[1:] == both[:-1]]
    return merged


def places(slots: Numbers, wanted: Slots) -> Numbers:
    """Where in the array the wanted slots are, in ascending order."""
    if len(wanted) > FEW:
        return np.flatnonzero(np.isin(slots, to_numbers(wanted)))
    return np.sort(np.concatenate([np.empty(0, np.intp), *(np.flatnonzero(slots == slot) for slot in wanted)]))
