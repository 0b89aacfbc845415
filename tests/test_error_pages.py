"""What a reader sees when something goes wrong. This file's own addresses raise the faults.

No test may use the database: an error page must work without one.
"""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.template import TemplateSyntaxError
from django.test import Client
from django.urls import include, path
from django.views.decorators.csrf import csrf_protect
from lxml import html
from pytest_django import Settings

from cme_catalog import errors
from cme_catalog.urls import handler400, handler403, handler404, handler500
from tests.reader import assert_well_made, internal_links, one, page, words

__all__ = ["handler400", "handler403", "handler404", "handler500"]

MARKER = "<i>zq7-marker</i>"
pytestmark = pytest.mark.urls(__name__)


def raising(fault: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        raise fault

    return view


@csrf_protect
def form(request: HttpRequest) -> HttpResponse:
    return HttpResponse("sent")


urlpatterns = [
    path("fault/400/", raising(SuspiciousOperation(MARKER))),
    path("fault/403/", raising(PermissionDenied(MARKER))),
    path("fault/404/", raising(Http404(MARKER))),
    path("fault/410/", lambda request: errors.error_page(410)),
    path("fault/429/", errors.too_many_requests),
    path("fault/500/", raising(RuntimeError(MARKER))),
    path("fault/503/", errors.service_unavailable),
    path("shortlist/", form),  # One of the addresses that take a form at all.
    path("", include("cme_catalog.urls")),
]

STATUSES = (400, 403, 404, 410, 429, 500, 503)
every_status = pytest.mark.parametrize("status", STATUSES)


@pytest.fixture
def visitor() -> Client:
    """A reader whose browser gets the error page, not the test's exception."""
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


def fault(visitor: Client, status: int) -> HttpResponse:
    response: HttpResponse = visitor.get(
        f"/fault/{status}/", {"q": MARKER}, headers={"Referer": MARKER, "User-Agent": MARKER}
    )
    return response


@every_status
def test_error_page_is_well_made(visitor: Client, status: int) -> None:
    response = fault(visitor, status)
    assert response.status_code == status
    assert_well_made(page(response))


@every_status
def test_error_page_repeats_nothing_of_the_request_or_the_fault(visitor: Client, status: int) -> None:
    response = fault(visitor, status)
    assert "zq7-marker" not in response.text
    assert "Traceback" not in response.text


@every_status
def test_error_page_stays_out_of_search_engines(visitor: Client, status: int) -> None:
    document = page(fault(visitor, status))
    assert one(document, "meta[name=robots]").get("content") == "noindex"
    assert not document.cssselect("link[rel=canonical]")


@every_status
def test_error_page_sets_no_cookie(visitor: Client, status: int) -> None:
    assert not fault(visitor, status).cookies


@every_status
def test_error_page_carries_the_headers_of_a_good_page(visitor: Client, status: int) -> None:
    good = visitor.get("/about/")
    bad = fault(visitor, status)
    own = {"Content-Length", "Retry-After", "Cache-Control"}
    assert {name: good[name] for name in set(good.headers) - own} == {
        name: bad[name] for name in set(bad.headers) - own
    }


def test_unknown_address_is_not_echoed(visitor: Client) -> None:
    response = visitor.get("/zq7-marker/?zq7-marker=1")
    assert response.status_code == 404
    assert "zq7-marker" not in response.text
    assert words(one(page(response), "h1")) == "Page not found"


def test_unknown_host_gets_the_400_page(visitor: Client) -> None:
    response = visitor.get("/about/", headers={"Host": "zq7-marker.example"})
    assert response.status_code == 400
    assert "zq7-marker" not in response.text


@pytest.mark.parametrize("address", ["/fault/400/", "/fault/404/", "/zq7-marker/"])
def test_refusal_is_the_same_page_while_developing(visitor: Client, settings: Settings, address: str) -> None:
    in_production = visitor.get(address)
    settings.DEBUG = True
    while_developing = visitor.get(address)
    assert (while_developing.status_code, while_developing.text) == (in_production.status_code, in_production.text)


def test_form_without_its_token_is_refused_with_what_to_do(visitor: Client) -> None:
    response = visitor.post("/shortlist/", {"note": MARKER})
    assert response.status_code == 403
    assert "reload the page and send the form again" in words(one(page(response), "main"))
    assert "zq7-marker" not in response.text


@pytest.mark.parametrize("status", [429, 503])
def test_busy_page_says_when_to_come_back(visitor: Client, status: int) -> None:
    response = fault(visitor, status)
    assert response["Retry-After"] == str(errors.RETRY_AFTER)
    assert f"{errors.RETRY_AFTER} seconds" in words(one(page(response), "main"))


def test_withdrawn_page_gives_reason_and_successor() -> None:
    successor = {"title": "Airway <b>basics</b>", "url": "/activities/2/"}
    response = errors.error_page(410, activity_id=1, reason="Replaced & closed", successor=successor)
    main = one(page(response), "main")
    assert "no longer lists activity 1." in words(main)
    assert "Reason: Replaced & closed" in words(main)
    assert "/activities/2/" in internal_links(main)
    assert not main.cssselect("b")


def test_withdrawn_page_without_successor_offers_none() -> None:
    main = one(page(errors.error_page(410, reason="It was listed twice.")), "main")
    assert "Replaced by" not in words(main)


def test_server_error_page_survives_broken_templates(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object) -> str:
        raise TemplateSyntaxError(MARKER)

    monkeypatch.setattr(errors, "render_to_string", broken)
    response = fault(visitor, 500)
    assert response.status_code == 500
    assert words(one(html.document_fromstring(response.text), "h1")) == "Something went wrong"


def test_error_page_of_a_demonstration_says_so(visitor: Client, settings: Settings) -> None:
    settings.CME_DEMO = True
    assert "demonstration" in words(one(page(fault(visitor, 500)), "aside.banner"))
