"""The addresses of the catalog, and of the benchmark: hello, and the list answered by SQL."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import include, path
from django.views.decorators.http import require_safe

from activities import kept
from activities.printing.list_page import list_page
from activities.search.index.current import catalog_index
from activities.search.reference import reference
from activities.search.results import answer
from cme_catalog.site import site_facts

UNCACHED = "uncached"
"""The value of the header X-Bench with which a page is made anew, and the words of its question are sought anew."""


def forget_pages(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Before a request that asks for it, drops what is kept of single questions, in whichever process answers: the
    pages, and the sets that words were found in. What is kept of the catalog for all readers stays.
    """

    def respond(request: HttpRequest) -> HttpResponseBase:
        if request.META.get("HTTP_X_BENCH") == UNCACHED:
            kept.pages.clear()
            if state := catalog_index.state_at_hand:
                state.texts.forget()
        return get_response(request)

    return respond


@require_safe
def hello(request: HttpRequest) -> HttpResponse:
    """The least that a view of the project can answer: what all others are compared with."""
    return HttpResponse("hello")


@require_safe
def by_sql(request: HttpRequest) -> HttpResponse:
    """The list with its counts by the SQL of the filter set, and the same templates."""
    found = answer(request.GET, path="/activities/", engine=reference)
    return HttpResponse(list_page(found, [], "", site_facts("/activities/")))


urlpatterns = [
    path("bench/hello/", hello),
    path("bench/sql/", by_sql),
    path("", include("cme_catalog.urls")),
]
