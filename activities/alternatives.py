"""Listings to offer instead of one that can no longer be taken."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from activities.models import Activity, Listing
from activities.records import Record

MOST = 3


def open_alternatives(record: Record, day: date) -> list[Listing]:
    """Up to three listings open on the day that share a keyword with this one, else its provider. One query."""
    keywords = [keyword["code"] for keyword in record["keywords"]]
    tagged = Activity.keywords.through.objects.filter(activity_id=OuterRef("activity_id"), keyword_id__in=keywords)
    open_now = Listing.objects.public().open_on(day).for_page()
    return list(
        open_now.exclude(activity_id=record["activity_id"])
        .annotate(shares_keyword=Exists(tagged))
        .filter(Q(shares_keyword=True) | Q(activity__provider=record["provider"]["code"]))
        .order_by("-shares_keyword", "-activity_id")[:MOST]
    )
