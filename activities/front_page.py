"""What the front page offers: the ways into the list with their counts, what ends soon and what is new."""

from datetime import date
from typing import NamedTuple

from django.urls import reverse

from activities.models import Listing
from activities.printing.card import cards_of
from activities.search import facets
from activities.search.facets import Facet, FacetValue
from activities.search.index.current import catalog_index
from activities.search.names import known
from activities.search.selection import Selection
from activities.status import ENDING_SOON

WAYS_IN = ("board", "competency", "format", "provider")
MOST_LISTINGS = 5
MOST_PROVIDERS = 12


class FrontPage(NamedTuple):
    """Every value's `count` is the length of the list that its `address` leads to."""

    boards: list[FacetValue]
    competencies: list[FacetValue]
    formats: list[FacetValue]
    providers: list[FacetValue]
    ending_soon: list[str]
    recently_added: list[str]


def on(day: date) -> FrontPage:
    """The front page of a day, in a number of queries that does not depend on the catalog's size.

    All boards and competencies are there, boards by name; of the formats those with activities, and of the providers
    those with the most.
    """
    selection = Selection(day=day)
    listings = Listing.objects.public().for_page()
    values = {facet.name: list(facet.values) for facet in _facets(selection)}
    return FrontPage(
        boards=sorted(values["board"], key=lambda board: board.label),
        competencies=values["competency"],
        formats=_with_activities(values["format"]),
        providers=_with_activities(values["provider"])[:MOST_PROVIDERS],
        ending_soon=cards_of(listings.closing_between(day, day + ENDING_SOON)[:MOST_LISTINGS], selection, level=3),
        recently_added=cards_of(listings.open_on(day).newest_first()[:MOST_LISTINGS], selection, level=3),
    )


def _facets(selection: Selection) -> tuple[Facet, ...]:
    counts = catalog_index.counts(selection, WAYS_IN)
    return facets.build(selection, counts, known().vocabularies, reverse("activities:activity_list"))


def _with_activities(values: list[FacetValue]) -> list[FacetValue]:
    return [value for value in values if value.count]
