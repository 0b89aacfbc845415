"""The order of a list: for each sort the rankings that decide, and at the end whatever has no place in them."""

from bisect import bisect_left
from collections.abc import Callable

from activities.prices import AMA_PRA_1
from activities.search.index.bitmaps import NONE, Numbers, Slots, union
from activities.search.index.harvest import CREDITS, LAST_DAY, PER_CREDIT, PRICES, RELEASED, SORTING_CREDIT
from activities.search.index.ladders import Ladder
from activities.search.index.paging import Computed, Level, Merged, Ranked, least
from activities.search.index.price_lists import audiences
from activities.search.index.state import State
from activities.search.selection import Selection


def levels(state: State, selection: Selection, hits: Slots, in_title: Slots = NONE) -> list[Level]:
    """The hits cut into levels that follow one another. `in_title` are those whose title holds all the words."""
    if selection.sort == "relevance":
        return _by_relevance(state, selection, hits, in_title)
    return _with_rest(state, hits, _SORTS[selection.sort](state, selection, hits))


def _with_rest(state: State, hits: Slots, placed: Level) -> list[Level]:
    """The level, if it holds anything, and after it the other hits by descending activity ID."""
    rest = hits - placed.hits
    return [level for level in (placed, Ranked(rest, state.by_id, state.size)) if level.hits]


def _by_relevance(state: State, selection: Selection, hits: Slots, in_title: Slots) -> list[Level]:
    """All words in the title first; then what is open before what has expired; then the newest."""
    still_open = state.on(selection.day).open
    found: list[Level] = []
    for part in (hits & in_title, hits - in_title):
        for piece in (part & still_open, part - still_open):
            found += _with_rest(state, piece, _newest(state, selection, piece))
    return found


def _newest(state: State, selection: Selection, hits: Slots) -> Level:
    return _ranked(state, hits, state.ladder(*RELEASED))


def _expiring(state: State, selection: Selection, hits: Slots) -> Level:
    ladder = state.ladder(*LAST_DAY)
    first = 0 if selection.include_expired else bisect_left(ladder.values.data, selection.day.toordinal())
    return Ranked(hits & ladder.members, ladder, state.size, first)


def _title(state: State, selection: Selection, hits: Slots) -> Level:
    return Ranked(hits & state.titles.members, state.titles, state.size)


def _credits(state: State, selection: Selection, hits: Slots) -> Level:
    """By the largest credit of the chosen types; each hit has one of them."""
    chosen = selection.credit_type
    if not chosen:
        return _ranked(state, hits, state.ladder(*SORTING_CREDIT))
    return _merged(state, hits, [state.ladder(CREDITS, credit_type) for credit_type in chosen])


def _price(state: State, selection: Selection, hits: Slots) -> Level:
    return _merged(state, hits, [state.ladder(PRICES, audience) for audience in audiences(selection.members)])


def _price_per_credit(state: State, selection: Selection, hits: Slots) -> Level:
    """Kept ready for the credit that sorts when no type is chosen, or AMA PRA Category 1; else computed."""
    if selection.credit_type in ((), (AMA_PRA_1,)):
        return _merged(state, hits, [state.ladder(PER_CREDIT, audience) for audience in audiences(selection.members)])
    prices = [state.ladder(PRICES, audience) for audience in audiences(selection.members)]
    amounts = [state.ladder(CREDITS, credit_type) for credit_type in selection.credit_type]

    def each(slots: Numbers) -> Numbers:
        return least(prices, slots, state.size) * 10_000 // -least(amounts, slots, state.size)

    priced = union(ladder.members for ladder in prices)
    return Computed(hits & priced & union(ladder.members for ladder in amounts), each, state)


_SORTS: dict[str, Callable[[State, Selection, Slots], Level]] = {
    "newest": _newest,
    "expiring": _expiring,
    "credits": _credits,
    "price": _price,
    "price-per-credit": _price_per_credit,
    "title": _title,
}


def _ranked(state: State, hits: Slots, ladder: Ladder) -> Level:
    return Ranked(hits & ladder.members, ladder, state.size)


def _merged(state: State, hits: Slots, ladders: list[Ladder]) -> Level:
    filled = [ladder for ladder in ladders if ladder.members]
    if len(filled) == 1:
        return _ranked(state, hits, filled[0])
    return Merged(hits & union(ladder.members for ladder in filled), filled, state)
