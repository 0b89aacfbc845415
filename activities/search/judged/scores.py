"""How good an ordered list is, by the usual measures; grades are 0 to 3."""

from collections.abc import Collection, Mapping, Sequence
from math import log2

SUCCESS_AT = 5
DEPTH = 10


def first_rank(listed: Sequence[int], relevant: Collection[int]) -> int | None:
    """The place of the first relevant listing, from 1; None when none is listed."""
    return next((place for place, activity_id in enumerate(listed, start=1) if activity_id in relevant), None)


def success(rank: int | None) -> bool:
    """Whether a relevant listing is among the first five."""
    return rank is not None and rank <= SUCCESS_AT


def reciprocal(rank: int | None) -> float:
    """One over the place of the first relevant listing, 0 beyond the first ten."""
    return 1 / rank if rank is not None and rank <= DEPTH else 0.0


def gain(listed: Sequence[int], grades: Mapping[int, int]) -> float:
    """The normalised discounted cumulative gain of the first ten: 1 when no order is better; 1 without any grade."""
    best = _cumulated(sorted(grades.values(), reverse=True))
    return _cumulated([grades.get(activity_id, 0) for activity_id in listed]) / best if best else 1.0


def _cumulated(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / log2(place + 1) for place, grade in enumerate(grades[:DEPTH], start=1))
