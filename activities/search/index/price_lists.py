"""Effective prices for whole sets of listings: the rules of `prices.py`, for everybody or for members.

A row at or under a limit proves that the least one is; so prices are never looked up listing by listing.
"""

from collections.abc import Mapping, Sequence

from activities.prices import FREE, NOT_STATED, OVER_200, UNDER_50, UP_TO_200, VARIABLE
from activities.search.index import harvest
from activities.search.index.bitmaps import NONE, Slots, union
from activities.search.index.harvest import BAND_LIMITS, PRICES, PUBLIC
from activities.search.index.state import State


def audiences(members: Sequence[str]) -> tuple[str, ...]:
    """Whose prices count: everybody's and those of the memberships."""
    return (PUBLIC, *members)


def bands(state: State, members: Sequence[str]) -> Mapping[str, Slots]:
    """By band, the public listings whose effective price lies in it; for readers without membership they are kept."""
    if members:
        return _bands(state, members)
    if state.public_bands is None:
        state.public_bands = _bands(state, ())
    return state.public_bands


def _bands(state: State, members: Sequence[str]) -> dict[str, Slots]:
    free, under_50, up_to_200 = (at_most(state, members, limit) for limit in BAND_LIMITS)
    amounts = numeric(state, members)
    varies = union(state.sets[harvest.VARIABLE].get(audience, NONE) for audience in audiences(members))
    return {
        FREE: free,
        UNDER_50: under_50 - free,
        UP_TO_200: up_to_200 - under_50,
        OVER_200: amounts - up_to_200,
        VARIABLE: varies - amounts,
        NOT_STATED: state.public - varies - amounts,
    }


def numeric(state: State, members: Sequence[str]) -> Slots:
    """The listings whose effective price is a number."""
    return union(state.ladder(PRICES, audience).members for audience in audiences(members))


def at_most(state: State, members: Sequence[str], cents: int) -> Slots:
    """The listings whose effective price is a number, and not above so many cents."""
    return union(state.ladder(PRICES, audience).at_most(cents) for audience in audiences(members))
