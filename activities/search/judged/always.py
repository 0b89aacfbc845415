"""What holds for every query, whatever it asks: tried on some of those that list most."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from activities import records
from activities.models import Listing
from activities.search import results
from activities.search.index.current import catalog_index
from activities.search.judged.shown import Shown
from activities.search.selection import PAGE_SIZES, Selection

TIMES = 10
LISTS, VALUES = 12, 3
"""So many of the longest lists are tried, with so many values of each facet."""
PAGE = 10


def broken(answers: Iterable[Shown]) -> list[str]:
    """A sentence for each rule that does not hold."""
    answers = list(answers)
    worded = [shown for shown in answers if shown.answer.selection.query.wanted]
    longest = sorted(worded, key=lambda shown: (-len(shown.ids), shown.answer.selection.text))[:LISTS]
    return [*_withdrawn(answers), *(sentence for shown in longest for sentence in _of_one(shown))]


def _withdrawn(answers: Iterable[Shown]) -> Iterator[str]:
    gone = set(Listing.objects.filter(withdrawn=True).values_list("activity_id", flat=True))
    for shown in answers:
        if there := gone.intersection(shown.ids):
            yield f"{_query(shown)} lists withdrawn {sorted(there)}."


def _of_one(shown: Shown) -> Iterator[str]:
    yield from _counts(shown)
    yield from _expired_last(shown)
    asked = shown.answer.selection
    if any(_ids(asked) != shown.ids for _ in range(TIMES)):
        yield f"{_query(shown)} has not one order."
    if (paged := _paged(asked, len(shown.ids))) != shown.ids:
        yield f"{_query(shown)} has pages that repeat or skip: {_apart(paged, shown.ids)}."


def _expired_last(shown: Shown) -> Iterator[str]:
    """With expired listings asked for too, as far as the first page of the longest kind goes."""
    asked = replace(shown.answer.selection, include_expired=True, page=1, per_page=PAGE_SIZES[-1])
    page = catalog_index.page(asked)
    days = [records.parse(listing.record)["last_day"] for listing in page.listings]
    over = [bool(day) and day < asked.day.isoformat() for day in days]
    places = [(rank.tier, expired) for rank, expired in zip(page.ranks, over, strict=True)]
    if places != sorted(places):
        yield f"{_query(shown)} puts an expired listing before an active one of its tier."


def _counts(shown: Shown) -> Iterator[str]:
    for facet in shown.answer.facets:
        for value in facet.values[:VALUES]:
            narrowed = shown.answer.selection.choosing(facet.name, value.value)
            if (length := len(_ids(narrowed))) != value.count:
                yield f"{_query(shown)} counts {value.count} for {facet.name}={value.value}, but lists {length}."


def _ids(asked: Selection) -> tuple[int, ...]:
    return tuple(catalog_index.ids(asked, 0, catalog_index.total(asked)))


def _paged(asked: Selection, total: int) -> tuple[int, ...]:
    pages = (replace(asked, per_page=PAGE, page=page) for page in range(1, -(-total // PAGE) + 1))
    return tuple(listing.activity_id for page in pages for listing in results.answer(page).listings)


def _apart(paged: Sequence[int], whole: Sequence[int]) -> str:
    place = next((n for n, pair in enumerate(zip(paged, whole, strict=False)) if len(set(pair)) > 1), len(paged))
    return f"from place {place + 1}"


def _query(shown: Shown) -> str:
    return f"“{shown.answer.selection.text}”"
