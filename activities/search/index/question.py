"""One selection put to one state: what matches, how many of each facet's values, and in which order."""

from collections.abc import Callable, Container, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from itertools import accumulate
from operator import and_

import numpy as np

from activities.models import ApprovalList
from activities.search import spelling
from activities.search.counted import Lasting, Shared
from activities.search.index import orders, paging, price_lists
from activities.search.index.bitmaps import NONE, Slots, from_numbers, sizes, union
from activities.search.index.columns import LONG
from activities.search.index.harvest import APPROVAL_LIST, CREDITS, FACTS, STARTS
from activities.search.index.state import Day, State
from activities.search.index.tiers import Matches
from activities.search.ranks import Rank
from activities.search.selection import FACETS, ON_ONE_APPROVAL, Selection
from activities.search.spelling import Correction

OPEN, APPROVALS, CREDIT, FEE, MOST, WORDS = "open", "approvals", "credit_type", "fee", "max_price", "words"
ONLY = "only"
"""What restricts a list; further restrictions are facets, by their own names."""

MANY = 100
"""A facet with more values is not counted whole for a page that prints the largest few."""


class Question:
    """The answers of the state to a selection; each is worked out when asked for."""

    def __init__(self, state: State, selection: Selection) -> None:
        self.state, self.selection = state, selection
        self._counted: tuple[Slots, dict[str, dict[str, int]]] | None = None

    @property
    def total(self) -> int:
        return len(self.hits)

    @property
    def hits(self) -> Slots:
        return self._without("")

    def slots(self, start: int, stop: int) -> list[int]:
        """The slots at these places of the ordered list."""
        levels = orders.levels(self.state, self.selection, self.hits, self.matches)
        return paging.page(levels, start, stop)

    def ids(self, start: int, stop: int) -> list[int]:
        """The activity IDs at these places of the ordered list."""
        ids: list[int] = self.state.ids[self.slots(start, stop)].tolist()
        return ids

    def counts(self, facets: Sequence[str] = FACETS) -> dict[str, Mapping[str, int]]:
        """For each facet and every value, the length of the list when the value replaces the facet's selection."""
        return {facet: self.count(facet) for facet in facets}

    def count(self, facet: str) -> Mapping[str, int]:
        """The same for one facet."""
        if self.selection.nothing - {facet}:
            return {}
        if facet in ON_ONE_APPROVAL:
            return self._count_approvals(facet)
        if facet == CREDIT:
            return sizes({code: slots for code, slots in self._credits.items() if code}, self._without(CREDIT))
        if facet == FEE:
            return sizes(price_lists.bands(self.state, self.selection.members), self._without(FEE))
        return self._kept(facet, self._without(facet), partial(self._count_values, facet))

    def _count_values(self, facet: str, within: Slots) -> Mapping[str, int]:
        sets = self.state.sets[facet]
        if facet in LONG and self.state.columns.pays(len(within)):
            return self._long_ones(within)[facet]
        if len(sets) > MANY and within is not self._day.open:
            return Shared(sets, self.state.by_size(facet), within)
        return sizes(sets, within)

    def _long_ones(self, within: Slots) -> dict[str, dict[str, int]]:
        """The counts of all long facets; mostly the next one is counted within the same listings."""
        if self._counted is None or self._counted[0] is not within:
            self._counted = (within, self.state.columns.counts(within))
        return self._counted[1]

    def _count_approvals(self, facet: str) -> Mapping[str, int]:
        """Those of the facet's values that stand on a row with what the other facets of the row ask for."""
        others = any(self.selection.chosen(other) for other in ON_ONE_APPROVAL if other != facet)
        count = partial(self._day.approvals.counts, facet, self.selection)
        return count(self._without(APPROVALS)) if others else self._kept(facet, self._without(APPROVALS), count)

    def _kept(self, facet: str, within: Slots, count: Callable[[Slots], Mapping[str, int]]) -> Mapping[str, int]:
        """The counts; those within all open listings are the same for every reader of the day, and kept."""
        if within is not self._day.open:
            return count(within)
        kept = self._day.counts
        if facet not in kept:
            kept[facet] = Lasting(count(within))
        return kept[facet]

    @property
    def left_out_by_price(self) -> int:
        """How many would match without `max_price` and are left out because their price is not a number."""
        if self.selection.max_price is None:
            return 0
        return len(self._without(MOST) - price_lists.numeric(self.state, self.selection.members))

    @property
    def unrecorded(self) -> int:
        """How many more have no complete approval list and match all but what is asked of approvals."""
        if not self.selection.board or self.selection.nothing - set(ON_ONE_APPROVAL):
            return 0
        complete = self.state.sets[APPROVAL_LIST].get(ApprovalList.COMPLETE.value, NONE)
        return len(self._without(APPROVALS) - complete - self._restrictions[APPROVALS])

    def _without(self, name: str) -> Slots:
        """The slots that pass every restriction but the named one."""
        return self._all_but[name if name in self._all_but else ""]

    @cached_property
    def _all_but(self) -> dict[str, Slots]:
        """What passes all restrictions, under "", and what passes all but one, for each of them."""
        names, sets = list(self._restrictions), list(self._restrictions.values())
        before = list(accumulate(sets, and_))
        after = list(accumulate(reversed(sets), and_))[::-1]
        found = {"": before[-1]}
        for at, name in enumerate(names[1:], start=1):
            found[name] = before[at - 1] & after[at + 1] if at + 1 < len(names) else before[at - 1]
        return found

    @cached_property
    def _restrictions(self) -> dict[str, Slots]:
        """The sets a listing must be in, by the facet or parameter that asks for it; the first is never left out."""
        selection, state = self.selection, self.state
        found = {OPEN: state.public if selection.include_expired or selection.only else self._day.open}
        if selection.only:
            found[ONLY] = from_numbers(np.flatnonzero(np.isin(state.ids, selection.only))) & state.public
        for facet in FACTS:
            if chosen := selection.chosen(facet):
                found[facet] = union(state.sets[facet].get(code, NONE) for code in chosen)
        if selection.query.clauses:
            found[WORDS] = self.matches.among(state.public)
        if selection.starts_from or selection.starts_to:
            first, last = _ordinal(selection.starts_from), _ordinal(selection.starts_to)
            found[STARTS[0]] = state.ladder(*STARTS).between(first, last)
        return found | self._on_rows() | dict.fromkeys(map(_group, selection.nothing), NONE)

    def _on_rows(self) -> dict[str, Slots]:
        """What must hold on one row: of an approval, a credit, a price."""
        selection, state = self.selection, self.state
        found = {}
        if (approved := self._day.approvals.matching(selection)) is not None:
            found[APPROVALS] = approved
        if selection.credit_type:
            found[CREDIT] = union(self._credits.get(code, NONE) for code in selection.credit_type)
        elif selection.min_credits is not None or selection.max_credits is not None:
            found[CREDIT] = union(self._credits.values())
        if selection.fee:
            bands = price_lists.bands(state, selection.members)
            found[FEE] = union(bands[band] for band in selection.fee)
        if selection.max_price is not None:
            found[MOST] = price_lists.at_most(state, selection.members, selection.max_price)
        return found

    @cached_property
    def matches(self) -> Matches:
        """The query of the selection in the texts."""
        return Matches(self.state.texts, self.selection.query, self._day.approvals.values["board"])

    def rank(self, slot: int) -> Rank:
        """Why the listing stands where it does, when it is in the list and the query decides the order."""
        return orders.rank(self.matches, slot)

    def corrections(self, known: Container[str]) -> list[Correction]:
        """What may be meant by the query's words that neither a listing nor `known` has, where something may be."""
        doubted = (one for one in self.selection.query.tokens if spelling.doubtful(one) and one not in known)
        found = (self.state.texts.correction(token) for token in doubted)
        return [one for one in found if one and one.words]

    @cached_property
    def _day(self) -> Day:
        return self.state.on(self.selection.day)

    @cached_property
    def _credits(self) -> dict[str, Slots]:
        """By credit type, the listings with a credit of it between the bounds asked for."""
        least, most = self.selection.min_credits, self.selection.max_credits
        bounds = (None if most is None else -most, None if least is None else -least)
        ladders = self.state.ladders.items()
        return {code: ladder.between(*bounds) for (name, code), ladder in ladders if name == CREDITS}


def _group(facet: str) -> str:
    return APPROVALS if facet in ON_ONE_APPROVAL else facet


def _ordinal(day: date | None) -> int | None:
    return day.toordinal() if day else None
