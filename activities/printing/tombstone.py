"""What a reader is told of a withdrawn listing: why, and what stands in its place."""

from collections.abc import Iterable
from typing import NamedTuple

from activities import records, tombstones
from activities.models import Listing, Withdrawal
from activities.printing.detail import address


class Successor(NamedTuple):
    title: str
    url: str


class Told(NamedTuple):
    """`reason` in words, empty when none is known; the successor only while it is public itself."""

    activity_id: int
    reason: str
    successor: Successor | None


def told(withdrawn: Iterable[Listing]) -> dict[int, Told]:
    """What is told of each withdrawn listing, by activity ID; one query when any of them has a successor."""
    left = [tombstones.parse(listing.record) for listing in withdrawn]
    named = {one["successor"] for one in left if one["successor"] is not None}
    public = Listing.objects.for_page().in_order(sorted(named))
    successors = {listing.activity_id: _successor(listing) for listing in public}
    return {
        one["activity_id"]: Told(
            one["activity_id"],
            dict(Withdrawal.choices).get(one["withdrawal_reason"], ""),
            successors.get(one["successor"] or 0),
        )
        for one in left
    }


def _successor(listing: Listing) -> Successor:
    record = records.parse(listing.record)
    return Successor(record["title"], address(record))
