"""What answers a selection. SQL does and is the reference; whatever else does must give exactly its answers."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from activities.search.selection import FACETS, Selection

Counts = Mapping[str, Mapping[str, int]]
"""For each facet, the values that occur with their counts. A value that is missing counts zero; one
that the facet does not offer (an approval's unknown basis) may be there and is not printed."""


class Engine(Protocol):
    """Every method asks for public listings only. `selection.page` and `per_page` play no part here."""

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
