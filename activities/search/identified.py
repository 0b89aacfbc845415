"""Which listings an identifier names: looked up at once, before anything is searched."""

from urllib.parse import urlencode

from django.urls import reverse

from activities.models import Activity, Listing
from activities.models.activity import LARGEST_ID
from activities.records import Record
from activities.search.identifiers import Identifier, identifier
from activities.search.language import plain

MOST = 100
"""Listings of one DOI that are looked at; an article has one or two."""


def asked_for(text: str) -> Identifier | None:
    """The identifier that the whole search text is, if it is one."""
    return identifier(plain(text))


def identified(text: str) -> tuple[int, ...]:
    """The activity IDs that the text names; none when it is no identifier or the catalog does not know it.

    An activity ID may be that of a withdrawn listing, whose address says so; a DOI names public listings only. It costs
    a query when the text is an identifier, else nothing.
    """
    asked = asked_for(text)
    if asked is None:
        return ()
    if asked.activity_id is None:
        named = Activity.objects.public().filter(doi=asked.value).order_by("pk").values_list("pk", flat=True)
        return tuple(named[:MOST])
    if asked.activity_id > LARGEST_ID:
        return ()
    return tuple(Listing.objects.filter(activity_id=asked.activity_id).values_list("activity_id", flat=True))


def address_of(activity_id: int, text: str) -> str:
    """The page of the listing that a text names; the page says by what it was found."""
    return f"{reverse('activities:activity_detail', args=[activity_id])}?{urlencode({'q': text})}"


def found_by(text: str, record: Record) -> str:
    """What the text is of the listing: "activity ID", "DOI", or nothing of either."""
    asked = asked_for(text)
    if asked is None:
        return ""
    if asked.activity_id is None:
        return "DOI" if asked.value == record["doi"] else ""
    return "activity ID" if asked.activity_id == record["activity_id"] else ""
