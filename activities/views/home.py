"""The front page: where a reader begins."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from activities import front_page, status
from activities.kept import kept
from cme_catalog.site import site_facts


@require_safe
@kept
def home(request: HttpRequest) -> HttpResponse:
    """Search box, ways into the list with counts, what ends soon and what is new today."""
    canonical = site_facts().canonical(reverse("activities:home"))
    context = {"front": front_page.on(status.today()), "canonical": canonical}
    return render(request, "activities/home.html", context)
