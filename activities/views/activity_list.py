"""The list of activities: one question in the address, one answer on the page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from activities.kept import kept
from activities.printing.card import cards_of
from activities.search.addresses import address
from activities.search.identified import address_of
from activities.search.results import answer
from activities.search.steps import steps
from cme_catalog.site import site_facts

FOLDED = ("basis", "points_kind", "delivery", "credit_type", "specialty", "setting", "state", "support")
"""Facets that a page folds away until one of their values is chosen."""


@require_safe
@kept
def activity_list(request: HttpRequest) -> HttpResponse:
    """The listings that answer the query string, with facets, chips and pages; never an error for a bad value."""
    path = reverse("activities:activity_list")
    found = answer(request.GET, path=path)
    if found.identified:
        return redirect(address_of(found.identified, found.selection.text))
    context = {
        "answer": found,
        "cards": cards_of(found.listings, found.selection),
        "folded": FOLDED,
        "steps": [] if found.total else steps(found, path=path),
        "canonical": site_facts().canonical(address(found.selection, path)),
    }
    return render(request, "activities/activity_list.html", context)
