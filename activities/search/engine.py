"""What answers a selection. SQL does and is the reference; whatever else does must give exactly its answers."""

from collections.abc import Container, Mapping, Sequence
from typing import Protocol

from activities.models import Listing
from activities.search.ranks import Rank
from activities.search.selection import FACETS, Selection
from activities.search.spelling import Correction

Counts = Mapping[str, Mapping[str, int]]
"""For each facet, the values that occur with their counts. A value that is missing counts zero; one
that the facet does not offer (an approval's unknown basis) may be there and is not printed."""


class Found(Protocol):
    """A page of a list, and what is counted around it; with an index all of it is of one version of the catalog."""

    @property
    def version(self) -> tuple[int, str]:
        """The catalog's version and token."""

    @property
    def total(self) -> int: ...

    @property
    def listings(self) -> Sequence[Listing]:
        """The listings of the selection's page in order; of the last page when it lies beyond."""

    @property
    def left_out_by_price(self) -> int: ...

    @property
    def unrecorded(self) -> int: ...

    @property
    def ranks(self) -> Sequence[Rank]:
        """For each of the listings, why it stands where relevance puts it; none when the query wants nothing."""

    def counts(self, facets: Sequence[str] = FACETS) -> Counts: ...

    def total_of(self, selection: Selection) -> int:
        """How many listings match another selection; with an index, at the same version of the catalog."""

    def corrections(self, known: Container[str] = ()) -> Sequence[Correction]:
        """What may be meant by words of the query that no listing has in any form and `known` does not hold."""


class Engine(Protocol):
    """Every method asks for public listings only. `selection.page` and `per_page` count for `page` alone."""

    def page(self, selection: Selection, *, records: bool = True) -> Found:
        """The selection's page with all its counts. Without records the listings are for printing their cards only."""

    def total(self, selection: Selection) -> int:
        """How many listings match."""

    def ids(self, selection: Selection, start: int, stop: int) -> list[int]:
        """The activity IDs at these places of the ordered list; fewer, or none, beyond its end."""

    def counts(self, selection: Selection, facets: Sequence[str] = FACETS) -> Counts:
        """For each of the facets and every value, the length of the list when the value replaces its selection."""

    def left_out_by_price(self, selection: Selection) -> int:
        """How many listings match but for `max_price`, and are left out because their price is not a number."""

    def unrecorded(self, selection: Selection) -> int:
        """How many more listings have no complete approval list, so that they may be approved as asked.

        They match the same selection without board, approval, basis and points_kind, and do not match it with them.
        Zero unless a board is chosen.
        """
