"""The pages of a list and the addresses of those that are offered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from activities.search.addresses import pager
from activities.search.selection import Selection

NEIGHBORS = 2
"""Pages offered on each side of the present one, besides the first and the last."""


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page that is offered. `gap` says that pages before it are not."""

    number: int
    address: str
    current: bool
    gap: bool


@dataclass(frozen=True, slots=True)
class Pages:
    """`number` is the present page, from 1; there is always one. `first` and `last` are places in the list, from 1.

    An empty list has one page, and its places are 0. `previous` and `next` are addresses, empty at the ends.
    """

    number: int
    count: int
    first: int
    last: int
    previous: str
    next: str
    links: tuple[PageLink, ...]

    @classmethod
    def of(cls, selection: Selection, total: int, path: str = "") -> Self:
        size = selection.per_page
        count = max(1, -(-total // size))
        number = min(selection.page, count)
        at = pager(selection, path)
        return cls(
            number=number,
            count=count,
            first=min(total, (number - 1) * size + 1),
            last=min(total, number * size),
            previous=at(number - 1) if number > 1 else "",
            next=at(number + 1) if number < count else "",
            links=_links(number, count, at),
        )


def _links(number: int, count: int, at: Callable[[int], str]) -> tuple[PageLink, ...]:
    near = range(max(1, number - NEIGHBORS), min(count, number + NEIGHBORS) + 1)
    offered = sorted({1, *near, count})
    return tuple(
        PageLink(one, at(one), one == number, gap=one - before > 1)
        for before, one in zip([0, *offered], offered, strict=False)
    )
