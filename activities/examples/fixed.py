"""The fixed example catalog: the same listings wherever it is made, so that what is said about them stays true."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.core.management import call_command

from activities.examples.writing import Order, write
from activities.models import Activity, Listing, Status
from activities.models.listing import FIRST_ACTIVITY_ID
from activities.record_shape import Record
from cme_catalog.throw_away import throw_away_database

DAY = date(2026, 3, 1)
ACTIVITIES = 2_000
SEED = 1
FIXTURES = ("vocabularies", "boards", "providers", "listings", "concepts")


@contextmanager
def fixed_catalog() -> Iterator[None]:
    """The shipped listings and the example ones, in a database of their own, to be asked as of `DAY`.

    What the index and others remember of the usual database is the caller's to forget, before and after.
    """
    with throw_away_database():
        call_command("loaddata", *FIXTURES, verbosity=0)
        write(Order(ACTIVITIES, SEED, DAY, listings_only=True), lambda done: None)
        _write_dois()
        yield


def _write_dois() -> None:
    """DOIs are looked up among activities: the listings that have one get an activity, and no more of it than that."""
    rows = Listing.objects.public().filter(activity_id__gte=FIRST_ACTIVITY_ID).values_list("record", flat=True)
    records = [record for text in rows.iterator() if (record := json.loads(text))["doi"]]
    Activity.objects.bulk_create(
        Activity(
            activity_id=record["activity_id"],
            title=record["title"],
            provider_id=record["provider"]["code"],
            doi=record["doi"],
            status=Status.PUBLISHED,
        )
        for record in records
    )


def texts_digest() -> str:
    """SHA-256 of what grades are given for: ID, title, keywords, objectives and description of every public listing."""
    sums = hashlib.sha256()
    rows = Listing.objects.public().order_by("activity_id").values_list("record", flat=True)
    for text in rows.iterator():
        record: Record = json.loads(text)
        keywords = [keyword["name"] for keyword in record["keywords"]]
        read = [record["activity_id"], record["title"], keywords, record["objectives"], record["description"]]
        sums.update(json.dumps(read).encode())
    return sums.hexdigest()
