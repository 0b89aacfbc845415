"""The door between the halves: turns records into listings, and counts the catalog's version on.

Nothing else writes `Listing`. The version row is locked last and shortly: everything is rendered before.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from activities import facts, records, tombstones, wording
from activities.models import Activity, CatalogChange, CatalogCommit, CatalogVersion, Listing, Status
from activities.printing import card
from activities.records import Record
from cme_catalog.lib.text import sort_key

BATCH = 500
_WRITTEN = [
    "version",
    "withdrawn",
    "record",
    "digest",
    "facts",
    "card",
    "title_key",
    "words",
    "released",
    "last_day",
    "changed_at",
]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A listing's state at one version: its record and the canonical text the digest covers."""

    version: int
    record: Record
    text: str
    digest: str

    @classmethod
    def take(cls, version: int, record: Record) -> "Snapshot":
        text = records.canonical(record)
        return cls(version, record, text, records.digest(text))


def publish(snapshots: Iterable[Snapshot], *, names_changed: bool = False) -> int:
    """Write the listings of published snapshots and the tombstones of withdrawn ones, under one new catalog version.

    Drafts and listings in review are passed over. Returns how many rows were written; without any, the version goes
    on only when names changed that pages print outside listings. Call inside the transaction that changed the
    activities, after everything else.
    """
    at = timezone.now()
    rows = [row for snapshot in snapshots if (row := listing_of(snapshot, at))]
    if rows or names_changed:
        with transaction.atomic():
            _write(rows, at, names_changed)
    return len(rows)


def listing_of(snapshot: Snapshot, at: datetime) -> Listing | None:
    """The listing that a snapshot has when it is published, without a slot; a draft has none."""
    record = snapshot.record
    if record["status"] == Status.WITHDRAWN:
        return _tombstone(snapshot, at)
    if record["status"] != Status.PUBLISHED:
        return None
    return Listing(
        activity_id=record["activity_id"],
        version=snapshot.version,
        record=snapshot.text,
        digest=snapshot.digest,
        facts=facts.to_text(facts.of(record)),
        card=card.stored(record, timezone.localdate(at)),
        title_key=sort_key(record["title"]),
        words=wording.of(record),
        released=_day(record["released"]),
        last_day=_day(record["last_day"]),
        changed_at=at,
    )


def differences(stands: Listing, wanted: Listing) -> list[str]:
    """The columns in which a listing differs from what it should be; when it was written does not count."""
    return [
        column
        for column in _WRITTEN
        if column != "changed_at" and _bare(getattr(stands, column)) != _bare(getattr(wanted, column))
    ]


def _bare(value: object) -> object:
    """PostgreSQL reads bytes as a view of them."""
    return bytes(value) if isinstance(value, memoryview) else value


def _tombstone(snapshot: Snapshot, at: datetime) -> Listing:
    text = records.canonical(tombstones.of(snapshot.record))
    return Listing(
        activity_id=snapshot.record["activity_id"],
        version=snapshot.version,
        withdrawn=True,
        record=text,
        digest=records.digest(text),
        changed_at=at,
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _write(rows: list[Listing], at: datetime, names_changed: bool) -> None:
    catalog = _locked_version()
    slots = _slots([row.activity_id for row in rows])
    for row in rows:
        if row.activity_id in slots:
            row.slot = slots[row.activity_id]
        else:
            row.slot, catalog.next_slot = catalog.next_slot, catalog.next_slot + 1
    Listing.objects.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=["slot"], update_fields=_WRITTEN
    )
    _commit(catalog, [row.slot for row in rows], at, names_changed)


def _slots(activity_ids: list[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for start in range(0, len(activity_ids), BATCH):
        some = Listing.objects.filter(activity_id__in=activity_ids[start : start + BATCH])
        found.update(some.values_list("activity_id", "slot"))
    return found


def _commit(catalog: CatalogVersion, slots: list[int], at: datetime, names_changed: bool = False) -> None:
    catalog.v += 1
    catalog.token = secrets.token_hex(16)
    catalog.save(update_fields=["v", "token", "next_slot"])
    commit = CatalogCommit.objects.create(v=catalog.v, token=catalog.token, at=at, names_changed=names_changed)
    CatalogChange.objects.bulk_create((CatalogChange(commit=commit, slot=slot) for slot in slots), batch_size=BATCH)


def _locked_version() -> CatalogVersion:
    """The row of the version. When it was deleted with everything derived, it goes on from what is left."""
    beginning = {"v": _last_commit, "next_slot": _first_free_slot}
    catalog, _ = CatalogVersion.objects.select_for_update().get_or_create(pk=1, defaults=beginning)
    return catalog


def _last_commit() -> int:
    return CatalogCommit.objects.aggregate(last=Max("v"))["last"] or 0


def _first_free_slot() -> int:
    last = Listing.objects.aggregate(last=Max("slot"))["last"]
    return 0 if last is None else last + 1


def allot_activity_id() -> int:
    """The next activity ID of the catalog's own; holds the version row until the transaction ends."""
    return allot_activity_ids(1)[0]


def allot_activity_ids(count: int) -> range:
    """As many activity IDs in a row, for a large addition."""
    catalog = _locked_version()
    largest = Activity.objects.order_by("-activity_id").values_list("activity_id", flat=True).first() or 0
    first = max(catalog.next_activity_id, largest + 1)
    catalog.next_activity_id = first + count
    catalog.save(update_fields=["next_activity_id"])
    return range(first, first + count)


def take_down(activity_ids: list[int]) -> int:
    """Delete the listings of activities that are no longer for readers, and count them."""
    slots = list(_slots(activity_ids).values())
    if slots:
        with transaction.atomic():
            catalog = _locked_version()
            for start in range(0, len(slots), BATCH):
                Listing.objects.filter(pk__in=slots[start : start + BATCH]).delete()
            _commit(catalog, slots, timezone.now())
    return len(slots)


def forget_changes(*, keep: int = 0) -> None:
    """Empty the change log but for the last versions: readers that hold an older state then read everything anew."""
    first = _locked_version().v - keep
    CatalogChange.objects.filter(commit__lt=first).delete()
    CatalogCommit.objects.filter(v__lt=first).delete()


def once_public(activity_ids: list[int]) -> list[int]:
    """Those of the activities that have, or had, a public listing."""
    return sorted(_slots(activity_ids))
