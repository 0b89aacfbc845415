"""The names of boards, providers and terms as of one version of the catalog, kept until the catalog moves on."""

from typing import NamedTuple

from activities.search import versions
from activities.search.index.current import catalog_index
from activities.search.versions import Version
from activities.search.vocabularies import Vocabularies

TRIES = 3


class Names(NamedTuple):
    """Vocabularies, and the version they were read at."""

    version: Version
    vocabularies: Vocabularies


class Keeper:
    """Keeps the names last read; threads may share it, and two that find them old read them twice."""

    def __init__(self) -> None:
        self._kept: Names | None = None

    def known(self) -> Names:
        """The names as of now: one query when the catalog has not moved, some more when it has.

        Nothing is kept of a catalog that never published: its names may change without a version.
        """
        at, kept = versions.present(), self._kept
        if kept is not None and kept.version == at and at.v:
            return kept
        names = self._kept = _read(at)
        return names


def _read(at: Version) -> Names:
    """The names, of one version unless the catalog moves all the while; the page that uses them checks that."""
    for _ in range(TRIES):
        names = Names(at, Vocabularies.load(used=catalog_index.used()))
        now = versions.present()
        if now == at:
            break
        at = now
    return names


keeper = Keeper()
known = keeper.known
