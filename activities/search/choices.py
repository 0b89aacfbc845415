"""The choices that change how a list is shown, not what is in it: order, page size, memberships."""

from dataclasses import dataclass, replace
from typing import Self

from activities.search.addresses import address, first_page
from activities.search.selection import PAGE_SIZES, SORTS, Selection
from activities.search.vocabularies import MEMBER, Vocabularies

SORT_LABELS = {
    "relevance": "Relevance",
    "newest": "Newest",
    "expiring": "Closing soonest",
    "credits": "Most credits",
    "price": "Lowest price",
    "price-per-credit": "Lowest price per credit",
    "title": "Title",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of the parameter, and the address of the list's first page with it (or, when selected, without it)."""

    value: str
    label: str
    selected: bool
    address: str


@dataclass(frozen=True, slots=True)
class Choices:
    """Relevance is offered for a search only. Any number of memberships may be selected; one order and one size."""

    sorts: tuple[Choice, ...]
    sizes: tuple[Choice, ...]
    members: tuple[Choice, ...]

    @classmethod
    def of(cls, selection: Selection, vocabularies: Vocabularies, path: str = "") -> Self:
        first = first_page(selection)
        return cls(
            sorts=tuple(_sort(first, sort, path) for sort in SORTS if sort != "relevance" or selection.words),
            sizes=tuple(_size(first, size, path) for size in PAGE_SIZES),
            members=tuple(_member(first, code, term.label, path) for code, term in vocabularies[MEMBER].items()),
        )


def _sort(selection: Selection, sort: str, path: str) -> Choice:
    return Choice(sort, SORT_LABELS[sort], sort == selection.sort, address(replace(selection, sort=sort), path))


def _size(selection: Selection, size: int, path: str) -> Choice:
    return Choice(str(size), str(size), size == selection.per_page, address(replace(selection, per_page=size), path))


def _member(selection: Selection, code: str, label: str, path: str) -> Choice:
    members = tuple(sorted(set(selection.members) ^ {code}))
    return Choice(code, label, code in selection.members, address(replace(selection, members=members), path))
