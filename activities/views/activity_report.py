"""Reporting a problem with a listing: a form, and a page that says thank you."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from activities import records, reporting
from activities.forms import ReportForm
from activities.lookup import gone, listing_of
from activities.models import Listing
from activities.printing.detail import address
from cme_catalog.lib.redirects import with_query


@require_http_methods(["GET", "HEAD", "POST"])
def activity_report(request: HttpRequest, activity_id: int) -> HttpResponse:
    """The form about a public listing; 404, 410 and redirects as at the listing's own address."""
    listing, right = listing_of(activity_id), reverse("activities:activity_report", args=[activity_id])
    if listing.withdrawn:
        return gone(listing)
    if request.path != right and request.method != "POST":
        return with_query(request, right)
    form = ReportForm(request.POST or None)
    wait = 0
    if request.method == "POST" and form.is_valid():
        wait = reporting.wait(request.META.get("REMOTE_ADDR", ""))
        if not wait:
            reporting.keep(listing, **form.cleaned_data)
            return redirect(f"{right}?sent=1")
    response = _page(request, listing, form, minutes=-(-wait // 60))
    if wait:
        response.status_code = 429
        response.headers["Retry-After"] = str(wait)
    return response


def _page(request: HttpRequest, listing: Listing, form: ReportForm, *, minutes: int) -> HttpResponse:
    record = records.parse(listing.record)
    context = {
        "record": record,
        "address": address(record),
        "form": form,
        "minutes": minutes,
        "sent": "sent" in request.GET,
        "closed": settings.CME_READ_ONLY,
    }
    return render(request, "activities/activity_report.html", context)
