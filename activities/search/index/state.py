"""The whole index at one version of the catalog. Nothing in a state ever changes; an edit makes the next one."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple, Self

import numpy as np

from activities.search.counted import Lasting
from activities.search.index import windows
from activities.search.index.bitmaps import NONE, Numbers, Slots, patched, sizes
from activities.search.index.columns import LONG, Columns, long_ones
from activities.search.index.harvest import ACTIVITY, LAST_DAY, Harvest, Key, Row
from activities.search.index.ladders import EMPTY, Ladder
from activities.search.index.texts import Texts
from activities.search.index.titles import Titles
from activities.search.index.windows import InForce, Kind, Windows
from activities.search.selection import ON_ONE_APPROVAL
from activities.search.versions import Version
from activities.status import ENDING_SOON

MOST_SLOTS = 2**23
"""A place in the order of activity IDs fits beside the largest price per credit in one 64-bit number up to here."""

DAYS_KEPT = 4


class Day(NamedTuple):
    """What depends on the day: listings not over by then, and approvals in force.

    `counts` keeps, by facet, the counts within all open listings: most readers ask for just these.
    """

    open: Slots
    approvals: InForce
    counts: dict[str, Lasting]


class TooManyListings(Exception):
    """The catalog has more slots than the index can order."""


class State:
    """Sets, ladders and rows of every public listing. `ids` are activity IDs by slot."""

    def __init__(
        self,
        version: Version,
        ids: Numbers,
        sets: Mapping[str, Mapping[str, Slots]],
        ladders: Mapping[Key, Ladder],
        titles: Titles,
        rows: Mapping[Kind, Windows],
        columns: Columns,
        texts: Texts,
    ) -> None:
        self.version, self.ids, self.sets, self.ladders = version, ids, sets, ladders
        self.titles, self.rows, self.columns, self.texts = titles, rows, columns, texts
        self.by_id = ladders.get(ACTIVITY, EMPTY)
        self.public = self.by_id.members
        self._days: dict[date, Day] = {}
        self._soon: dict[date, Slots] = {}
        self._by_size: dict[str, list[str]] = {}
        self.public_bands: Mapping[str, Slots] | None = None

    @classmethod
    def build(cls, version: Version, rows: Iterable[Row]) -> Self:
        """From all listings, tombstones included, in any order."""
        harvest = Harvest.of(rows)
        ids = _with_ids(np.empty(0, np.int64), harvest.ids)
        ladders = harvest.ladders({}, NONE, ids)
        sets, titles = harvest.sets(), Titles.build(harvest.titles, ids)
        columns = Columns.build(long_ones(sets), len(ids))
        texts = Texts.build(harvest.words)
        return cls(version, ids, sets, ladders, titles, harvest.windows(), columns, texts)

    @property
    def size(self) -> int:
        """All slots are below this."""
        return len(self.ids)

    def ladder(self, name: str, value: str = "") -> Ladder:
        return self.ladders.get((name, value), EMPTY)

    def used(self) -> dict[str, set[str]]:
        """For each facet, the values that a public listing has; of approvals whether or not they are in force."""
        found = {facet: {value for value, slots in values.items() if slots} for facet, values in self.sets.items()}
        for facet in ON_ONE_APPROVAL:
            found[facet] = {getattr(kind, facet) for kind, rows in self.rows.items() if rows.members}
        return found

    def by_size(self, facet: str) -> list[str]:
        """The facet's values, the one with the most listings first."""
        if facet not in self._by_size:
            sets = self.sets[facet]
            self._by_size[facet] = sorted(sets, key=lambda value: len(sets[value]), reverse=True)
        return self._by_size[facet]

    def on(self, day: date) -> Day:
        """What stands on a day; made at the first question about it and kept for some days."""
        found = self._days.get(day)
        if found is None:
            over = self.ladder(*LAST_DAY).at_most(day.toordinal() - 1)
            found = Day(self.public - over, InForce.of(self.rows, day), {})
            for oldest in list(self._days)[: 1 - DAYS_KEPT]:
                self._days.pop(oldest, None)
            self._days[day] = found
        return found

    def ending_soon(self, day: date) -> Slots:
        """The listings that are open on the day and close within the days that count as soon; kept like the day."""
        found = self._soon.get(day)
        if found is None:
            first = day.toordinal()
            found = self.ladder(*LAST_DAY).between(first, first + ENDING_SOON.days)
            for oldest in list(self._soon)[: 1 - DAYS_KEPT]:
                self._soon.pop(oldest, None)
            self._soon[day] = found
        return found

    def patched(self, version: Version, rows: Iterable[Row], slots: Iterable[int] = ()) -> "State":
        """The state at a later version, given the listings that changed since as they are now. `slots` are of all that
        changed, also of those that were deleted.
        """
        harvest = Harvest.of(rows)
        ids = _with_ids(self.ids, harvest.ids)
        # A listing that came and went between the two versions has a slot of which neither knows.
        touched = Slots([*harvest.ids, *(slot for slot in slots if slot < len(ids))])
        new_sets, new_rows = harvest.sets(), harvest.windows()
        had = self.columns.values_of(touched)
        later = State(
            version,
            ids,
            {name: patched(self.sets[name], touched, new, had.get(name)) for name, new in new_sets.items()},
            harvest.ladders(self.ladders, touched, ids),
            self.titles.patched(touched, harvest.titles, ids),
            _patched_rows(self.rows, touched, new_rows),
            self.columns.patched(touched, long_ones(new_sets), len(ids)),
            self.texts.patched(touched, harvest.words),
        )
        affected = {facet: {*had[facet], *new_sets[facet]} for facet in LONG}
        for day, stood in dict(self._days).items():
            still_open = (stood.open - touched) | harvest.open_on(day)
            approvals = stood.approvals.patched(touched, InForce.of(new_rows, day))
            later._days[day] = Day(still_open, approvals, _recounted(stood.counts, affected, later.sets, still_open))
        return later


def _recounted(
    kept: Mapping[str, Mapping[str, int]],
    affected: Mapping[str, set[str]],
    sets: Mapping[str, Mapping[str, Slots]],
    within: Slots,
) -> dict[str, Lasting]:
    """The counts of long facets after the listings with the affected values changed; others are soon made anew."""
    later = {}
    for facet in LONG:
        if facet in kept:
            fresh = sizes({value: sets[facet][value] for value in affected[facet] if value in sets[facet]}, within)
            counts = {**kept[facet], **dict.fromkeys(affected[facet], 0), **fresh}
            later[facet] = Lasting((value, count) for value, count in counts.items() if count)
    return later


def _patched_rows(old: Mapping[Kind, Windows], touched: Slots, new: Mapping[Kind, Windows]) -> dict[Kind, Windows]:
    every = {
        kind: old.get(kind, windows.EMPTY).patched(touched, new.get(kind, windows.EMPTY))
        for kind in old.keys() | new.keys()
    }
    return {kind: rows for kind, rows in every.items() if rows.members}


def _with_ids(ids: Numbers, new: Mapping[int, int]) -> Numbers:
    """Activity IDs by slot with these set."""
    size = max(len(ids), 1 + max(new, default=-1))
    if size > MOST_SLOTS:
        raise TooManyListings(f"The index orders {MOST_SLOTS} slots; the catalog has {size}.")
    if size == len(ids) and all(ids[slot] == activity_id for slot, activity_id in new.items()):
        return ids
    longer = np.zeros(size, np.int64)
    longer[: len(ids)] = ids
    longer[list(new)] = list(new.values())
    return longer
