"""The headers every response carries, what caches may keep, and who is believed about the visitor's address."""

from ipaddress import ip_network

import pytest
from django.conf import settings as project
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client
from django.urls import include, path
from pytest_django import Settings

from cme_catalog.urls import handler400, handler404, handler500

__all__ = ["handler400", "handler404", "handler500"]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
EVERYWHERE = {
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
PUBLIC = "public, max-age=60, stale-while-revalidate=300, stale-if-error=86400"


def plain(request: HttpRequest, **matched: str) -> HttpResponse:
    return HttpResponse("plain")


def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def counting(request: HttpRequest) -> HttpResponse:
    """Reads who asks, as a page does that shows staff more than others."""
    return HttpResponse(request.user.get_username())


def forgetful(request: HttpRequest) -> HttpResponse:
    """A public page that sets a cookie, which none should."""
    get_token(request)
    return HttpResponse("with a cookie")


def keeping(request: HttpRequest) -> HttpResponse:
    return HttpResponse("own", headers={"Cache-Control": "public, max-age=5"})


def address(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.META['REMOTE_ADDR']} {request.scheme}")


urlpatterns = [
    path("plain/", plain),
    path("broken/", broken),
    path("counting/", counting),
    path("forgetful/", forgetful),
    path("keeping/", keeping),
    path("address/", address),
    path("api/plain/", plain),
    path("plain.atom", plain),
    path("shortlist/", plain),
    path("", include("cme_catalog.urls")),
]


@pytest.mark.parametrize(
    "where",
    [
        "/plain/",
        "/broken/",
        "/nowhere/",
        "/admin/",
        "/admin/login/",
        "/healthz",
        "/plain/?q=%00",
        "/static/css/base.css",
    ],
)
def test_every_response_carries_the_security_headers(client: Client, where: str) -> None:
    client.raise_request_exception = False
    response = client.get(where)
    response.close()
    assert {name: response.headers.get(name) for name in EVERYWHERE} == EVERYWHERE
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("method", ["POST", "TRACE", "FOO"])
def test_refused_method_carries_the_security_headers(client: Client, method: str) -> None:
    response = client.generic(method, "/plain/")
    assert {name: response.headers.get(name) for name in EVERYWHERE} == EVERYWHERE


def test_public_page_may_load_from_its_own_site_only(client: Client) -> None:
    assert client.get("/plain/").headers["Content-Security-Policy"] == POLICY


def test_staff_page_may_also_draw_embedded_icons(client: Client) -> None:
    policy = client.get("/admin/login/").headers["Content-Security-Policy"]
    assert policy == POLICY.replace("img-src 'self'", "img-src 'self' data:")


def test_hsts_is_promised_over_tls_alone(client: Client, settings: Settings) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000
    assert "Strict-Transport-Security" not in client.get("/plain/").headers
    header = client.get("/plain/", secure=True).headers["Strict-Transport-Security"]
    assert header == "max-age=31536000; includeSubDomains"


def test_visitor_is_sent_to_tls_but_a_supervisor_is_not(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/plain/?q=1").headers["Location"] == "https://testserver/plain/?q=1"
    assert client.get("/healthz").status_code == 200


def test_public_page_may_be_kept_by_every_cache(client: Client) -> None:
    response = client.get("/plain/")
    assert response.headers["Cache-Control"] == PUBLIC
    assert response.headers["Vary"] == "Accept-Encoding"
    assert "Set-Cookie" not in response.headers
    assert not response.cookies


def test_page_may_state_its_own_time(client: Client) -> None:
    assert client.get("/keeping/").headers["Cache-Control"] == "public, max-age=5"


def test_unknown_address_is_kept_for_a_minute_only(client: Client) -> None:
    client.raise_request_exception = False
    assert client.get("/nowhere/").headers["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize("where", ["/admin/", "/admin/login/", "/shortlist/", "/broken/", "/plain/?q=%00"])
def test_staff_pages_forms_and_failures_are_kept_by_no_cache(client: Client, where: str) -> None:
    client.raise_request_exception = False
    assert client.get(where).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("where", ["/counting/", "/forgetful/"])
def test_answer_that_depends_on_a_cookie_is_kept_by_no_cache(client: Client, where: str) -> None:
    client.force_login(User.objects.create_user("editor"))
    assert client.get(where).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("where", "caching"), [("/static/nowhere.css", "public, max-age=60"), ("/static/?q=%00", "no-store")]
)
def test_refusal_below_the_static_files_says_how_long_it_holds(client: Client, where: str, caching: str) -> None:
    assert client.get(where).headers["Cache-Control"] == caching


@pytest.mark.parametrize("token", ["spoiled", "\xe9" * 10, ""])
def test_public_page_heeds_no_token_of_a_staff_form(client: Client, token: str) -> None:
    client.cookies[project.CSRF_COOKIE_NAME] = token
    response = client.get("/plain/")
    assert not response.cookies
    assert response.headers["Cache-Control"] == PUBLIC
    assert response.headers["Vary"] == "Accept-Encoding"


def test_data_may_be_read_by_other_sites(client: Client) -> None:
    for where in ("/api/plain/", "/plain.atom"):
        response = client.get(where)
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "Access-Control-Allow-Credentials" not in response.headers


def test_pages_may_not(client: Client) -> None:
    response = client.get("/plain/", headers={"Origin": "https://other.example"})
    assert "Access-Control-Allow-Origin" not in response.headers
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_stranger_is_not_believed_about_address_and_scheme(client: Client) -> None:
    headers = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
    assert client.get("/address/", headers=headers).content == b"127.0.0.1 http"


def test_proxy_is_believed_about_the_visitor_it_saw(client: Client, settings: Settings) -> None:
    settings.CME_TRUSTED_PROXY = [ip_network("127.0.0.0/8")]
    headers = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9", "X-Forwarded-Proto": "https"}
    assert client.get("/address/", headers=headers).content == b"203.0.113.9 https"


@pytest.mark.parametrize("forwarded", ["", "nonsense", "203.0.113.9, <script>"])
def test_proxy_that_names_no_visitor_stands_for_itself(client: Client, settings: Settings, forwarded: str) -> None:
    settings.CME_TRUSTED_PROXY = [ip_network("127.0.0.1")]
    assert client.get("/address/", headers={"X-Forwarded-For": forwarded}).content == b"127.0.0.1 http"


def test_connection_without_an_address_is_no_proxy(client: Client, settings: Settings) -> None:
    settings.CME_TRUSTED_PROXY = [ip_network("127.0.0.1")]
    response = client.get("/address/", headers={"X-Forwarded-Proto": "https"}, REMOTE_ADDR="")
    assert response.content == b" http"


def test_tenth_failed_login_closes_the_door_for_five_minutes(client: Client) -> None:
    login = {"username": "editor", "password": "wrong"}
    tries = [client.post("/admin/login/", login) for _ in range(project.AXES_FAILURE_LIMIT)]
    assert [response.status_code for response in tries] == [200] * 9 + [429]
    assert tries[-1].headers["Retry-After"] == "300"
    assert client.post("/admin/login/", login, REMOTE_ADDR="198.51.100.7").status_code == 200
