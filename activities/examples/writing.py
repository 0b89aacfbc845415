"""Writes a whole example catalog in one transaction: all of it, or nothing."""

import gc
import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db import transaction
from django.db.models import Exists, OuterRef

from activities import history, publishing, records
from activities.examples import rows, terms
from activities.examples.drafts import Draft, Drawing
from activities.examples.material import material
from activities.examples.rows import Rows
from activities.history import Cause
from activities.models import Activity, BoardApproval, Credit, Listing, Price, Verb
from activities.models.listing import FIRST_ACTIVITY_ID
from activities.publishing import BATCH, Snapshot
from activities.workflow import Refused

AT_ONCE = 1000
"""Listings drawn, written and published together; it bounds the memory of a large catalog."""

COMMAND = "make_example_catalog"


@dataclass(frozen=True, slots=True)
class Order:
    """How many listings, from which seed, and the day on which they shall look right."""

    activities: int
    seed: int
    today: date
    listings_only: bool = False

    @property
    def reason(self) -> str:
        return f"Example catalog of {self.activities} activities, seed {self.seed}, as of {self.today}"


@dataclass(frozen=True, slots=True)
class Result:
    """The activity IDs, how many listings are public and withdrawn, and a digest of all listings in their order."""

    ids: range
    public: int
    withdrawn: int
    digest: str


def write(order: Order, advance: Callable[[int], None]) -> Result:
    """Write what was ordered; `advance` is told how many listings were added each time.

    Raises Refused, and adds nothing, when the catalog holds example listings or lacks the shipped vocabularies.
    """
    _require_none_yet()
    with _collecting_by_batch() as collect, transaction.atomic():
        vocabulary = terms.prepare()
        ids = publishing.allot_activity_ids(order.activities)
        save = _save_listings if order.listings_only else _save_activities
        for drafts in _batches(Drawing(order.seed, order.today).drafts(order.activities)):
            vocabulary.add_keywords(name for draft in drafts for name in draft.keywords)
            save([rows.of(draft, vocabulary, ids.start) for draft in drafts], ids.start, order)
            advance(len(drafts))
            collect()
        return _result(ids)


@contextmanager
def _collecting_by_batch() -> Iterator[Callable[[], int]]:
    """Lets the garbage collector run between batches only: rows refer to each other, but die a batch at a time."""
    gc.freeze()
    gc.disable()
    try:
        yield gc.collect
    finally:
        gc.enable()
        gc.unfreeze()


def _require_none_yet() -> None:
    slugs = [one.slug for one in material().providers]
    without_activity = ~Exists(Activity.objects.filter(pk=OuterRef("activity_id")))
    if (
        Activity.objects.filter(provider__in=slugs, activity_id__gte=FIRST_ACTIVITY_ID).exists()
        or Listing.objects.filter(without_activity).exists()
    ):
        raise Refused("This catalog holds example listings already; nothing was added. Make them in a new database.")


def _batches(drafts: Iterator[Draft]) -> Iterator[list[Draft]]:
    while some := list(islice(drafts, AT_ONCE)):
        yield some


def _save_activities(batch: list[Rows], first_id: int, order: Order) -> None:
    """Both halves, as editors would: created and published, then some of them withdrawn."""
    Activity.objects.bulk_create([one.activity for one in batch], batch_size=BATCH)
    Credit.objects.bulk_create([credit for one in batch for credit in one.credits], batch_size=BATCH)
    Price.objects.bulk_create([price for one in batch for price in one.prices], batch_size=BATCH)
    BoardApproval.objects.bulk_create([row for one in batch for row in one.approvals], batch_size=BATCH)
    for field in batch[0].links:
        _link(batch, field)
    _settle(batch, order, Verb.CREATED)
    withdrawn = [one for one in batch if one.draft.withdrawal]
    for one in withdrawn:
        rows.withdraw(one, first_id)
    written = ["status", "withdrawal_reason", "successor"]
    Activity.objects.bulk_update([one.activity for one in withdrawn], written, batch_size=BATCH)
    _settle(withdrawn, order, Verb.WITHDRAWN)


def _link(batch: list[Rows], field: str) -> None:
    through = getattr(Activity, field).through
    links = [
        through(activity=one.activity, **{term._meta.model_name: term}) for one in batch for term in one.links[field]
    ]
    through._default_manager.bulk_create(links, batch_size=BATCH)


def _settle(batch: Iterable[Rows], order: Order, verb: Verb) -> None:
    """Events and listings from the rows at hand: nobody else can see or change them yet, so nothing is read again."""
    activities = [one.activity for one in batch]
    causes = dict.fromkeys([activity.pk for activity in activities], Cause(COMMAND, order.reason, verb))
    publishing.publish(history.write(activities, causes))


def _save_listings(batch: list[Rows], first_id: int, order: Order) -> None:
    """The reading half alone, from the same records."""
    snapshots = []
    for one in batch:
        if one.draft.withdrawal:
            rows.withdraw(one, first_id)
        snapshots.append(Snapshot.take(2 if one.draft.withdrawal else 1, records.build(one.activity)))
    publishing.publish(snapshots)


def _result(ids: range) -> Result:
    made = Listing.objects.filter(activity_id__gte=ids.start, activity_id__lt=ids.stop).order_by("activity_id")
    sums, withdrawn, count = hashlib.sha256(), 0, 0
    for digest, gone in made.values_list("digest", "withdrawn").iterator():
        sums.update(bytes.fromhex(digest))
        count, withdrawn = count + 1, withdrawn + gone
    return Result(ids, count - withdrawn, withdrawn, sums.hexdigest())
