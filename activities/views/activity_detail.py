"""The page of one listing, and what its address answers when there is none to show."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from activities import status
from activities.alternatives import open_alternatives
from activities.models import Listing
from activities.models.activity import LARGEST_ID
from activities.printing.detail import address, brief, detail
from activities.printing.tombstone import told
from activities.search.identified import found_by
from cme_catalog.errors import error_page
from cme_catalog.site import site_facts


@require_safe
def activity_detail(request: HttpRequest, activity_id: int, ending: str = "") -> HttpResponse:
    """A listing: 404 when there is no public one, 410 when it was withdrawn, else a redirect to its one address."""
    listing = _listing(activity_id)
    if listing.withdrawn:
        return _gone(listing)
    day = status.today()
    page = detail(listing, day, members=request.GET.getlist("member"))
    right = address(page.record, readable=bool(ending))
    if request.path != right:
        return _redirect(request, right, permanent=not ending)
    context: dict[str, Any] = {
        "page": page,
        "record": page.record,
        "found_by": found_by(request.GET.get("q", ""), page.record),
        "canonical": site_facts().canonical(address(page.record)),
    }
    if page.expired:
        context["alternatives"] = [brief(listing, day) for listing in open_alternatives(page.record, day)]
    return render(request, "activities/activity_detail.html", context)


def _listing(activity_id: int) -> Listing:
    if activity_id > LARGEST_ID:
        raise Http404
    return get_object_or_404(Listing.objects.for_page(), activity_id=activity_id)


def _gone(listing: Listing) -> HttpResponse:
    left = told([listing])[listing.activity_id]
    return error_page(410, **left._asdict())


def _redirect(request: HttpRequest, path: str, *, permanent: bool) -> HttpResponse:
    """To a path of this site, with the query kept. A slug follows its title, so that redirect is not for ever."""
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{path}?{query}" if query else path, permanent=permanent)
