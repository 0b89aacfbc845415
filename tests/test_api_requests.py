"""How the API is asked: methods, media types, headers, what is kept, how often, and by whom it is not mistaken."""

from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_network
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import OperationalError
from django.test import Client
from pytest_django import Settings

from activities.api import answers
from activities.search import versions
from tests.api_reader import PROBLEM, ask, read
from tests.factories import DAY, catalog_for_a_module, publish
from tests.listing_reader import on_day
from tests.test_headers import EVERYWHERE
from tests.test_list_parameters import JUNK, PARAMETERS

pytestmark = pytest.mark.django_db

GOOD = (
    "/api/",
    "/api/schema/",
    "/api/activities/",
    "/api/activities/1000000/",
    "/api/facets/",
    "/api/providers/",
    "/api/providers/example-heart/",
    "/api/boards/",
    "/api/boards/abim/",
)
ANSWERS = [(address, 200) for address in GOOD] + [
    ("/api/nowhere/", 404),
    ("/api/activities/1/", 404),
    ("/api/activities/?board=xx", 400),
    ("/api/activities/?q=%00", 400),
    ("/api/activities/?q=%ff", 400),
    ("/api/%00", 400),
]


@pytest.fixture(scope="module", autouse=True)
def listed(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """Listing 1000000."""
    with catalog_for_a_module(django_db_blocker), on_day(DAY):
        publish("Asthma")
        yield


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with on_day(DAY):
        yield


@pytest.fixture
def stranger() -> Client:
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


@pytest.mark.parametrize(("address", "status"), ANSWERS)
def test_every_answer_carries_the_headers_and_no_cookie(stranger: Client, address: str, status: int) -> None:
    response = ask(stranger, address, Origin="https://other.example", Cookie="sessionid=x; csrftoken=y")
    assert response.status_code == status
    assert {name: response.headers.get(name) for name in EVERYWHERE} == EVERYWHERE
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
    assert not response.cookies
    assert "Cookie" not in response.headers["Vary"]
    if status >= 400:
        assert response.headers["Content-Type"] == PROBLEM
        assert response.json()["status"] == status


@pytest.mark.parametrize("address", GOOD)
def test_good_answer_may_be_kept_by_every_cache(stranger: Client, address: str) -> None:
    assert ask(stranger, address).headers["Cache-Control"].startswith("public, max-age=60")


@pytest.mark.parametrize("address", GOOD)
def test_head_is_the_answer_without_its_body(stranger: Client, address: str) -> None:
    head, whole = stranger.head(address), stranger.get(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == whole.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "FOO"])
@pytest.mark.parametrize("address", ["/api/", "/api/activities/", "/api/nowhere/"])
def test_what_does_not_read_is_refused(stranger: Client, method: str, address: str) -> None:
    response = stranger.generic(method, address, b'{"title": "x"}', content_type="application/json")
    assert (response.status_code, response.headers["Content-Type"]) == (405, PROBLEM)
    assert response.headers["Allow"] == "GET, HEAD"
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_browser_may_ask_first_whether_another_site_may_ask(stranger: Client) -> None:
    asked = {"Origin": "https://other.example", "Access-Control-Request-Method": "GET"}
    response = stranger.options("/api/activities/", headers=asked | {"Access-Control-Request-Headers": "if-none-match"})
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "If-None-Match" in response.headers["Access-Control-Allow-Headers"]
    assert "ETag" in response.headers["Access-Control-Expose-Headers"]
    assert stranger.options("/activities/").status_code == 405


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("application/json", 200),
        ("*/*", 200),
        ("application/*;q=0.5, text/html", 200),
        ("text/html,application/xhtml+xml,*/*;q=0.8", 200),
        ("text/html", 406),
        ("application/xml", 406),
        ("nonsense", 406),
    ],
)
def test_media_types_are_agreed_on(stranger: Client, accept: str, status: int) -> None:
    ask(stranger, "/api/activities/")
    assert ask(stranger, "/api/activities/", Accept=accept).status_code == status


