"""What the search box offers while somebody types: concepts, boards, providers and titles that begin so."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from activities import records, status
from activities.search.beginnings import Beginnings
from activities.search.index.current import catalog_index
from activities.search.kept_by_names import KeptByNames
from activities.search.language import tokens_of
from activities.search.names import known
from activities.search.query import TITLE, Clause, Query, Unit
from activities.search.selection import Selection
from activities.search.vocabularies import Vocabularies

LEAST = 2
"""Letters that must have been typed."""
LONGEST = 100
MOST_NAMES, MOST_TITLES = 3, 4
"""Suggestions of each kind."""
MOST_WORDS = 24
"""Words that an unfinished one may become, the most frequent ones."""

BOARD, PROVIDER, CONCEPT, ACTIVITY = "board", "provider", "topic", "activity"


class Suggestion(NamedTuple):
    """A text for the search box, and what it names."""

    text: str
    kind: str


class _Names:
    """The names that can be suggested, by kind."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self.concepts = Beginnings(_concepts(vocabularies))
        self.boards = Beginnings(_terms(vocabularies, BOARD))
        self.providers = Beginnings(_terms(vocabularies, PROVIDER))


_names = KeptByNames(_Names)


def suggestions(typed: str) -> list[Suggestion]:
    """Up to thirteen suggestions; none for a text of one letter, or one too long to be the beginning of anything."""
    if not LEAST <= len(typed.strip()) <= LONGEST:
        return []
    titles = list(_titles(typed))  # First: it brings the index, whose names these are, up to the catalog.
    names = _names.of(known().vocabularies)
    found = [
        *names.concepts.find(typed, MOST_NAMES),
        *names.boards.find(typed, MOST_NAMES),
        *names.providers.find(typed, MOST_NAMES),
        *(Suggestion(title, ACTIVITY) for title in titles),
    ]
    return list({one.text.casefold(): one for one in reversed(found)}.values())[::-1]


def _concepts(vocabularies: Vocabularies) -> Iterator[tuple[str, Suggestion]]:
    """Every name of a concept leads to its preferred one; an acronym too, if it is no other concept's."""
    for concept in vocabularies.concepts.concepts.values():
        for name in concept.names:
            yield name.text, Suggestion(concept.name, CONCEPT)


def _terms(vocabularies: Vocabularies, kind: str) -> Iterator[tuple[str, Suggestion]]:
    for term in vocabularies[kind].values():
        if term.used:
            yield term.label, Suggestion(term.label.rpartition(" (")[0] or term.label, kind)


def _titles(typed: str) -> Iterable[str]:
    """Titles of open listings that have all the words, newest first."""
    *whole, unfinished = tokens_of(typed) or [""]
    words = catalog_index.words_beginning(unfinished, MOST_WORDS) if unfinished else []
    if not words:
        return []
    clauses = [Clause((Unit((word,)),), field=TITLE) for word in whole]
    clauses.append(Clause(tuple(Unit((word,), quoted=True) for word in words), field=TITLE))
    asked = Selection(day=status.today(), query=Query(tuple(clauses)), per_page=MOST_TITLES, sort="newest")
    return [records.parse(listing.record)["title"] for listing in catalog_index.page(asked).listings]
