"""The listing behind an address, or what answers when there is none to show."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from activities.models import Listing
from activities.models.activity import LARGEST_ID
from activities.printing.tombstone import told
from activities.search import versions
from activities.search.versions import Version
from cme_catalog.errors import error_page


def listing_of(activity_id: int) -> Listing:
    """The listing or its tombstone; Http404 for whatever was never public."""
    if activity_id > LARGEST_ID:
        raise Http404
    return get_object_or_404(Listing.objects.for_record(), activity_id=activity_id)


def listing_at(activity_id: int) -> tuple[Listing, Version]:
    """The same with the version of the catalog it is of, in one statement; version 0 before anything was published."""
    if activity_id > LARGEST_ID:
        raise Http404
    listing: Listing = get_object_or_404(versions.beside(Listing.objects.for_record()), activity_id=activity_id)
    return listing, versions.version_of(listing)


def gone(listing: Listing) -> HttpResponse:
    """410 for a withdrawn listing: the reason and what replaces it."""
    return error_page(410, **told([listing])[listing.activity_id]._asdict())
