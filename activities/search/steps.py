"""What a reader whose list is empty can do next: each step with the number of listings it leads to."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.http import QueryDict

from activities.filters import Reader
from activities.search import query
from activities.search.addresses import address, first_page
from activities.search.results import Answer
from activities.search.selection import Selection
from activities.search.spelling import respelled

MOST_FILTERS, MOST_WORDS = 5, 3
"""Filters and corrected words that are tried: it bounds the work for an empty list."""


@dataclass(frozen=True, slots=True)
class Step:
    label: str
    count: int
    address: str


def steps(answer: Answer, *, path: str = "") -> list[Step]:
    """The steps from an empty list that lead to listings; nothing is loosened before the reader says so.

    Another spelling, any of the words instead of all, one filter less, expired activities too. The counts are of the
    same version of the catalog as the list.
    """
    tried = [Step(label, answer.total_of(asked), address(asked, path)) for label, asked in _nearby(answer)]
    return [step for step in tried if step.count]


def _nearby(answer: Answer) -> Iterator[tuple[str, Selection]]:
    yield from _respelled(answer)
    yield from _any_word(answer)
    asked = first_page(answer.selection)
    if not asked.include_expired and asked.open_on is None:
        yield "Including expired activities", replace(asked, include_expired=True)
    yield from _without_a_filter(answer)


def _respelled(answer: Answer) -> Iterator[tuple[str, Selection]]:
    """One misspelt word at a time with each word that may be meant; all of them at once with the likeliest."""
    text, corrections = answer.selection.text, answer.corrections
    texts = [respelled(text, one.token, word) for one in corrections for word in one.words[:MOST_WORDS]]
    if len(corrections) > 1:
        for one in corrections:
            text = respelled(text, one.token, one.words[0])
        texts.insert(0, text)
    for spelled in dict.fromkeys(texts[: 2 * MOST_WORDS]):
        yield f"Did you mean “{spelled}”?", answer.asked.rewording(spelled)


def _any_word(answer: Answer) -> Iterator[tuple[str, Selection]]:
    read = query.parse(answer.selection.text, answer.asked.vocabularies.concepts.capitals)
    words = [text for clause in read.ranked for text in clause.texts]
    if len(words) > 1 and not answer.selection.only:
        kept = [clause.written for clause in read.clauses if clause.negative or clause.field]
        yield "Any of the words instead of all", answer.asked.rewording(" ".join([" OR ".join(words), *kept]))


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
