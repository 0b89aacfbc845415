"""The index of this process: one state at a time, brought up to the catalog whenever a reader finds it behind.

A reader takes the state, asks it for a page, and reads the page's listings together with the catalog's version in one
statement. When the versions differ, the state is patched from the log of changes and the reader begins again: so no
answer mixes two versions, without a message from the writer and without a lock between readers.
"""

import os
import threading
from collections.abc import Callable, Collection, Container, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from activities.models import Listing
from activities.search import versions
from activities.search.engine import Counts
from activities.search.index import making, reads, walking
from activities.search.index.beginning import words_beginning
from activities.search.index.making import IndexUnavailable
from activities.search.index.question import Question
from activities.search.index.reads import CatalogMoved
from activities.search.index.state import State
from activities.search.index.walking import Place
from activities.search.ranks import Rank
from activities.search.selection import FACETS, Selection
from activities.search.spelling import Correction
from activities.search.versions import Version
from cme_catalog.lib.unavailable import Unavailable

TRIES = 3
"""A reader begins again twice; then the catalog changes faster than it can be read."""

READY = "ready"

T = TypeVar("T")


class Page(NamedTuple):
    """A page of listings, and the question whose other answers are of the same version."""

    version: Version
    question: Question
    listings: list[Listing]

    @property
    def total(self) -> int:
        return self.question.total

    @property
    def left_out_by_price(self) -> int:
        return self.question.left_out_by_price

    @property
    def unrecorded(self) -> int:
        return self.question.unrecorded

    @property
    def ranks(self) -> list[Rank]:
        return [self.question.rank(one.slot) for one in self.listings] if self.question.selection.query.wanted else []

    def counts(self, facets: Sequence[str] = FACETS) -> Counts:
        return self.question.counts(facets)

    def total_of(self, selection: Selection) -> int:
        return Question(self.question.state, selection).total

    def corrections(self, known: Container[str] = ()) -> list[Correction]:
        return self.question.corrections(known)


class Index:
    """Holds the state, and is an `Engine`. Several threads may use it; after a fork the child begins without a state.

    Every question raises IndexUnavailable when no state answers for the catalog as it is.
    """

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Drop the state; the next question makes a new one."""
        self._state: State | None = None
        self._lock = threading.Lock()

    @property
    def state_at_hand(self) -> State | None:
        """What the next question begins with; it may be behind the catalog."""
        return self._state

    def page(self, selection: Selection, *, records: bool = True) -> Page:
        """The selection's page with everything about it, all of one version; a page beyond the last is the last.

        Without records it is quicker; the listings then are for printing their cards only.
        """

        def of_page(question: Question) -> list[int]:
            last = max(1, -(-question.total // selection.per_page))
            start = (min(selection.page, last) - 1) * selection.per_page
            return question.slots(start, start + selection.per_page)

        return self.picked(selection, of_page, records=records)

    def picked(self, selection: Selection, pick: Callable[[Question], list[int]], *, records: bool = True) -> Page:
        """The listings of those slots that `pick` takes from the question, each once, in its order."""

        def ask(question: Question) -> Page:
            listings = reads.page(pick(question), question.state.version, records=records)
            return Page(question.state.version, question, listings)

        return self._asked(selection, ask)

    def step(self, selection: Selection, after: Place | None) -> Page:
        """The next `per_page` listings of a walk through the whole list, after a place in it or from its beginning."""

        def ask(question: Question) -> Page:
            slots = walking.step(question, after, selection.per_page)
            return Page(question.state.version, question, reads.page(slots, question.state.version))

        return self._asked(selection, ask)

    def whole(self, selection: Selection) -> Page:
        """What there is to say about the list, without reading any of its listings."""
        return self._asked(selection, _checked(lambda question: Page(question.state.version, question, [])))

    @property
    def version(self) -> Version:
        """The version of the state at hand, which the next question may find behind the catalog."""
        return (self._state or self._next(None)).version

    def used(self) -> tuple[Version, Mapping[str, Collection[str]]]:
        """For each facet whose values come and go, those that a public listing has, as of the catalog's version."""
        for _ in range(TRIES):
            state = self._state or self._next(None)
            if versions.present() == state.version:
                return state.version, state.used()
            self._next(state)
        raise IndexUnavailable("the catalog changes faster than it can be read")

    def words_beginning(self, letters: str, most: int) -> list[str]:
        """Words of listings that begin with the letters, the most frequent first."""
        ask = _checked(lambda question: words_beginning(question.state.texts.segments, letters, most))
        return self._asked(Selection(day=date.min), ask)

    def total(self, selection: Selection) -> int:
        return self._asked(selection, _checked(lambda question: question.total))

    def ids(self, selection: Selection, start: int, stop: int) -> list[int]:
        return self._asked(selection, _checked(lambda question: question.ids(start, stop)))

    def counts(self, selection: Selection, facets: Sequence[str] = FACETS) -> Counts:
        return self._asked(selection, _checked(lambda question: question.counts(facets)))

    def left_out_by_price(self, selection: Selection) -> int:
        return self._asked(selection, _checked(lambda question: question.left_out_by_price))

    def unrecorded(self, selection: Selection) -> int:
        return self._asked(selection, _checked(lambda question: question.unrecorded))

    def readiness(self) -> str:
        """`ready` when a state answers for the catalog as it is, else in a few words why not."""
        try:
            self.used()
        except Unavailable as reason:
            return str(reason)
        return READY

    def _asked(self, selection: Selection, ask: Callable[[Question], T]) -> T:
        for _ in range(TRIES):
            state = self._state or self._next(None)
            try:
                return ask(Question(state, selection))
            except CatalogMoved:
                self._next(state)
        raise IndexUnavailable("the catalog changes faster than it can be read")

    def _next(self, behind: State | None) -> State:
        """The state after the one that was found behind; one thread makes it, others wait for it."""
        with self._lock:
            if self._state is None or self._state is behind:
                self._state = making.next_state(self._state)
            return self._state


def _checked(ask: Callable[[Question], T]) -> Callable[[Question], T]:
    """The answer, if it is of the catalog's present version."""

    def checked(question: Question) -> T:
        if versions.present() != question.state.version:
            raise CatalogMoved
        return ask(question)

    return checked


catalog_index = Index()
os.register_at_fork(after_in_child=catalog_index.forget)
