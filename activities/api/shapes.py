"""The shapes of the API's answers, from which its OpenAPI document is written.

As in records, amounts are text in one normal form, days are ISO text, and what is not stated is empty.
"""

from typing import TYPE_CHECKING, Literal, TypedDict, get_type_hints

from activities.record_shape import ApprovalRecord, Named, Record

if TYPE_CHECKING:
    SomeRecord = Record
else:
    SomeRecord = TypedDict("SomeRecord", get_type_hints(Record), total=False)
    SomeRecord.__doc__ = "A record, or those of its fields that the parameter `fields` picks."


class EffectivePrice(TypedDict):
    """What the reader pays: the lowest amount among the public price and those of the memberships in `member`.

    `amount` is in US dollars and empty unless `kind` is "amount"; `audience` says whose price it is, "public" or a
    membership's code; `band` is a value of the parameter `fee`.
    """

    kind: Literal["amount", "variable", "not-stated"]
    amount: str
    band: str
    audience: str
    audience_name: str


class Result(TypedDict):
    """A listing seen through a question: the record, and beside it what depends on the reader and the reference day.

    `matching_approvals` are the rows of the record that are in force on the day and match `board`, `approval`, `basis`
    and `points_kind`; null when none of these is asked for. `url` is the listing's page.
    """

    activity_id: int
    url: str
    standing: Literal["open", "ending-soon", "expired"]
    effective_price: EffectivePrice
    matching_approvals: list[ApprovalRecord] | None
    record: SomeRecord


class ActivityPage(TypedDict):
    """A page of the list, or a step of a walk; `next` and `previous` are addresses, null at the ends.

    `page` and `pages` are null in a walk. `left_out_by_price` counts the listings left out by `max_price` because their
    price is no number; `unrecorded`, with a board chosen, those more that may be approved as their approval list is not
    complete. `catalog_version` grows with every change of the catalog.
    """

    catalog_version: int
    reference_day: str
    total: int
    page: int | None
    pages: int | None
    per_page: int
    sort: str
    left_out_by_price: int
    unrecorded: int
    next: str | None
    previous: str | None
    results: list[Result]


class FacetValueCount(TypedDict):
    """`count` is the length of the list when the value replaces the facet's selection."""

    value: str
    label: str
    count: int
    selected: bool


class FacetCounts(TypedDict):
    """`name` is the parameter that takes the values."""

    name: str
    label: str
    values: list[FacetValueCount]


class MembershipChoice(TypedDict):
    """A value of the parameter `member`."""

    value: str
    label: str
    selected: bool


class Facets(TypedDict):
    """All facets under the present selection, whose list has `total` listings, and the memberships with prices."""

    catalog_version: int
    reference_day: str
    total: int
    facets: list[FacetCounts]
    memberships: list[MembershipChoice]


class ProviderSummary(TypedDict):
    """`accredited_provider` answers for an imprint, else null. `open_activities` counts joint ones too.

    `url` is the provider's page, `activities` the list of the API.
    """

    code: str
    name: str
    accredited_provider: Named | None
    open_activities: int
    url: str
    activities: str


class ProviderDetail(ProviderSummary):
    """A provider with what it says of itself and the imprints it answers for."""

    accreditor: str
    website: str
    about: str
    imprints: list[Named]


class Providers(TypedDict):
    """All providers by name."""

    providers: list[ProviderSummary]


class BoardSummary(TypedDict):
    """`open_activities` counts approvals and registrations. `url` is the board's page, `activities` the API's list."""

    code: str
    abbreviation: str
    label: str
    name: str
    website: str
    open_activities: int
    url: str
    activities: str


class CertificateShape(TypedDict):
    """A specialty or subspecialty that the board certifies."""

    name: str
    kind: Literal["specialty", "subspecialty"]


class Counted(TypedDict):
    """How many open listings carry a code."""

    code: str
    name: str
    count: int


class BoardDetail(BoardSummary):
    """A board with its certificates and what is listed for it: by approval type, and by approved or registered."""

    certificates: list[CertificateShape]
    by_approval: list[Counted]
    by_basis: list[Counted]


class Boards(TypedDict):
    """The member boards by label."""

    boards: list[BoardSummary]


class ProblemDocument(TypedDict):
    """A refusal (RFC 9457). `type` leads to its description, and `title` never changes; `detail` is for people."""

    type: str
    title: str
    status: int
    detail: str


class RefusedValue(TypedDict):
    """`value` is shortened and safe to print; `reason` is a code for programs, `expected` a sentence for people."""

    parameter: str
    value: str
    reason: str
    expected: str


class BadParameters(ProblemDocument):
    """400: every value that was refused, with its parameter and the reason."""

    errors: list[RefusedValue]


class SuccessorShape(TypedDict):
    """The public listing that replaces a withdrawn one."""

    activity_id: int
    title: str
    url: str


class Withdrawn(ProblemDocument):
    """410: why the catalog no longer lists the activity, as a code and in words, and what replaces it."""

    activity_id: int
    reason: str
    reason_text: str
    successor: SuccessorShape | None
