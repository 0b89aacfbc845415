"""The answer to a question about the catalog, typed and ready to print: the same for page, API, feeds and exports.

What answers is an `Engine`; SQL is one, and the reference.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.http import QueryDict

from activities import filters
from activities.filters import ActivityFilter
from activities.models import Listing
from activities.search import addresses, chips, facets, sql
from activities.search.chips import Chip
from activities.search.choices import Choices
from activities.search.engine import Engine
from activities.search.facets import Facet
from activities.search.pages import Pages
from activities.search.selection import Selection
from cme_catalog.lib.problems import Problem

MOST_PROBLEMS = 10
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Notes:
    """What a list should say beside its count.

    `left_out_by_price`: listings left out by `max_price` because their price varies or is not stated. `unrecorded`:
    with a board chosen, listings more that have no complete approval list, so that the board may approve them.
    """

    left_out_by_price: int
    unrecorded: int


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of a list with everything around it. `selection.page` is the page that is shown.

    `canonical` is the query string of the canonical address, without a question mark. `problems` are the first few
    refused values, `more_problems` how many others there are.
    """

    asked: ActivityFilter
    selection: Selection
    total: int
    listings: tuple[Listing, ...]
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    choices: Choices
    pages: Pages
    canonical: str
    notes: Notes
    problems: tuple[Problem, ...]
    more_problems: int


def answer(question: QueryDict | Selection | ActivityFilter, *, path: str = "", engine: Engine = sql) -> Answer:
    """Answer a question, in a number of queries that does not depend on its size.

    Addresses are relative (`?board=abim`) unless the path of a list is given. A page beyond the last is the last.
    """
    asked = _asked(question)
    total = engine.total(asked.selection)
    pages = Pages.of(asked.selection, total, path)
    selection = replace(asked.selection, page=pages.number)
    known = asked.vocabularies
    return Answer(
        asked=asked,
        selection=selection,
        total=total,
        listings=page(selection, engine=engine),
        facets=facets.build(selection, engine.counts(selection), known, path, asked.finding),
        chips=chips.build(selection, known, path),
        choices=Choices.of(selection, known, path),
        pages=pages,
        canonical=addresses.query(selection),
        notes=Notes(engine.left_out_by_price(selection), engine.unrecorded(selection)),
        problems=tuple(asked.problems[:MOST_PROBLEMS]),
        more_problems=max(0, len(asked.problems) - MOST_PROBLEMS),
    )


def page(selection: Selection, *, engine: Engine = sql) -> tuple[Listing, ...]:
    """The listings of the selection's page, in order."""
    start = (selection.page - 1) * selection.per_page
    return tuple(read(engine.ids(selection, start, start + selection.per_page)))


def every(selection: Selection, *, engine: Engine = sql) -> Iterator[Listing]:
    """All listings of the selection, in order, whatever its page: read in steps, for feeds and exports."""
    ids = engine.ids(selection, 0, engine.total(selection))
    for start in range(0, len(ids), CHUNK):
        yield from read(ids[start : start + CHUNK])


def read(activity_ids: list[int]) -> list[Listing]:
    """The public listings of these activities, in this order, in one query; one withdrawn meanwhile is missing."""
    rows = Listing.objects.public().filter(activity__in=activity_ids).defer(*_UNPRINTED)
    found = {listing.activity_id: listing for listing in rows}
    return [found[one] for one in activity_ids if one in found]


_UNPRINTED = ("facts", "title_key", "title_words", "all_words")
"""What only a search reads; it is as long as the record."""


def _asked(question: QueryDict | Selection | ActivityFilter) -> ActivityFilter:
    if isinstance(question, ActivityFilter):
        return question
    if isinstance(question, Selection):
        return filters.ActivityFilter(QueryDict(addresses.query(question)), today=question.day)
    return filters.read(question)
