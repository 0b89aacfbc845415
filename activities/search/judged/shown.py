"""What a reader is shown for a query, asked the way the list's page asks."""

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from activities.filters import ActivityFilter
from activities.search import results
from activities.search.index.current import catalog_index
from activities.search.names import known
from activities.search.results import Answer
from activities.search.selection import Selection


@dataclass(frozen=True, slots=True)
class Shown:
    """`ids` is the whole list in its order."""

    answer: Answer
    ids: tuple[int, ...]


def shown(question: QueryDict, day: date) -> Shown:
    """The answer to a reader's question, were it asked on that day."""
    answer = results.answer(selection(question, day))
    return Shown(answer, tuple(catalog_index.ids(answer.selection, 0, answer.total)))


def selection(question: QueryDict, day: date) -> Selection:
    """The question as it is understood on that day."""
    return ActivityFilter(question, today=day, vocabularies=known().vocabularies).selection
