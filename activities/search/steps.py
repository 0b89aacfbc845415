"""What a reader whose list is empty can do next: each step with the number of listings it leads to."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.http import QueryDict

from activities.filters import Reader
from activities.search.addresses import address, first_page
from activities.search.engine import Engine
from activities.search.index.current import catalog_index
from activities.search.results import Answer
from activities.search.selection import Selection

MOST = 6
"""Steps that are tried: it bounds the queries of an empty list."""


@dataclass(frozen=True, slots=True)
class Step:
    label: str
    count: int
    address: str


def steps(answer: Answer, *, path: str = "", engine: Engine = catalog_index) -> list[Step]:
    """The steps from an empty list that lead to listings: one filter less, or expired activities too."""
    tried = [Step(label, engine.total(asked), address(asked, path)) for label, asked in _nearby(answer)]
    return [step for step in tried if step.count]


def _nearby(answer: Answer) -> Iterator[tuple[str, Selection]]:
    asked = first_page(answer.selection)
    if not asked.include_expired and asked.open_on is None:
        yield "Including expired activities", replace(asked, include_expired=True)
    reader = Reader(answer.asked.vocabularies, answer.asked.today)
    for chip in answer.chips[: MOST - 1]:
        # The question that the chip's link asks.
        without = reader.read(QueryDict(chip.address.partition("?")[2])).selection
        yield f"Without {chip.about.lower()}: {chip.label}", without
