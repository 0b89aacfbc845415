"""What a change of the concepts would do to searches, counted by the index before anything is saved."""

from collections.abc import Iterable
from typing import NamedTuple

from activities import status
from activities.models import FailedQuery, SearchTest
from activities.search.concept_table import Table
from activities.search.concepts import Read, read
from activities.search.engine import Engine
from activities.search.index.current import catalog_index
from activities.search.judged import queries
from activities.search.selection import Selection

MOST_FAILED = 300
"""Texts of the work list that are tried, the most frequent first."""


class Change(NamedTuple):
    """A search text whose answer would change: how many listings it finds now and then, and what it means then."""

    text: str
    before: int
    after: int
    meaning: str

    @property
    def difference(self) -> str:
        """The difference with its sign; the same number may be other listings, or another order."""
        return f"{self.after - self.before:+d}".replace("-", "−") if self.after != self.before else "same number"


def texts(names: Iterable[str]) -> list[str]:
    """The texts to try: the concept's names, what was searched in vain, the permanent tests, the judged queries."""
    failed = FailedQuery.objects.waiting().values_list("text", flat=True)[:MOST_FAILED]
    tests = SearchTest.objects.values_list("text", flat=True)
    judged = (one.query for one in queries.load() if one.kind != "identifier")
    return list(dict.fromkeys([*names, *failed, *tests, *judged]))


class Differing(NamedTuple):
    """A text that would be searched in another way."""

    text: str
    now: Read
    then: Read


def differing(some: Iterable[str], before: Table, after: Table) -> list[Differing]:
    """Those of the texts that the two tables read differently."""
    read_twice = (Differing(text, read(text, before), read(text, after)) for text in some)
    return [one for one in read_twice if one.now != one.then]


def counted(some: Iterable[Differing], *, engine: Engine = catalog_index) -> list[Change]:
    """What each finds now and then, without any filter."""
    return [
        Change(one.text, _total(one.now, one.text, engine), _total(one.then, one.text, engine), meaning(one.then))
        for one in some
    ]


def meaning(found: Read) -> str:
    """What the concepts in a text mean, as staff read it."""
    single = [one.name for one in found.expansions]
    several = [f"{one.typed}: {' or '.join(sense.name for sense in one.senses)}" for one in found.ambiguities]
    return "; ".join([*single, *several]) or "the words alone"


def _total(found: Read, text: str, engine: Engine) -> int:
    return engine.total(Selection(day=status.today(), text=text, query=found.query))
