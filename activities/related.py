"""Listings to look at beside one: of the same article, and open ones on the same subject or from the same provider."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from itertools import combinations

from activities.models import Listing
from activities.records import Named, Record
from activities.search.index.bitmaps import NONE, Slots, union
from activities.search.index.current import catalog_index
from activities.search.index.question import Question
from activities.search.selection import Selection
from cme_catalog.lib.unavailable import Unavailable

MOST = 4
MOST_OF_ARTICLE = 5
MOST_TERMS = 8
"""Keywords or competencies of a listing that are looked at; more say nothing of its subject."""


def of_same_article(record: Record) -> list[Listing]:
    """The other public listings with the same DOI, the newest ID first, expired ones too. One query if it has a DOI."""
    if not record["doi"]:
        return []
    return list(
        Listing.objects.public().for_page().with_doi(record["doi"], but=record["activity_id"])[:MOST_OF_ARTICLE]
    )


def related(listing: Listing, record: Record, day: date, but: Iterable[Listing] = ()) -> list[Listing] | None:
    """Up to MOST others that are open on the day: nearest first, then those that entered the catalog last.

    Nearer is who shares two keywords, then one, then the provider; among these who also shares the provider or a
    competency. None while no index answers. One query.
    """
    unwanted = Slots([listing.slot, *(other.slot for other in but)])
    try:
        return catalog_index.picked(Selection(day=day), partial(_nearest, record, unwanted)).listings
    except Unavailable:
        return None


def _nearest(record: Record, unwanted: Slots, question: Question) -> list[int]:
    found: list[int] = []
    for tier in _tiers(record, question):
        left = (tier & question.hits) - unwanted - Slots(found)
        found += list(left[-(MOST - len(found)) :])[::-1] if left else []
        if len(found) == MOST:
            break
    return found


def _tiers(record: Record, question: Question) -> Iterator[Slots]:
    sets = question.state.sets
    keywords = [sets["keyword"].get(code, NONE) for code in _codes(record["keywords"])]
    tagged, twice = union(keywords), union(one & other for one, other in combinations(keywords, 2))
    ours = sets["provider"].get(record["provider"]["code"], NONE)
    skilled = union(sets["competency"].get(code, NONE) for code in _codes(record["competencies"]))
    yield from (twice & ours, twice, tagged & ours, tagged & skilled, tagged, ours & skilled, ours)


def _codes(terms: list[Named]) -> list[str]:
    return [term["code"] for term in terms[:MOST_TERMS]]
