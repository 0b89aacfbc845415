"""Two to four listings side by side, named in the address: the same page for every reader."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from activities import comparison, status
from activities.chosen import asked, chosen
from cme_catalog.site import site_facts


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """The listings of the first four IDs; of one that is withdrawn or not listed, a sentence that says so."""
    wanted = asked(request.GET.getlist("id"), comparison.MOST)
    found = chosen(wanted.ids)
    context = {
        "compared": comparison.of([one.listing for one in found if one.listing], status.today()),
        "missing": [one for one in found if one.listing is None],
        "ids": wanted.ids,
        "problems": wanted.problems,
        "without": [(one, _address(other for other in wanted.ids if other != one)) for one in wanted.ids],
        "room": comparison.MOST - len(wanted.ids),
        "canonical": site_facts().canonical(_address(wanted.ids)),
    }
    return render(request, "activities/compare.html", context)


def _address(ids: Iterable[int]) -> str:
    query = "&".join(f"id={one}" for one in ids)
    path = reverse("activities:compare")
    return f"{path}?{query}" if query else path
