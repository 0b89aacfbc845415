"""Activities that an address names one by one: for a shortlist and a comparison, whatever became of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from activities.models import Listing
from activities.models.activity import LARGEST_ID
from activities.printing.tombstone import Told, told
from cme_catalog.lib.numbers import whole
from cme_catalog.lib.problems import Problem, printable

MOST_PROBLEMS = 10


class Asked(NamedTuple):
    """The IDs that were asked for, each once and in order, and what could not be used, in sentences."""

    ids: tuple[int, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """One of them: a public listing, what is told of a withdrawn one, or neither when the catalog does not list it."""

    activity_id: int
    listing: Listing | None = None
    withdrawn: Told | None = None


def asked(values: Iterable[str], most: int, parameter: str = "id") -> Asked:
    """The activity IDs among the values, at most so many; every other value is named once."""
    good: dict[int, str] = {}
    problems = []
    for value in filter(None, dict.fromkeys(values)):
        try:
            good.setdefault(whole(value.strip(), least=1, most=LARGEST_ID), value)
        except ValueError:
            expected = "An activity ID is a number, such as 13645."
            problems.append(Problem(parameter, printable(value), "not-a-number", expected))
    ids = list(good)
    expected = f"Only the first {most} are shown."
    problems += [Problem(parameter, str(one), "too-many", expected) for one in ids[most:]]
    return Asked(tuple(ids[:most]), tuple(problems[:MOST_PROBLEMS]))


def chosen(ids: Iterable[int]) -> list[Chosen]:
    """The listings of these activities, in this order. One query, two when a withdrawn one has a successor."""
    ids = list(ids)
    found = {listing.activity_id: listing for listing in Listing.objects.for_page().for_activities(ids)} if ids else {}
    tombs = told(listing for listing in found.values() if listing.withdrawn)
    return [_one(one, found.get(one), tombs.get(one)) for one in ids]


def _one(activity_id: int, listing: Listing | None, tomb: Told | None) -> Chosen:
    return Chosen(activity_id, None if tomb else listing, tomb)
