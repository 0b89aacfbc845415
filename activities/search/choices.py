"""The choices that change how a list is shown, not what is in it: order, page size, memberships."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Self

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


class Choice(NamedTuple):
    """A value of a parameter that is offered."""

    value: str
    label: str
    selected: bool
    link: Callable[[], str]

    @property
    def address(self) -> str:
        """The list's first page with the value (or, when it is selected, without it)."""
        return self.link()


@dataclass(frozen=True, slots=True)
class Choices:
    """Relevance is offered for a search only. Any number of memberships may be selected; one order and one size."""

    sorts: tuple[Choice, ...]
    sizes: tuple[Choice, ...]
    members: tuple[Choice, ...]

    @classmethod
    def of(cls, selection: Selection, vocabularies: Vocabularies, path: str = "") -> Self:
        def offer(value: str, label: str, selected: bool, **changes: Any) -> Choice:
            return Choice(value, label, selected, lambda: address(first_page(replace(selection, **changes)), path))

        sorts = [sort for sort in SORTS if sort != "relevance" or selection.query.wanted]
        mine = set(selection.members)
        return cls(
            sorts=tuple(offer(sort, SORT_LABELS[sort], sort == selection.sort, sort=sort) for sort in sorts),
            sizes=tuple(offer(str(size), str(size), size == selection.per_page, per_page=size) for size in PAGE_SIZES),
            members=tuple(
                offer(code, term.label, code in mine, members=tuple(sorted(mine ^ {code})))
                for code, term in vocabularies[MEMBER].items()
            ),
        )
