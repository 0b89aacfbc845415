"""What a reader asked for, checked and in one normal form: the question that SQL and the index both answer."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from activities.search.query import EMPTY, Query

LABELS = {
    "board": "Board",
    "approval": "Approval type",
    "basis": "Approved or registered",
    "points_kind": "Kind of points",
    "competency": "Competency",
    "format": "Format",
    "delivery": "Delivery",
    "credit_type": "Credit type",
    "provider": "Provider",
    "keyword": "Keyword",
    "specialty": "Specialty",
    "setting": "Practice setting",
    "state": "State",
    "fee": "Price",
    "support": "Commercial support",
}
"""The parameters whose values have counts, with their labels, in the order in which pages print them."""

FACETS = tuple(LABELS)

ON_ONE_APPROVAL = ("board", "approval", "basis", "points_kind")
"""These match one and the same approval (or registration), in force on the reference day."""

IN_NATURAL_ORDER = ("approval", "basis", "points_kind", "competency", "delivery", "fee", "support")
"""Short facets whose values stand in their vocabulary's order; the others stand by count."""

SORTS = ("relevance", "newest", "expiring", "credits", "price", "price-per-credit", "title")
PAGE_SIZES = (10, 25, 50, 100)


@dataclass(frozen=True, slots=True)
class Selection:
    """A checked question. Facets hold the chosen codes, sorted; an empty tuple means that the facet is not used.

    `nothing` names facets for which values were given, all of them bad: such a selection matches no listing; `refused`
    keeps one such value for each, safe to print, so that the address stays what was asked.
    `only` are activity IDs when the text is an identifier that the catalog knows: the list is these, expired ones
    too, as far as the facets let them through.
    `day` is the reference day: `open_on` when the reader gave it, else today. Amounts are in cents, credits in
    hundredths. `include_expired` is false when the reader asked for a day. `query` is what the search text asks for;
    unless it wants something, `sort` is never "relevance".
    """

    day: date
    board: tuple[str, ...] = ()
    approval: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    points_kind: tuple[str, ...] = ()
    competency: tuple[str, ...] = ()
    format: tuple[str, ...] = ()
    delivery: tuple[str, ...] = ()
    credit_type: tuple[str, ...] = ()
    provider: tuple[str, ...] = ()
    keyword: tuple[str, ...] = ()
    specialty: tuple[str, ...] = ()
    setting: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    fee: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    nothing: frozenset[str] = frozenset()
    refused: tuple[tuple[str, str], ...] = ()
    members: tuple[str, ...] = ()
    max_price: int | None = None
    min_credits: int | None = None
    max_credits: int | None = None
    starts_from: date | None = None
    starts_to: date | None = None
    open_on: date | None = None
    include_expired: bool = False
    text: str = ""
    query: Query = EMPTY
    only: tuple[int, ...] = ()
    identifiers: bool = True
    expand: bool = True
    explain: bool = False
    sort: str = "newest"
    page: int = 1
    per_page: int = 25

    def chosen(self, facet: str) -> tuple[str, ...]:
        """The chosen values of a facet."""
        values: tuple[str, ...] = getattr(self, facet)
        return values

    def choosing(self, facet: str, *values: str) -> Self:
        """The same question with these values in place of the facet's own; none of them lifts the facet."""
        refused = tuple(pair for pair in self.refused if pair[0] != facet)
        nothing = self.nothing - {facet}
        chosen: dict[str, Any] = {facet: tuple(sorted(values))}
        return replace(self, nothing=nothing, refused=refused, **chosen)

    def lifting(self, facets: Iterable[str]) -> Self:
        """The same question without these facets."""
        lifted = self
        for facet in facets:
            lifted = lifted.choosing(facet)
        return lifted

    @property
    def usual_sort(self) -> str:
        """The order when none is asked for."""
        return "relevance" if self.query.wanted else "newest"
