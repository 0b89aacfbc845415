"""Requests that no browser sends: refused with 400 or 405, never answered with a failure of ours."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from pytest_django import Settings

from cme_catalog.urls import handler400, handler404, handler500
from tests.reader import page, words

__all__ = ["handler400", "handler404", "handler500"]

pytestmark = pytest.mark.urls(__name__)


def echo(request: HttpRequest, **matched: str) -> HttpResponse:
    """Reads everything a visitor can send, and answers every method, as an unguarded view does."""
    return HttpResponse(f"{request.method} {len(request.GET)} {len(request.POST)}")


urlpatterns = [
    path("plain/", echo),
    path("shortlist/", echo),
    path("activities/<int:activity_id>/report/", echo),
    path("", include("cme_catalog.urls")),
]


@pytest.fixture
def stranger() -> Client:
    """A client that gets the error page, not the test's exception."""
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


@pytest.mark.parametrize(
    "query",
    [
        "q=%ff",
        "q=%C3%28",
        "%fe=1",
        "q=%ED%A0%80",
        "q=%00",
        "board=abim%00",
        "%00=1",
        "q=%F8%88%80%80%80",
        "q=a&q=b%80",
    ],
)
def test_query_that_is_no_text_is_a_bad_request(stranger: Client, query: str) -> None:
    response = stranger.get(f"/plain/?{query}")
    assert response.status_code == 400
    assert words(page(response))


@pytest.mark.parametrize(
    "where", ["/plain/%ff", "/%00", "/activities/%ED%A0%80/", "/plain/%00/", "/%fe%ff.json", "/%2500"]
)
def test_path_that_is_no_text_is_a_bad_request(stranger: Client, where: str) -> None:
    assert stranger.get(where).status_code == 400


@pytest.mark.parametrize(
    "query", ["q=%", "q=%zz", "q=%u0041", "=", "&&&", "q", "q=é", "q=%F0%9F%98%80", "?a?=?", "q[]=1"]
)
def test_odd_query_that_is_text_is_answered(stranger: Client, query: str) -> None:
    assert stranger.get(f"/plain/?{query}").status_code == 200


def test_as_many_parameters_as_a_form_can_send_are_answered(stranger: Client) -> None:
    assert stranger.get("/plain/?" + "&".join(["board=abim"] * 1000)).status_code == 200


@pytest.mark.parametrize("number", [1001, 10_000])
def test_too_many_parameters_are_a_bad_request(stranger: Client, number: int) -> None:
    assert stranger.get("/plain/?" + "&".join(["board=abim"] * number)).status_code == 400


@pytest.mark.parametrize("host", ["other.example", "testserver.other.example", "a b", "<script>", ""])
def test_foreign_host_is_a_bad_request_and_is_not_echoed(stranger: Client, host: str) -> None:
    response = stranger.get("/plain", headers={"Host": host})
    assert response.status_code == 400
    assert not host or host not in response.content.decode()


def test_forwarded_host_changes_nothing(stranger: Client) -> None:
    response = stranger.get("/plain", headers={"X-Forwarded-Host": "other.example", "Forwarded": "host=other.example"})
    assert response.headers["Location"] == "/plain/"


def test_path_with_two_slashes_leads_to_no_other_site(stranger: Client) -> None:
    response = stranger.get("//other.example/plain")
    assert "other.example" not in response.headers.get("Location", "").partition("/other.example")[0]
    assert response.status_code in (404, 301)
    assert not response.headers.get("Location", "/").startswith("//")


@pytest.mark.parametrize(("where", "status"), [("/nowhere/", 404), ("/plain/?q=%00", 400)])
def test_refusal_names_no_other_address_while_developing(
    stranger: Client, settings: Settings, where: str, status: int
) -> None:
    settings.DEBUG = True
    response = stranger.get(where)
    assert response.status_code == status
    assert "URLconf" not in response.content.decode()


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_reading_is_allowed_everywhere(stranger: Client, method: str) -> None:
    assert stranger.generic(method, "/plain/").status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "FOO"])
@pytest.mark.parametrize("where", ["/plain/", "/about/", "/healthz", "/nowhere/", "/activities/1/", "/shortlist/more/"])
def test_public_address_is_for_reading_only(stranger: Client, method: str, where: str) -> None:
    response = stranger.generic(method, where)
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO"])
@pytest.mark.parametrize("where", ["/shortlist/", "/activities/13645/report/", "/admin/", "/admin/login/"])
def test_form_takes_no_other_method_than_post(stranger: Client, method: str, where: str) -> None:
    response = stranger.generic(method, where)
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, POST"


@pytest.mark.parametrize("where", ["/shortlist/", "/activities/13645/report/", "/admin/login/"])
def test_form_sent_from_elsewhere_is_refused(stranger: Client, where: str) -> None:
    assert stranger.post(where, {"activity_id": "13645"}).status_code == 403


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/x-www-form-urlencoded", b"a=%ff%00"),
        ("application/x-www-form-urlencoded; charset=nonsense", b"a=1"),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nbroken"),
        ("application/json", b"{"),
        ("", b"\xff"),
    ],
)
def test_form_with_a_broken_body_is_refused(stranger: Client, content_type: str, body: bytes) -> None:
    response = stranger.generic("POST", "/shortlist/", body, content_type=content_type)
    assert response.status_code in (400, 403)


def test_read_only_catalog_takes_no_form(stranger: Client, settings: Settings) -> None:
    settings.CME_READ_ONLY = True
    response = stranger.post("/admin/login/", {"username": "editor"})
    assert response.status_code == 503
    assert response.headers["Retry-After"]
    assert stranger.get("/plain/").status_code == 200


@pytest.mark.parametrize(
    "cookie", ["sessionid=%00", "sessionid=\xff", "csrftoken=<script>", ";;;===", "messages=broken"]
)
def test_odd_cookie_changes_nothing(stranger: Client, cookie: str) -> None:
    assert stranger.get("/plain/", headers={"Cookie": cookie}).content == b"GET 0 0"
