"""The answer to a question about the catalog, typed and ready to print: the same for page, API, feeds and exports.

What answers is an `Engine`; SQL is one, and the reference.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from django.http import QueryDict

from activities import status
from activities.filters import ActivityFilter, Asked, Reader
from activities.models import Listing
from activities.search import addresses, chips, facets
from activities.search.about_text import AboutText, Total, about_text
from activities.search.chips import Chip
from activities.search.choices import Choices
from activities.search.engine import Engine, Found
from activities.search.facets import Facet
from activities.search.index.current import catalog_index
from activities.search.index.making import IndexUnavailable
from activities.search.names import known
from activities.search.pages import Pages
from activities.search.ranks import Rank
from activities.search.selection import Selection
from activities.search.spelling import Correction
from activities.search.vocabularies import Vocabularies
from cme_catalog.lib.problems import Problem

MOST_PROBLEMS = 10
CHUNK = 500
EVERY = 2**31
"""More than any list is long."""
TRIES = 3
"""Names and listings are read at one version; a reader begins again twice."""


FOUND = TypeVar("FOUND", bound=Found)


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
    """One page of a list with everything around it. `selection.page` is the page that is shown, `listings` are for
    printing their cards.

    `canonical` is the query string of the canonical address, without a question mark; reasons for staff are no part of
    it. `problems` are the first few
    refused values, `more_problems` how many others there are. `identified` is the one activity ID that the search text
    names, when nothing else is asked for or the listing matches that too; it may be of a withdrawn listing.
    `corrections` are words that may be meant when nothing was found. `ranks` say of each listing why it stands where
    relevance puts it, when the question asks for that. `total_of` counts the listings of another selection, in the same
    version of the catalog.
    """

    asked: Asked
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
    identified: int | None
    corrections: tuple[Correction, ...]
    ranks: tuple[Rank, ...]
    about_text: AboutText
    total_of: Total = field(repr=False, compare=False)


def answer(question: QueryDict | Selection, *, path: str = "", engine: Engine = catalog_index) -> Answer:
    """Answer a question, in a number of queries that does not depend on its size.

    Addresses are relative (`?board=abim`) unless the path of a list is given. A page beyond the last is the last.
    """
    asked, found = at_one_version(question, lambda asked: engine.page(asked.selection, records=False))
    return _told(asked, found, path)


def at_one_version(
    question: QueryDict | Selection, ask: Callable[[Asked], FOUND], *, today: date | None = None
) -> tuple[Asked, FOUND]:
    """The question as it was read, and what was found for it: names and listings of the same version of the catalog.

    `today` stands in for the catalog's day.
    """
    for _ in range(TRIES):
        names = known()
        asked = _asked(question, names.vocabularies, today)
        found = ask(asked)
        if found.version == names.version:
            return asked, found
    raise IndexUnavailable("the catalog changes faster than it can be read")


def _told(asked: Asked, found: Found, path: str) -> Answer:
    pages = Pages.of(asked.selection, found.total, path)
    selection = replace(asked.selection, page=pages.number)
    names = asked.vocabularies
    pieces = chips.build(selection, names, path)
    return Answer(
        asked=asked,
        selection=selection,
        total=found.total,
        listings=tuple(found.listings),
        facets=facets.build(selection, found.counts(), names, path, asked.finding),
        chips=pieces,
        choices=Choices.of(selection, names, path),
        pages=pages,
        canonical=addresses.query(replace(selection, explain=False)),
        notes=Notes(found.left_out_by_price, found.unrecorded),
        problems=tuple(asked.problems[:MOST_PROBLEMS]),
        more_problems=max(0, len(asked.problems) - MOST_PROBLEMS),
        identified=_identified(selection, found.total, pieces),
        corrections=() if found.total else tuple(found.corrections(names.concepts.words)),
        ranks=tuple(found.ranks) if selection.explain else (),
        about_text=about_text(asked, found.total_of, path),
        total_of=found.total_of,
    )


def _identified(selection: Selection, total: int, pieces: Sequence[Chip]) -> int | None:
    """The one listing that the search text names, unless filters besides it leave it out."""
    return selection.only[0] if len(selection.only) == 1 and (total or len(pieces) == 1) else None


def read(question: QueryDict) -> Asked:
    """What a query string asks, with the names as they stand."""
    return _asked(question, known().vocabularies)


def every(selection: Selection, *, engine: Engine = catalog_index) -> "Every":
    """All listings of the selection, in order, whatever its page, for feeds and exports.

    Which they are is of one version of the catalog and known at once; the listings are read in steps, when asked for.
    """
    return Every(engine.ids(selection, 0, EVERY))


def whole(asked: Asked) -> "Every":
    """Every listing that answers, also the expired one whose identifier was asked for."""
    found = every(asked.selection)
    one = _identified(asked.selection, len(found), chips.build(asked.selection, asked.vocabularies))
    return found if one is None else Every([one])


@dataclass(frozen=True, slots=True)
class Every:
    """The activity IDs of a whole list. Each listing is as it stands when it is read; a withdrawn one is left out."""

    ids: list[int]

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[Listing]:
        for start in range(0, len(self.ids), CHUNK):
            yield from Listing.objects.for_record().in_order(self.ids[start : start + CHUNK])


def _asked(question: QueryDict | Selection, names: Vocabularies, today: date | None = None) -> Asked:
    if isinstance(question, Selection):
        return ActivityFilter(QueryDict(addresses.query(question)), today=question.day, vocabularies=names).asked
    kept = reader(names)
    return (kept if today in (None, kept.today) else Reader(names, today or kept.today)).read(question)


class _Readers:
    """Keeps the reader of today's questions; threads may share it, and two that find it old make two."""

    def __init__(self) -> None:
        self._kept: Reader | None = None

    def of(self, names: Vocabularies) -> Reader:
        today, kept = status.today(), self._kept
        if kept is None or kept.vocabularies is not names or kept.today != today:
            kept = self._kept = Reader(names, today)
        return kept


reader = _Readers().of
