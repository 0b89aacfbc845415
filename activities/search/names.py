"""The names of boards, providers and terms as of one version of the catalog, kept until the catalog moves on."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from activities.search import concept_rows, versions
from activities.search.concept_table import Table
from activities.search.index.current import catalog_index
from activities.search.versions import Version
from activities.search.vocabularies import Vocabularies

TRIES = 3


Used = Mapping[str, Collection[str]]


class Names(NamedTuple):
    """Vocabularies and concepts, the version they are of, and what public listings used of the vocabularies by then."""

    version: Version
    vocabularies: Vocabularies
    used: Used
    concepts: Table


class Keeper:
    """Keeps the names last read; threads may share it, and two that find them old read them twice."""

    def __init__(self) -> None:
        self._kept: Names | None = None

    def known(self) -> Names:
        """The names as of the index's state; whoever prints them checks that the listings are of the same version.

        Nothing is kept of a catalog that never published: its names may change without a version.
        """
        at, kept = catalog_index.version, self._kept
        if kept is not None and kept.version == at and at.v:
            return kept
        names = self._kept = _read(kept)
        return names


def _read(kept: Names | None) -> Names:
    """The names, of one version unless the catalog moves all the while."""
    for _ in range(TRIES):
        names = _of(*catalog_index.used(), kept)
        if versions.present() == names.version:
            break
    return names


def _of(at: Version, used: Used, kept: Names | None) -> Names:
    """Those that are kept, where no name changed since and the same ones are used: most edits leave it so."""
    stand = kept is not None and versions.names_stand(kept.version, at)
    concepts = kept.concepts if kept and stand else concept_rows.table()
    if kept is not None and stand and used == kept.used:
        return Names(at, kept.vocabularies, used, concepts)
    vocabularies = Vocabularies.load(used=used)
    vocabularies.concepts = concepts
    return Names(at, vocabularies, used, concepts)


keeper = Keeper()
known = keeper.known
