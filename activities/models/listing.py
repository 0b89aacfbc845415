"""The reading half: what the public pages print, derived from the editorial half and versioned as a whole."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from activities.models.activity import Activity

FIRST_ACTIVITY_ID = 1_000_000
"""Activity IDs the catalog gives itself begin here; lower ones are the directory's."""

PRINTED = ("slot", "activity_id", "version", "withdrawn", "record", "card")
"""The columns that pages print; the others are for search."""


class ListingQuerySet(models.QuerySet["Listing"]):
    def public(self) -> Self:
        return self.filter(withdrawn=False)

    def for_page(self) -> Self:
        """What a page prints, without the texts that only search reads."""
        return self.only(*PRINTED)

    def for_record(self) -> Self:
        """What the page of a listing and files need: the record, when it changed, and no card."""
        return self.only("slot", "activity_id", "version", "withdrawn", "record", "digest", "changed_at")

    def in_order(self, activity_ids: list[int]) -> "list[Listing]":
        """The public listings of these activities, in this order; one withdrawn meanwhile is missing."""
        found = {listing.activity_id: listing for listing in self.public().filter(activity__in=activity_ids)}
        return [found[one] for one in activity_ids if one in found]

    def for_activities(self, activity_ids: list[int]) -> Self:
        """The listings of these activities, tombstones too, in no order."""
        return self.filter(activity__in=activity_ids)

    def with_doi(self, doi: str, *, but: int) -> Self:
        """The listings of the article with a DOI but for one, by activity ID, the newest first."""
        return self.filter(activity__doi=doi).exclude(activity=but).order_by("-activity_id")

    def for_activity(self, activity_id: int) -> "Listing | None":
        """The listing of an activity, or None."""
        return self.filter(activity_id=activity_id).first()

    def open_on(self, day: date) -> Self:
        return self.filter(Q(last_day__isnull=True) | Q(last_day__gte=day))

    def in_slots(self, first: int, end: int) -> Self:
        """Those from the first slot to before the last, by slot."""
        return self.filter(slot__gte=first, slot__lt=end).order_by("slot")

    def last_slot(self) -> int:
        """The highest slot that any listing has; 0 without listings."""
        return self.order_by("-slot").values_list("slot", flat=True).first() or 0

    def newest_first(self) -> Self:
        """By the order in which they entered the catalog."""
        return self.order_by("-slot")


class Listing(models.Model):
    """One published listing, or the tombstone of a withdrawn one (no content, a reason, perhaps a successor).

    `slot` is its dense number inside the index and is never reused. `record` is canonical JSON text, of a tombstone
    when withdrawn: exactly the bytes that `digest` (SHA-256, hexadecimal) covers. `facts` is what the index needs, as
    JSON text; `words` are those of its texts, as `wording` writes them; `card` is the card of a list, with gaps for
    what depends on the reader and the day. The row can be deleted and made anew from the activity; there may be none
    behind it in a benchmark's database.
    """

    slot = models.PositiveIntegerField(primary_key=True)
    activity = models.OneToOneField(Activity, on_delete=models.DO_NOTHING, db_constraint=False, related_name="listing")
    version = models.PositiveIntegerField()
    withdrawn = models.BooleanField(default=False)
    record = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    facts = models.TextField(blank=True)
    card = models.TextField(blank=True)
    title_key = models.BinaryField(default=b"")
    words = models.TextField(blank=True)
    released = models.DateField(null=True)
    last_day = models.DateField(null=True)
    changed_at = models.DateTimeField()

    objects = ListingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["withdrawn", "last_day"], name="listing_open")]

    def __str__(self) -> str:
        return f"Listing of activity {self.activity_id}, version {self.version}"


class CatalogVersion(models.Model):
    """The one row that every publishing transaction writes last: its lock puts versions in commit order.

    `token` is drawn anew at each commit, so that a restored database is recognised by readers that hold a newer state.
    """

    v = models.PositiveBigIntegerField(default=0)
    token = models.CharField(max_length=32)
    next_slot = models.PositiveIntegerField(default=0)
    next_activity_id = models.BigIntegerField(default=FIRST_ACTIVITY_ID)

    def __str__(self) -> str:
        return f"Catalog version {self.v}"


class CatalogCommit(models.Model):
    """A version of the catalog and its token.

    `names_changed` says whether names changed that pages print outside listings, or may have changed.
    """

    v = models.PositiveBigIntegerField(primary_key=True)
    token = models.CharField(max_length=32)
    at = models.DateTimeField()
    names_changed = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"Catalog version {self.v} of {self.at:%Y-%m-%d %H:%M}"


class CatalogChange(models.Model):
    """A slot that changed with a version."""

    commit = models.ForeignKey(CatalogCommit, on_delete=models.CASCADE, related_name="changes", db_column="v")
    slot = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"Slot {self.slot} at version {self.commit_id}"
