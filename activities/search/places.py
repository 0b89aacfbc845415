"""Providers and boards by their names: one whose name is the search text is offered on top of the list."""

from collections import defaultdict
from typing import NamedTuple

from django.urls import reverse

from activities.search.kept_by_names import KeptByNames
from activities.search.language import tokens_of
from activities.search.vocabularies import Term, Vocabularies, Vocabulary

BOARD, PROVIDER = "board", "provider"
AMERICAN_BOARD = ("american", "board", "of")


class Place(NamedTuple):
    """A page of the catalog that a text names: what it is of, its name, its address."""

    kind: str
    label: str
    address: str


_Tokens = tuple[str, ...]


class Directory:
    """Boards and the providers with public listings, by every name they have, in normal form."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._named: defaultdict[_Tokens, list[tuple[str, Term]]] = defaultdict(list)
        for kind, names in ((PROVIDER, _provider_names), (BOARD, _board_names)):
            for term in _used(vocabularies[kind]):
                for name in names(term):
                    self._named[name].append((kind, term))

    def find(self, text: str) -> tuple[Place, ...]:
        """The places whose name is the whole text, providers first."""
        return tuple(_place(kind, term) for kind, term in self._named.get(tuple(tokens_of(text)), ()))


def _used(vocabulary: Vocabulary) -> list[Term]:
    return [term for term in vocabulary.values() if term.used]


def _provider_names(term: Term) -> set[_Tokens]:
    return {tuple(tokens_of(term.label))}


def _board_names(term: Term) -> set[_Tokens]:
    """Its abbreviation, its field, and the field with "American Board of" before it; the label holds both."""
    field, _, abbreviation = term.label.rpartition(" (")
    spoken = tuple(tokens_of(field))
    return {tuple(tokens_of(abbreviation)), tuple(tokens_of(term.label)), (*AMERICAN_BOARD, *spoken), spoken}


def _place(kind: str, term: Term) -> Place:
    view = "providers:board_detail" if kind == BOARD else "providers:provider_detail"
    return Place(kind, term.label, reverse(view, args=[term.code]))


directory = KeptByNames(Directory).of
