"""The page of one listing, and what its address answers when there is none to show."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from activities import status
from activities.alternatives import open_alternatives
from activities.lookup import gone, listing_of
from activities.printing.detail import address, brief, detail
from activities.search.identified import found_by
from cme_catalog.site import site_facts


@require_safe
def activity_detail(request: HttpRequest, activity_id: int, ending: str = "") -> HttpResponse:
    """A listing: 404 when there is no public one, 410 when it was withdrawn, else a redirect to its one address."""
    listing = listing_of(activity_id)
    if listing.withdrawn:
        return gone(listing)
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


def _redirect(request: HttpRequest, path: str, *, permanent: bool) -> HttpResponse:
    """To a path of this site, with the query kept. A slug follows its title, so that redirect is not for ever."""
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{path}?{query}" if query else path, permanent=permanent)
