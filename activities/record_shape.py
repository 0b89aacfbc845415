"""The shape of a record: the public fields of a listing, by name and in order.

Decimals are strings in one normal form ("0.5", "30"), dates are ISO strings, and what is not stated is an empty string,
an empty list or null.
"""

from typing import NotRequired, TypedDict


class Named(TypedDict):
    """A term. Competencies carry their `label`, credit types their `plural`, approval types a `short` name."""

    code: str
    name: str
    label: NotRequired[str]
    plural: NotRequired[str]
    short: NotRequired[str]


class CreditRecord(TypedDict):
    """`type` is null when the credit type is not stated."""

    type: Named | None
    amount: str


class PriceRecord(TypedDict):
    """`audience` is "public" or a membership's code; `amount` is in US dollars, empty unless `kind` is "amount"."""

    audience: str
    audience_name: str
    kind: str
    amount: str


class BoardRecord(TypedDict):
    code: str
    abbreviation: str
    label: str
    name: str


# "from" is a keyword, hence the functional form
ApprovalRecord = TypedDict(
    "ApprovalRecord",
    {
        "board": BoardRecord,
        "basis": str,
        "type": Named | None,
        "points": str,
        "points_kind": Named | None,
        "from": str,
        "until": str,
        "complete_by": str,
        "reported_by": str,
        "evidence_url": str,
        "evidence_reference": str,
        "checked_on": str,
    },
)


class Identity(TypedDict):
    """`withdrawal_reason` is a code, empty unless `status` is "withdrawn"."""

    activity_id: int
    status: str
    withdrawal_reason: str
    successor: int | None
    title: str
    provider: Named
    accredited_provider: Named
    joint_providers: list[Named]


class Offer(TypedDict):
    """How the activity is taken, what it gives and what it costs."""

    format: Named | None
    delivery: str
    venue: str
    city: str
    state: str
    country: str
    time_zone: str
    credits: list[CreditRecord]
    prices: list[PriceRecord]
    registration_url: str
    registration: str


class Dates(TypedDict):
    """`last_day` is the last day, inclusive, on which the activity can be taken."""

    released: str
    reviewed: str
    starts: str
    ends: str
    expires: str
    last_day: str


class Content(TypedDict):
    description: str
    text_origin: str
    objectives: list[str]
    diplomate_engagement: str
    disclaimers: list[str]
    doi: str
    commercial_support: str
    supporters: list[str]
    keywords: list[Named]
    competencies: list[Named]
    practice_settings: list[Named]
    quality_strategies: list[Named]
    specialties: list[Named]


class Standings(TypedDict):
    """What boards say of the activity, and where our facts come from."""

    approval_list: str
    approvals: list[ApprovalRecord]
    provider_reference: str
    accme_id: str
    source_url: str
    source_read: str
    verified_on: str


class Record(Identity, Offer, Dates, Content, Standings):
    """One listing, everything a reader may see and nothing else."""
