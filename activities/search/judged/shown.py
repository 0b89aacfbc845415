"""What a reader is shown for a query, asked the way the list's page asks."""

import re
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
from activities.search.steps import steps


@dataclass(frozen=True, slots=True)
class Shown:
    """`ids` is the whole list in its order, `spellings` the words that a step offers: those that lead to listings."""

    answer: Answer
    ids: tuple[int, ...]
    spellings: tuple[str, ...] = ()


def shown(question: QueryDict, day: date) -> Shown:
    """The answer to a reader's question, were it asked on that day."""
    asked = selection(question, day)
    answer = results.answer(asked)
    return Shown(answer, tuple(catalog_index.ids(asked, 0, answer.total)), tuple(_spellings(answer)))


def selection(question: QueryDict, day: date) -> Selection:
    """The question as it is understood on that day."""
    return ActivityFilter(question, today=day, vocabularies=known().vocabularies).selection


def _spellings(answer: Answer) -> Iterator[str]:
    if answer.corrections:
        offered = " ".join(step.label for step in steps(answer))
        words = dict.fromkeys(word for one in answer.corrections for word in one.words)
        yield from (word for word in words if re.search(rf"\b{word}\b", offered))
