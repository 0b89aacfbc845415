"""SQL as an engine: the same pages as the index gives, slowly, for tests and for comparison."""

from collections.abc import Container, Sequence
from typing import NamedTuple

from activities.models import Listing
from activities.search import scan, sql, versions
from activities.search.engine import Counts
from activities.search.ranks import Rank
from activities.search.selection import FACETS, Selection
from activities.search.spelling import Correction
from activities.search.versions import Version


class Page(NamedTuple):
    """A page by SQL; each further answer is a query of its own, made when it is asked for."""

    selection: Selection
    version: Version
    total: int
    listings: list[Listing]

    @property
    def left_out_by_price(self) -> int:
        return sql.left_out_by_price(self.selection)

    @property
    def unrecorded(self) -> int:
        return sql.unrecorded(self.selection)

    @property
    def ranks(self) -> list[Rank]:
        found = scan.ranks(self.selection) if self.selection.query.wanted else {}
        return [found[one.activity_id] for one in self.listings] if found else []

    def counts(self, facets: Sequence[str] = FACETS) -> Counts:
        return sql.counts(self.selection, facets)

    def total_of(self, selection: Selection) -> int:
        return sql.total(selection)

    def corrections(self, known: Container[str] = ()) -> list[Correction]:
        return scan.corrections(self.selection.query, known)


class Reference:
    """An `Engine` that asks the database."""

    total = staticmethod(sql.total)
    ids = staticmethod(sql.ids)
    counts = staticmethod(sql.counts)
    left_out_by_price = staticmethod(sql.left_out_by_price)
    unrecorded = staticmethod(sql.unrecorded)

    def page(self, selection: Selection, *, records: bool = True) -> Page:
        """The selection's page; of the last one when it lies beyond."""
        version, size, total = versions.present(), selection.per_page, sql.total(selection)
        start = (min(selection.page, max(1, -(-total // size))) - 1) * size
        listings = Listing.objects.for_page().in_order(sql.ids(selection, start, start + size))
        return Page(selection, version, total, listings)


reference = Reference()
