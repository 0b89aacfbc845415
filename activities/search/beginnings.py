"""Names by how they begin: what a reader may mean who has typed the first letters of a word."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Generic, TypeVar

from activities.search.language import tokens_of

T = TypeVar("T")


class Beginnings(Generic[T]):
    """Things under names; a name is found from the beginning of any of its words."""

    def __init__(self, named: Iterable[tuple[str, T]]) -> None:
        self._things: list[T] = []
        found = []
        for number, (name, thing) in enumerate(named):
            words = tokens_of(name)
            self._things.append(thing)
            found += [(" ".join(words[start:]).lower(), bool(start), number) for start in range(len(words))]
        self._entries = sorted(found)

    def find(self, typed: str, most: int) -> list[T]:
        """The first things whose name has the typed words, the last of which may be unfinished.

        Names that begin so stand before those in which a later word does.
        """
        wanted = " ".join(tokens_of(typed)).lower()
        if not wanted:
            return []
        numbers = [number for later in (False, True) for number in islice(self._from(wanted, later), most)]
        return [self._things[number] for number in list(dict.fromkeys(numbers))[:most]]

    def _from(self, wanted: str, later: bool) -> Iterator[int]:
        for at in range(bisect_left(self._entries, (wanted, False, -1)), len(self._entries)):
            name, is_later, number = self._entries[at]
            if not name.startswith(wanted):
                return
            if is_later is later:
                yield number
