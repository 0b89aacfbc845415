"""A listing as a file: its record, its dates for a calendar, or the citation of its page."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from activities import exports
from activities.files import LISTING_FILES
from activities.lookup import gone, listing_of


@require_safe
def listing_file(request: HttpRequest, activity_id: int, ending: str) -> HttpResponseBase:
    """404 and 410 as for the listing's page. The tag of the record is the digest of the bytes that are sent."""
    listing = listing_of(activity_id)
    if listing.withdrawn:
        return gone(listing)
    right = reverse("activities:listing_file", kwargs={"activity_id": activity_id, "ending": ending})
    if request.path != right:
        return redirect(right, permanent=True)
    kind, tag = LISTING_FILES[ending], f'"{listing.digest}"'
    headers = {"ETag": tag} if ending == "json" else {}
    if headers and tag in _tags_at_hand(request):
        return HttpResponseNotModified(headers=headers)
    (taken,) = exports.taken([listing])
    if kind.attached:
        headers["Content-Disposition"] = f'attachment; filename="cme-activity-{activity_id}.{ending}"'
    return HttpResponse(kind.write(taken), content_type=kind.content_type, headers=headers)


def _tags_at_hand(request: HttpRequest) -> set[str]:
    """What the reader has; a proxy that compressed it has made the tag a weak one."""
    return {tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))}
