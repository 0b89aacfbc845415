"""What a reader is shown for a query, asked the way the list's page asks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from activities.filters import ActivityFilter
from activities.search import results
from activities.search.index.current import catalog_index
from activities.search.judged.scores import SUCCESS_AT
from activities.search.names import known
from activities.search.results import Answer
from activities.search.selection import Selection
from activities.search.steps import Step, steps

STEPS = 3
"""Steps of an empty list that a reader in a hurry looks at."""


@dataclass(frozen=True, slots=True)
class Shown:
    """`ids` is the whole list in its order, `spellings` the words that a step offers: those that lead to listings.

    `one_step_away` are the first listings of the lists to which the first steps of an empty one lead.
    """

    answer: Answer
    ids: tuple[int, ...]
    spellings: tuple[str, ...] = ()
    one_step_away: frozenset[int] = frozenset()


def shown(question: QueryDict, day: date) -> Shown:
    """The answer to a reader's question, were it asked on that day."""
    asked = selection(question, day)
    answer = results.answer(asked)
    ids, offered = tuple(catalog_index.ids(asked, 0, answer.total)), [] if answer.total else steps(answer)
    return Shown(answer, ids, tuple(_spellings(answer, offered)), frozenset(_one_step_away(offered, day)))


def selection(question: QueryDict, day: date) -> Selection:
    """The question as it is understood on that day."""
    return ActivityFilter(question, today=day, vocabularies=known().vocabularies).selection


def _spellings(answer: Answer, offered: Sequence[Step]) -> Iterator[str]:
    labels = " ".join(step.label for step in offered)
    words = dict.fromkeys(word for one in answer.corrections for word in one.words)
    yield from (word for word in words if re.search(rf"\b{word}\b", labels))


def _one_step_away(offered: Sequence[Step], day: date) -> Iterator[int]:
    for step in offered[:STEPS]:
        question = QueryDict(step.address.partition("?")[2])
        yield from catalog_index.ids(selection(question, day), 0, SUCCESS_AT)
