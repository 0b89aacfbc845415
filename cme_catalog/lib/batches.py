"""Something long, a bounded piece at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in lists of this size, the last of them shorter; nothing is read before it is asked for."""
    waiting = iter(items)
    while some := list(islice(waiting, size)):
        yield some
