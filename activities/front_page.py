"""What the front page offers: the ways into the list with their counts, what ends soon and what is new."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from django.urls import reverse

from activities import records
from activities.models import Listing
from activities.printing.card import cards_of, standing_of
from activities.search import facets
from activities.search.facets import FacetValue
from activities.search.index.current import Page, catalog_index
from activities.search.index.question import Question
from activities.search.results import at_one_version
from activities.search.selection import Selection
from activities.search.vocabularies import Vocabularies
from activities.status import Standing

WAYS_IN = ("board", "competency", "format", "provider")
MOST_LISTINGS = 5
MOST_PROVIDERS = 12


class FrontPage(NamedTuple):
    """`total` are the open listings. Every value's `count` is the length of the list that its `address` leads to."""

    total: int
    boards: list[FacetValue]
    competencies: list[FacetValue]
    formats: list[FacetValue]
    providers: list[FacetValue]
    ending_soon: Sequence[str]
    recently_added: Sequence[str]


def on(day: date) -> FrontPage:
    """The front page of a day: names, listings and counts are of one version of the catalog.

    All boards and competencies are there, boards by name; of the formats those with activities, and of the providers
    those with the most.
    """
    selection = Selection(day=day)
    asked, page = at_one_version(selection, lambda asked: catalog_index.picked(selection, _soonest_and_newest))
    values = _values(page, selection, asked.vocabularies)
    return FrontPage(
        total=page.total,
        boards=sorted(values["board"], key=lambda board: board.label),
        competencies=values["competency"],
        formats=_with_activities(values["format"]),
        providers=_with_activities(values["provider"])[:MOST_PROVIDERS],
        ending_soon=cards_of(_ending_soon(page, day), selection, level=3),
        recently_added=cards_of(_recently_added(page), selection, level=3),
    )


def _soonest_and_newest(question: Question) -> list[int]:
    """The slots of what ends first, in that order, and of what entered the catalog last."""
    by_last_day = Question(question.state, replace(question.selection, sort="expiring"))
    return list(dict.fromkeys([*by_last_day.slots(0, MOST_LISTINGS), *question.hits[-MOST_LISTINGS:]]))


def _ending_soon(page: Page, day: date) -> list[Listing]:
    first = page.listings[:MOST_LISTINGS]
    return [one for one in first if standing_of(records.parse(one.record), day) is Standing.ENDING_SOON]


def _recently_added(page: Page) -> list[Listing]:
    """Slots are given in the order of entering, so the newest of all are the highest of these too."""
    return sorted(page.listings, key=lambda listing: -listing.slot)[:MOST_LISTINGS]


def _values(page: Page, selection: Selection, names: Vocabularies) -> dict[str, list[FacetValue]]:
    found = facets.build(selection, page.counts(WAYS_IN), names, reverse("activities:activity_list"))
    return {facet.name: list(facet.values) for facet in found}


def _with_activities(values: list[FacetValue]) -> list[FacetValue]:
    return [value for value in values if value.count]
