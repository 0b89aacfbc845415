"""Approvals and registrations as rows with a first and a last day, and the sets of those in force on one day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple, Self

import numpy as np

from activities.search.index.bitmaps import NONE, Numbers, Slots, from_numbers, patched, sizes, to_numbers, union
from activities.search.selection import ON_ONE_APPROVAL, Selection

ALWAYS, FOREVER = 0, np.iinfo(np.int32).max
"""Stand for an open beginning and an open end. Days are proleptic ordinals."""


class Kind(NamedTuple):
    """What a row says, but for its days; empty where not stated. The fields are the facets that match on one row."""

    board: str
    approval: str
    basis: str
    points_kind: str


class Windows:
    """The rows of one kind, by ascending slot; a listing may have several."""

    def __init__(self, slots: Numbers, first: Numbers, last: Numbers, members: Slots | None = None) -> None:
        self.slots, self.first, self.last = slots, first, last
        self.members = from_numbers(slots) if members is None else members

    @classmethod
    def build(cls, slots: Numbers, first: Numbers, last: Numbers, *, members: Slots | None = None) -> Self:
        """From rows in any order."""
        order = np.argsort(slots, kind="stable")
        slots, first, last = slots[order].astype(np.uint32), first[order].astype(np.int32), last[order].astype(np.int32)
        return cls(slots, first, last, members)

    def in_force(self, day: date) -> Slots:
        """The slots with a row whose first day is not after the day, and its last not before it."""
        at = day.toordinal()
        counts = (self.first <= at) & (at <= self.last)
        return self.members if counts.all() else from_numbers(self.slots[counts])

    def patched(self, touched: Slots, new: "Windows") -> "Windows":
        """The rows after those of the touched slots went and the new ones came."""
        leaving = self.members & touched
        if not leaving and not new.members:
            return self
        going = np.isin(self.slots, to_numbers(leaving))
        pairs = ((self.slots, new.slots), (self.first, new.first), (self.last, new.last))
        if all(np.array_equal(old[going], fresh) for old, fresh in pairs):
            return self
        members = (self.members - leaving) | new.members
        return Windows.build(*(np.concatenate((old[~going], fresh)) for old, fresh in pairs), members=members)


EMPTY = Windows.build(np.empty(0, np.uint32), np.empty(0, np.int32), np.empty(0, np.int32))


class InForce:
    """The approvals that count on one day: by kind, and by each value of each facet."""

    def __init__(self, kinds: Mapping[Kind, Slots], values: Mapping[str, Mapping[str, Slots]]) -> None:
        self.kinds, self.values = kinds, values

    @classmethod
    def of(cls, windows: Mapping[Kind, Windows], day: date) -> Self:
        kinds = {kind: slots for kind, rows in windows.items() if (slots := rows.in_force(day))}
        return cls(kinds, {facet: _by_value(facet, kinds.items()) for facet in ON_ONE_APPROVAL})

    def matching(self, selection: Selection) -> Slots | None:
        """The slots with a row that matches the selection's facets, all on that row; None when it uses none of them."""
        used = [facet for facet in ON_ONE_APPROVAL if selection.chosen(facet)]
        if not used:
            return None
        if len(used) == 1:
            return union(self.values[used[0]].get(code, NONE) for code in selection.chosen(used[0]))
        return union(slots for _, slots in self._matching(selection, used))

    def counts(self, facet: str, selection: Selection, within: Slots) -> dict[str, int]:
        """For each value of the facet, how many slots have a row with it that matches the other facets."""
        others = [other for other in ON_ONE_APPROVAL if other != facet and selection.chosen(other)]
        if not others:
            return sizes(self.values[facet], within)
        return sizes(_by_value(facet, self._matching(selection, others)), within)

    def _matching(self, selection: Selection, facets: list[str]) -> list[tuple[Kind, Slots]]:
        """The kinds that match the selection in all of these facets, with their slots."""
        found = list(self.kinds.items())
        for facet in facets:
            at, chosen = Kind._fields.index(facet), selection.chosen(facet)
            found = [(kind, slots) for kind, slots in found if kind[at] in chosen]
        return found

    def patched(self, touched: Slots, new: "InForce") -> "InForce":
        """The same day after the touched slots lost their rows and got the new ones."""
        values = {facet: patched(self.values[facet], touched, new.values[facet]) for facet in ON_ONE_APPROVAL}
        return InForce(patched(self.kinds, touched, new.kinds), values)


def _by_value(facet: str, kinds: Iterable[tuple[Kind, Slots]]) -> dict[str, Slots]:
    at = Kind._fields.index(facet)
    grouped: defaultdict[str, list[Slots]] = defaultdict(list)
    for kind, slots in kinds:
        if value := kind[at]:
            grouped[value].append(slots)
    return {value: union(sets) for value, sets in grouped.items()}
