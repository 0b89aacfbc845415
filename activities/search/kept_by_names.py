"""What is derived from all names of the catalog, kept for as long as the names stand: reading thousands takes long."""

from collections.abc import Callable
from typing import Generic, TypeVar

from activities.search.vocabularies import Vocabularies

T = TypeVar("T")

MOST = 4
"""States of the names for which something is kept: readers of two versions may be answered at once."""


class KeptByNames(Generic[T]):
    """Makes a thing once for each state of the vocabularies. Threads may share it; two may make one twice."""

    def __init__(self, make: Callable[[Vocabularies], T]) -> None:
        self._make = make
        self._kept: dict[int, tuple[Vocabularies, T]] = {}

    def of(self, vocabularies: Vocabularies) -> T:
        """The thing of these vocabularies."""
        found = self._kept.get(id(vocabularies))
        if found is None or found[0] is not vocabularies:
            found = (vocabularies, self._make(vocabularies))
            for oldest in list(self._kept)[: 1 - MOST]:
                self._kept.pop(oldest, None)
            self._kept[id(vocabularies)] = found
        return found[1]
