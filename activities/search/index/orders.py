"""The order of a list: for each sort the rankings that decide, and at the end whatever has no place in them."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator

from activities.prices import AMA_PRA_1
from activities.search.index.bitmaps import Numbers, Slots, union
from activities.search.index.harvest import CREDITS, LAST_DAY, PER_CREDIT, PRICES, RELEASED, SORTING_CREDIT
from activities.search.index.ladders import Ladder
from activities.search.index.paging import Computed, Level, Merged, Ranked, least
from activities.search.index.price_lists import audiences
from activities.search.index.sought import EXACT, STEMMED, SYNONYM
from activities.search.index.state import State
from activities.search.index.tiers import Matches, Tier
from activities.search.ranks import Rank
from activities.search.selection import Selection


def levels(state: State, selection: Selection, hits: Slots, matches: Matches) -> Iterable[Level]:
    """The hits cut into levels that follow one another; they are made as they are read."""
    if selection.sort == "relevance" and selection.query.wanted:
        return _by_relevance(state, selection, hits, matches)
    return _with_rest(state, hits, _SORTS[selection.sort](state, selection, hits))


def _with_rest(state: State, hits: Slots, placed: Level) -> list[Level]:
    """The level, if it holds anything, and after it the other hits by descending activity ID."""
    rest = hits - placed.hits
    return [level for level in (placed, Ranked(rest, state.by_id, state.size)) if level.hits]


def _by_relevance(state: State, selection: Selection, hits: Slots, matches: Matches) -> Iterator[Level]:
    """Tier by tier: expired last; exact, another form, another name; ending soon last; then the newest."""
    still_open = state.on(selection.day).open
    soon = state.ending_soon(selection.day)
    for tier, members in _in_tiers(matches, hits):
        for standing in _divided(members, still_open):
            for _, like in _by_quality(matches, tier, standing):
                for piece in reversed(_divided(like, soon)):
                    yield from _with_rest(state, piece, _newest(state, selection, piece))


def _in_tiers(matches: Matches, hits: Slots) -> Iterator[tuple[Tier, Slots]]:
    """The hits by the first tier that reaches them."""
    for tier in matches.tiers():
        if not hits:
            return
        yield tier, hits & tier.slots
        hits = hits - tier.slots


def _by_quality(matches: Matches, tier: Tier, members: Slots) -> Iterator[tuple[int, Slots]]:
    """The members of a tier by how well they hold the clause that they hold worst."""
    for quality in (EXACT, STEMMED):
        if members:
            reached = matches.reaching(quality, tier.last)
            yield quality, members & reached
            members = members - reached
    yield SYNONYM, members


def _divided(slots: Slots, inside: Slots) -> list[Slots]:
    """Those inside and those outside; at least one of them if there are any."""
    return [slots & inside, slots - inside] if slots else []


def rank(matches: Matches, slot: int) -> Rank:
    """Where a hit stands, and why."""
    hit = Slots([slot])
    tier, _ = next(found for found in _in_tiers(matches, hit) if found[1])
    quality, _ = next(found for found in _by_quality(matches, tier, hit) if found[1])
    return Rank(tier.number, quality, tuple(matches.fields(clause, slot) for clause in matches.query.wanted))


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
    "relevance": _newest,
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
