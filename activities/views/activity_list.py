"""The list of activities: one question in the address, one answer on the page."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from activities.kept import kept
from activities.printing.list_page import list_page
from activities.search.failed_queries import hear
from activities.search.identified import address_of
from activities.search.results import answer
from activities.search.steps import steps
from cme_catalog.site import site_facts


@require_safe
def activity_list(request: HttpRequest) -> HttpResponse:
    """The listings that answer the query string, with facets, chips and pages; never an error for a bad value.

    Staff may ask for the reasons of the order with `explain=1`; such a page is for them alone and not kept.
    """
    if request.GET.get("explain") == "1" and request.user.is_staff:
        return _printed(request, explained=True)
    return _public(request)


def _printed(request: HttpRequest, *, explained: bool = False) -> HttpResponse:
    path = reverse("activities:activity_list")
    found, site = answer(request.GET, path=path), site_facts(path)
    if found.identified:
        return redirect(address_of(found.identified, found.selection.text))
    hear(found)
    canonical = site.canonical(f"{path}?{found.canonical}" if found.canonical else path)
    if not explained:
        found = replace(found, ranks=())
    return HttpResponse(list_page(found, [] if found.total else steps(found, path=path), canonical, site))


_public = kept(_printed)