@pytest.mark.parametrize("address", GOOD[2:])
def test_answer_is_not_sent_to_who_has_it(stranger: Client, address: str) -> None:
    tag = ask(stranger, address).headers["ETag"]
    again = ask(stranger, address, **{"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert again.headers["Access-Control-Allow-Origin"] == "*"
    publish("Another")
    assert ask(stranger, address, **{"If-None-Match": tag}).status_code == 200


def test_tag_names_the_day_and_every_parameter_that_counts(stranger: Client) -> None:
    queries = ["", "?member=ama", "?fields=title", "?cursor=*", "?page=2", "?per_page=10"]
    tags = {ask(stranger, f"/api/activities/{query}").headers["ETag"] for query in queries}
    with on_day(DAY + timedelta(1)):
        tags.add(ask(stranger, "/api/activities/").headers["ETag"])
    assert len(tags) == len(queries) + 1
    assert ask(stranger, "/api/activities/?utm_source=x&explain=1").headers["ETag"] in tags


def test_odd_headers_change_nothing(stranger: Client) -> None:
    plain = ask(stranger, "/api/activities/?member=ama")
    odd = {"X-Forwarded-Host": "evil.example", "X-HTTP-Method-Override": "POST", "X-Original-URL": "/admin/"}
    other = ask(stranger, "/api/activities/?member=ama", **odd)
    assert other.content == plain.content
    assert b"evil" not in other.content


@pytest.mark.parametrize("trouble", [OperationalError("secret"), ZeroDivisionError("secret")])
def test_failure_is_a_problem_document_without_details(
    stranger: Client, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    def fail(*arguments: object) -> None:
        raise trouble

    monkeypatch.setattr(answers, "page", fail)
    response = ask(stranger, "/api/activities/?sort=title")
    assert response.status_code == (503 if isinstance(trouble, OperationalError) else 500)
    assert response.headers["Content-Type"] == PROBLEM
    assert "secret" not in response.text
    assert ("Retry-After" in response.headers) == (response.status_code == 503)


def test_lost_version_is_a_503(stranger: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OperationalError

    monkeypatch.setattr(versions, "present", fail)
    assert [ask(stranger, address).status_code for address in GOOD[2:]] == [503] * len(GOOD[2:])


@pytest.mark.parametrize("junk", [text for text in JUNK.values() if text.isprintable()])
def test_junk_is_answered_or_refused(stranger: Client, junk: str) -> None:
    for address in ("/api/activities/", "/api/activities/1000000/", "/api/facets/"):
        query = urlencode([(name, junk) for name in (*PARAMETERS, "fields", "cursor", "limit")])
        response = ask(stranger, f"{address}?{query}")
        assert response.status_code == 400
        assert len(response.content) < 50_000


@pytest.mark.parametrize("name", ["board", "fields", "cursor", "q", "member"])
@pytest.mark.parametrize("junk", ["%00", "%ed%a0%80", "%ff", "x" * 5000, "%0d%0a%01x", "%F0%9F%98%80"])
def test_what_is_no_text_is_refused(stranger: Client, name: str, junk: str) -> None:
    response = ask(stranger, f"/api/activities/?{name}={junk}")
    assert response.status_code == 400
    assert response.headers["Content-Type"] == PROBLEM
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("address", ["/api/activities/{}/", "/api/providers/{}/", "/api/boards/{}/", "/api/{}/"])
@pytest.mark.parametrize("junk", ["%00", "%ff", "9" * 400, "..%2f", "%3Cscript%3E", "é", "-1", "1e3", "x" * 2000])
def test_odd_paths_are_refused(stranger: Client, address: str, junk: str) -> None:
    response = ask(stranger, address.format(junk))
    assert response.status_code in (400, 404)
    assert response.headers["Content-Type"] == PROBLEM
    assert "script" not in response.text


def test_eleventh_request_within_a_second_waits(stranger: Client, settings: Settings) -> None:
    settings.CME_API_RATE = 10
    answers = [ask(stranger, "/api/boards/") for _ in range(30)]
    assert [response.status_code for response in answers] == [200] * 10 + [429] * 20
    refused = answers[-1]
    assert (refused.headers["Retry-After"], refused.headers["Content-Type"]) == ("1", PROBLEM)
    assert refused.headers["Access-Control-Allow-Origin"] == "*"
    assert refused.headers["Cache-Control"] == "no-store"
    with on_day(DAY + timedelta(1)):
        assert ask(stranger, "/api/boards/").status_code == 200


def test_one_who_asks_ten_times_a_second_never_waits(stranger: Client, settings: Settings) -> None:
    settings.CME_API_RATE = 10
    with time_machine.travel(f"{DAY.isoformat()}T17:00:00.05+00:00", tick=False) as clock:
        for _ in range(50):
            assert ask(stranger, "/api/nowhere/").status_code == 404
            clock.shift(0.1)


def test_others_do_not_wait_for_one_who_asks_much(stranger: Client, settings: Settings) -> None:
    settings.CME_API_RATE = 10
    for _ in range(20):
        ask(stranger, "/api/boards/")
    assert stranger.get("/api/boards/", REMOTE_ADDR="198.51.100.7").status_code == 200
    assert ask(stranger, "/boards/").status_code == 200
    forwarded = ask(stranger, "/api/boards/", **{"X-Forwarded-For": "203.0.113.9"})
    assert forwarded.status_code == 429


def test_visitor_behind_the_trusted_proxy_is_the_one_who_asks(stranger: Client, settings: Settings) -> None:
    settings.CME_API_RATE, settings.CME_TRUSTED_PROXY = 1, [ip_network("127.0.0.1")]
    asked = [ask(stranger, "/api/boards/", **{"X-Forwarded-For": f"203.0.113.{one}"}) for one in (1, 2, 2)]
    assert [response.status_code for response in asked] == [200, 200, 429]


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        ("2001:db8::1", "2001:db8::ffff", 429),
        ("2001:db8::1", "2001:db8:0:1::1", 200),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", 200),
        ("192.0.2.1", "192.0.2.2", 200),
        ("", "", 200),
    ],
)
def test_asker_is_an_address_or_the_network_of_a_subscriber(
    stranger: Client, settings: Settings, first: str, second: str, status: int
) -> None:
    settings.CME_API_RATE = 1
    assert stranger.get("/api/boards/", REMOTE_ADDR=first).status_code == 200
    assert stranger.get("/api/boards/", REMOTE_ADDR=second).status_code == status


def test_operator_may_lift_the_limit(stranger: Client, settings: Settings) -> None:
    settings.CME_API_RATE = 0
    assert {ask(stranger, "/api/boards/").status_code for _ in range(40)} == {200}


def test_markup_is_text_in_json(stranger: Client) -> None:
    mark = '"><script>alert(1)</script>'
    activity_id = publish(mark, description=mark)
    response = ask(stranger, f"/api/activities/{activity_id}/")
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.json()["title"] == mark
    assert read(stranger, "/api/activities/?member=ama")["results"][0]["record"]["description"] == mark
