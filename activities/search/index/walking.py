"""A walk through a whole list, step by step, while the catalog changes under it.

A step begins after a place, and a place is a value of the order and an activity ID, not a number of steps: so what is
published or withdrawn elsewhere in the list moves nothing. Each step looks at all hits, which takes a few milliseconds
for 100,000 of them. Relevance is no order to walk in: it depends on what else is in the catalog.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from activities.prices import AMA_PRA_1
from activities.search.index.bitmaps import Numbers, to_numbers
from activities.search.index.harvest import CREDITS, LAST_DAY, PER_CREDIT, PRICES, RELEASED, SORTING_CREDIT
from activities.search.index.ladders import BEYOND
from activities.search.index.paging import least
from activities.search.index.price_lists import audiences
from activities.search.index.question import Question
from activities.search.index.state import MOST_SLOTS, State
from activities.search.selection import Selection


class Place(NamedTuple):
    """After this place a step begins: the value that sorts, and the activity ID that decides among equal ones.

    The value is a title's sort key where titles sort, else a number, at most LARGEST_VALUE either way; None for a
    listing that has none and stands at the end of the list.
    """

    value: int | str | None
    activity_id: int


LARGEST_VALUE = 2**40
"""No price per credit, no price, credit or day is larger."""


def step(question: Question, after: Place | None, most: int) -> list[int]:
    """The first slots, so many at most, that come after the place in the order of the question; None is its beginning.

    The order is that of the list, so the steps of a walk through a catalog at rest are the list.
    """
    state, hits = question.state, to_numbers(question.hits)
    values = _values(state, question.selection)(hits)
    ranks = state.by_id.ranks(state.size)[hits].astype(np.int64)
    placed = values != BEYOND
    marks, rest = values[placed] * MOST_SLOTS + ranks[placed], ranks[~placed]
    if after is not None:
        behind = bisect_right(state.by_id.slots.data, -after.activity_id, key=lambda slot: -int(state.ids[slot]))
        if after.value is None:
            marks, rest = marks[:0], rest[rest >= behind]
        else:
            marks = marks[marks >= _mark(state, after, behind)]
    first = _least(marks, most)
    found = [*(first % MOST_SLOTS).tolist(), *_least(rest, most - len(first)).tolist()]
    slots: list[int] = state.by_id.slots[found].tolist()
    return slots


def place_of(question: Question, slot: int) -> Place:
    """The place of a hit in the order of the question."""
    state, activity_id = question.state, int(question.state.ids[slot])
    value = int(_values(state, question.selection)(np.array([slot], np.uint32))[0])
    if value == BEYOND:
        return Place(None, activity_id)
    return Place(state.titles.key(slot).decode() if question.selection.sort == "title" else value, activity_id)


def _mark(state: State, after: Place, behind: int) -> int:
    """The least mark of what comes after the place; `behind` is the rank of the first smaller activity ID."""
    if isinstance(after.value, str):
        titles, ids = state.titles, state.ids
        wanted = (after.value.encode(), 1 - after.activity_id)
        spot = bisect_left(titles.slots.data, wanted, key=lambda slot: (titles.key(slot), -int(ids[slot])))
        return spot * MOST_SLOTS
    return (after.value or 0) * MOST_SLOTS + behind


def _least(marks: Numbers, most: int) -> Numbers:
    """The smallest marks in order, so many at most."""
    if 0 < most < len(marks):
        marks = np.partition(marks, most - 1)
    return np.sort(marks[:most])


def _values(state: State, selection: Selection) -> Callable[[Numbers], Numbers]:
    """What sorts each slot, ascending; BEYOND for those without. Of titles it is the place in their order."""
    if selection.sort == "title":
        return lambda slots: _title_values(state, slots)
    ladders = [state.ladder(name, value) for name, value in _ladders(selection)]
    if selection.sort == "price-per-credit" and selection.credit_type not in ((), (AMA_PRA_1,)):
        amounts = [state.ladder(CREDITS, credit_type) for credit_type in selection.credit_type]
        return lambda slots: _per_credit(least(ladders, slots, state.size), least(amounts, slots, state.size))
    return lambda slots: least(ladders, slots, state.size)


def _title_values(state: State, slots: Numbers) -> Numbers:
    places = state.titles.ranks(state.size)[slots].astype(np.int64)
    return np.where(places < len(state.titles.slots), places, BEYOND)


def _ladders(selection: Selection) -> list[tuple[str, str]]:
    """The ladders of which the least value sorts."""
    chosen = selection.credit_type
    if selection.sort == "newest":
        return [RELEASED]
    if selection.sort == "expiring":
        return [LAST_DAY]
    if selection.sort == "credits":
        return [(CREDITS, one) for one in chosen] or [SORTING_CREDIT]
    kept = selection.sort == "price" or chosen not in ((), (AMA_PRA_1,))
    return [(PRICES if kept else PER_CREDIT, audience) for audience in audiences(selection.members)]


def _per_credit(prices: Numbers, amounts: Numbers) -> Numbers:
    """Amounts are negative, because the largest credit sorts."""
    known = (prices != BEYOND) & (amounts != BEYOND)
    found = np.full(len(prices), BEYOND)
    found[known] = prices[known] * 10_000 // -amounts[known]
    return found
