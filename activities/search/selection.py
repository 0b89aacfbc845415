"""What a reader asked for, checked and in one normal form: the question that SQL and the index both answer."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

FACETS = (
    "board",
    "approval",
    "basis",
    "points_kind",
    "competency",
    "format",
    "delivery",
    "credit_type",
    "provider",
    "keyword",
    "specialty",
    "setting",
    "state",
    "fee",
    "support",
)
"""The parameters whose values have counts, in the order in which pages print them."""

ON_ONE_APPROVAL = ("board", "approval", "basis", "points_kind")
"""These match one and the same approval (or registration), in force on the reference day."""

SORTS = ("relevance", "newest", "expiring", "credits", "price", "price-per-credit", "title")
PAGE_SIZES = (10, 25, 50, 100)


@dataclass(frozen=True, slots=True)
class Selection:
    """A checked question. Facets hold the chosen codes, sorted; an empty tuple means that the facet is not used.

    `nothing` names facets for which values were given, all of them bad: such a selection matches no listing.
    `day` is the reference day. Amounts are in cents, credits in hundredths. `include_expired` is false when the
    reader asked for a day (`open_on`). `words` are the normalised words of the search text, in order.
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
    members: tuple[str, ...] = ()
    max_price: int | None = None
    min_credits: int | None = None
    max_credits: int | None = None
    starts_from: date | None = None
    starts_to: date | None = None
    include_expired: bool = False
    text: str = ""
    words: tuple[str, ...] = ()
    sort: str = "newest"
    page: int = 1
    per_page: int = 25

    def chosen(self, facet: str) -> tuple[str, ...]:
        """The chosen values of a facet."""
        values: tuple[str, ...] = getattr(self, facet)
        return values

    def choosing(self, facet: str, *values: str) -> Self:
        """The same question with these values in place of the facet's own; none of them lifts the facet."""
        changed: dict[str, Any] = {facet: tuple(sorted(values)), "nothing": self.nothing - {facet}}
        return replace(self, **changed)
