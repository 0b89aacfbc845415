"""What a reader is shown for a query, asked the way the list's page asks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from activities.filters import ActivityFilter
from activities.search import results
from activities.search.index.current import catalog_index
from activities.search.names import known
from activities.search.results import Answer
from activities.search.selection import Selection
from activities.search.spelling import respelled


@dataclass(frozen=True, slots=True)
class Shown:
    """`ids` is the whole list in its order, `spellings` the words that are offered because they lead to listings."""

    answer: Answer
    ids: tuple[int, ...]
    spellings: tuple[str, ...] = ()


def shown(question: QueryDict, day: date) -> Shown:
    """The answer to a reader's question, were it asked on that day."""
    asked = selection(question, day)
    answer = results.answer(asked)
    return Shown(answer, tuple(catalog_index.ids(asked, 0, answer.total)), tuple(_spellings(question, asked)))


def selection(question: QueryDict, day: date) -> Selection:
    """The question as it is understood on that day."""
    return ActivityFilter(question, today=day, vocabularies=known().vocabularies).selection


def _spellings(question: QueryDict, asked: Selection) -> Iterator[str]:
    for correction in catalog_index.page(asked).corrections(known().concepts.words):
        for word in correction.words:
            if catalog_index.total(_respelled(question, asked, correction.token, word)):
                yield word


def _respelled(question: QueryDict, asked: Selection, token: str, word: str) -> Selection:
    other = question.copy()
    other["q"] = respelled(asked.text, token, word)
    return selection(other, asked.day)
