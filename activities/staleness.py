"""Compares everything derived with what it is derived from, and changes nothing."""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.utils import timezone

from activities import history, publishing, records
from activities.models import Activity, Event, Listing
from activities.publishing import BATCH, Snapshot

SAYING = ("record", "digest", "withdrawn")
"""The columns of a listing that say what it says; the others say where it is found."""


class Reason(StrEnum):
    MISSING = "the listing is missing"
    NOT_PUBLIC = "the listing should not be public"
    RECORD = "the record differs"
    FACTS = "the facts differ"
    NOT_RECORDED = "changed without an event"
    BROKEN = "the digest of an event is broken"


class Stale(NamedTuple):
    """What is wrong with the listing of one activity, or with its history."""

    activity_id: int
    reason: Reason
    detail: str = ""

    def __str__(self) -> str:
        return f"Activity {self.activity_id}: {self.reason}{f' ({self.detail})' if self.detail else ''}."


def of_activities(activity_ids: list[int]) -> Iterator[Stale]:
    """What is stale about the listings of some activities: against their rows and against their last event."""
    activities = list(Activity.objects.for_record().filter(pk__in=activity_ids))
    listings = {row.activity_id: row for row in Listing.objects.filter(activity__in=activity_ids)}
    events = history.last_events(activity_ids)
    for activity in activities:
        snapshot = Snapshot.take(activity.version, records.build(activity))
        yield from _against_history(activity, snapshot, events.get(activity.pk))
        yield from _against_listing(snapshot, listings.get(activity.pk))


def of_events() -> Iterator[Stale]:
    """Events that were altered, removed or put in between: each carries its own digest and that of the one before."""
    number, version, digest = 0, 0, ""
    for event in _chain():
        if event.activity_id != number:
            number, version, digest = event.activity_id, 0, ""
        follows = (event.version, event.previous_digest) == (version + 1, digest)
        if not follows or records.digest(event.record) != event.digest:
            yield Stale(number, Reason.BROKEN, f"version {event.version}")
        version, digest = event.version, event.digest


def orphans() -> Iterator[Listing]:
    """Listings without an activity; a benchmark's database has such rows, a catalog has none."""
    behind = Activity.objects.filter(pk=OuterRef("activity_id"))
    return Listing.objects.filter(~Exists(behind)).only("slot", "activity_id").order_by("slot").iterator()


def _against_history(activity: Activity, snapshot: Snapshot, last: Event | None) -> Iterator[Stale]:
    if last is None:
        yield Stale(activity.pk, Reason.NOT_RECORDED, f"version {activity.version} has no event")
    elif (last.digest, last.private) != (snapshot.digest, records.canonical(records.private(activity))):
        yield Stale(activity.pk, Reason.NOT_RECORDED)


def _against_listing(snapshot: Snapshot, stands: Listing | None) -> Iterator[Stale]:
    number = snapshot.record["activity_id"]
    # A card is rendered for the day on which its listing is written and holds for later days too.
    wanted = publishing.listing_of(snapshot, stands.changed_at if stands else timezone.now())
    if stands is None or wanted is None:
        if stands is not None:
            yield Stale(number, Reason.NOT_PUBLIC)
        if wanted is not None:
            yield Stale(number, Reason.MISSING)
        return
    different = publishing.differences(stands, wanted)
    if any(column in SAYING for column in different):
        yield Stale(number, Reason.RECORD)
    elif different:
        yield Stale(number, Reason.FACTS, ", ".join(different))


def _chain() -> Iterator[Event]:
    columns = ("activity_id", "version", "record", "digest", "previous_digest")
    return Event.objects.order_by("activity_id", "version").only(*columns).iterator(chunk_size=BATCH)
