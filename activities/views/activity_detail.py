"""The page of one listing, and what its address answers when there is none to show."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from activities import status
from activities.as_of import AsOfForm, history_of, past, seen
from activities.files import keepsake
from activities.kept import at_version
from activities.lookup import gone, listing_at
from activities.models import Listing
from activities.printing.detail import Detail, address, brief, detail
from activities.records import Record
from activities.related import of_same_article, related
from activities.search.identified import found_by
from cme_catalog.lib.redirects import with_query
from cme_catalog.site import site_facts

PARAMETERS = frozenset({"member", "q"})
"""What the page of a listing as it stands depends on beside its address."""


@require_safe
def activity_detail(request: HttpRequest, activity_id: int, ending: str = "") -> HttpResponse:
    """A listing: 404 when there is no public one, 410 when it was withdrawn, else a redirect to its one address.

    What a listing was on an earlier day says more to staff, so it is not kept.
    """
    listing, version = listing_at(activity_id)
    if listing.withdrawn:
        return gone(listing)
    if any(request.GET.getlist("as_of")):
        return _shown(request, listing, ending)
    return at_version(request, version, lambda: _shown(request, listing, ending), PARAMETERS)


def _shown(request: HttpRequest, listing: Listing, ending: str) -> HttpResponse:
    day = status.today()
    page = detail(listing, day, members=request.GET.getlist("member"))
    right = address(page.record, readable=bool(ending))
    if request.path != right:
        return with_query(request, right, permanent=not ending)  # A slug follows its title: that is not for ever.
    if any(request.GET.getlist("as_of")):
        return _as_of(request, page.record)
    return _current(request, listing, page, day)


def _current(request: HttpRequest, listing: Listing, page: Detail, day: date) -> HttpResponse:
    same_article = of_same_article(page.record)
    found = related(listing, page.record, day, but=same_article)
    context = {
        "page": page,
        "same_article": [brief(other, day) for other in same_article],
        "related": [brief(other, day) for other in found or []],
        "record": page.record,
        "today": day,
        "found_by": found_by(request.GET.get("q", ""), page.record),
        "canonical": site_facts().canonical(address(page.record)),
        "keepsake": keepsake(listing, page.record, day),
    }
    response = render(request, "activities/activity_detail.html", context)
    if found is None:
        response.headers["Cache-Control"] = "no-store"  # What is missing will be there in a moment.
    return response


def _as_of(request: HttpRequest, current: Record) -> HttpResponse:
    """The listing as readers saw it last on a day; who made it so is for staff to see."""
    activity_id = current["activity_id"]
    form = AsOfForm(request.GET)
    form.is_valid()
    day = form.cleaned_data["as_of"]
    found = seen(history_of(activity_id), day) if day else None
    then = past(activity_id, found) if found else None
    context = {
        "current": current,
        "form": form,
        "problems": form.problems(),
        "seen": found,
        "past": then,
        **({"page": then.page, "record": then.page.record} if then and not then.withdrawn else {}),
        "for_staff": _is_staff(request),
    }
    return render(request, "activities/activity_as_of.html", context)


def _is_staff(request: HttpRequest) -> bool:
    """Asked only of a browser with a session: the answer to all others is the same and may be cached."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.has_perm("activities.view_event")
