"""What a reader whose list is empty can do next: each step with the number of listings it leads to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.http import QueryDict

from activities.filters import Reader
from activities.search import rewordings
from activities.search.addresses import address, first_page
from activities.search.results import Answer
from activities.search.rewordings import Rewording
from activities.search.selection import Selection

MOST_FILTERS = 5
"""Filters that are tried: it bounds the work for an empty list."""


@dataclass(frozen=True, slots=True)
class Step:
    label: str
    count: int
    address: str


def steps(answer: Answer, *, path: str = "") -> list[Step]:
    """The steps from an empty list that lead to listings; nothing is loosened before the reader says so.

    Another spelling, a wider thing, fewer words or any of them, one filter less, expired activities too. The counts are
    of the same version of the catalog as the list.
    """
    return [Step(label, count, address(asked, path)) for label, count, asked in _leading(answer)]


_Counted = tuple[str, int, Selection]


def _leading(answer: Answer) -> Iterator[_Counted]:
    if answer.selection.text and not answer.selection.only:
        yield from _reworded(answer)
    yield from _counted(answer, _wider_question(answer))


def _counted(answer: Answer, some: Iterable[tuple[str, Selection]]) -> list[_Counted]:
    counted = ((label, answer.total_of(asked), asked) for label, asked in some)
    return [one for one in counted if one[1]]


def _reworded(answer: Answer) -> Iterator[_Counted]:
    text, table = answer.selection.text, answer.asked.vocabularies.concepts
    read = answer.asked.read(text, expand=answer.selection.expand).query

    def tried(some: Iterable[Rewording]) -> list[_Counted]:
        return _counted(answer, ((one.label, _asking(answer, one)) for one in some))

    spelled = tried(rewordings.nearer(text, answer.corrections))
    yield from spelled
    if not answer.selection.fee:
        yield from tried(rewordings.costing_nothing(read, table))
    if not spelled:
        yield from next(filter(None, map(tried, rewordings.fewer(read))), [])
    yield from tried(rewordings.wider_ones(text, table))
    yield from tried(rewordings.any_of_them(text, table))


def _asking(answer: Answer, one: Rewording) -> Selection:
    asked = answer.asked.rewording(one.text)
    return asked.choosing("fee", rewordings.FREE) if one.free else asked


def _wider_question(answer: Answer) -> Iterator[tuple[str, Selection]]:
    asked = first_page(answer.selection)
    if not asked.include_expired and asked.open_on is None:
        yield "Including expired activities", replace(asked, include_expired=True)
    yield from _without_a_filter(answer)


def _without_a_filter(answer: Answer) -> Iterator[tuple[str, Selection]]:
    """The question that the link of each chip asks; where only a text was asked for, all activities are no answer."""
    reader = Reader(answer.asked.vocabularies, answer.asked.today)
    filters = [chip for chip in answer.chips if chip.parameter != "q"]
    for chip in answer.chips[: MOST_FILTERS + 1] if filters else ():
        without = reader.read(QueryDict(chip.address.partition("?")[2])).selection
        yield f"Without {chip.about.lower()}: {chip.label}", without
    if len(filters) > 1:
        yield "Without any filter", _unfiltered(answer)


def _unfiltered(answer: Answer) -> Selection:
    asked, today = answer.selection, answer.asked.today
    bare = Selection(day=today, text=asked.text, query=asked.query, only=asked.only, expand=asked.expand)
    return replace(bare, sort=bare.usual_sort)
