"""The reference page of the API: what it says is so, what it offers to copy works, and programs get it in short."""

import ast
import json
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.test import Client
from pytest_django import Settings

from activities.api.document import document
from cme_catalog.problem_documents import PROBLEMS
from tests.api_reader import ask, read
from tests.factories import DAY, make_vocabularies, publish
from tests.listing_reader import on_day
from tests.reader import assert_well_made, one, page, words
from tests.reader import read as read_page

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture(autouse=True)
def listed() -> Iterator[None]:
    with on_day(DAY):
        make_vocabularies()
        publish("Asthma")
        yield


def test_page_is_well_made_and_ours(client: Client) -> None:
    document = read_page(client, "/api/")
    assert_well_made(document)
    assert words(one(document, "h1")) == "API"
    assert one(document, "link[rel=canonical]").get("href") == "http://testserver/api/"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (BROWSER, "text/html; charset=utf-8"),
        ("*/*", "text/html; charset=utf-8"),
        ("application/json", "application/json"),
        ("application/json, text/html;q=0.5", "application/json"),
    ],
)
def test_people_get_the_page_and_programs_the_index(client: Client, accept: str, kind: str) -> None:
    response = ask(client, "/api/", Accept=accept)
    assert (response.status_code, response.headers["Content-Type"]) == (200, kind)
    assert "Accept" in response.headers["Vary"]


def test_nothing_else_is_offered(client: Client) -> None:
    assert ask(client, "/api/", Accept="text/csv").status_code == 406


def test_index_leads_to_every_endpoint(client: Client, settings: Settings) -> None:
    settings.CME_API_RATE = 10
    index = ask(client, "/api/", Accept="application/json").json()
    assert index["requests_per_second"] == 10
    assert [urlsplit(one["address"]).path for one in index["endpoints"]] == list(document()["paths"])
    for endpoint in index["endpoints"]:
        if "{" not in endpoint["address"]:
            read(client, endpoint["address"])
    assert ask(client, index["schema"]).status_code == 200


def test_page_describes_every_endpoint_with_its_parameters(client: Client) -> None:
    html = read_page(client, "/api/")
    text = words(html)
    for path, methods in document()["paths"].items():
        assert f"GET {path}" in text
        for parameter in methods["get"].get("parameters", []):
            if parameter["in"] == "query":
                assert parameter["description"] in text


def test_every_type_of_problem_leads_to_its_description(client: Client) -> None:
    html = read_page(client, "/api/")
    for status, problem in PROBLEMS.items():
        assert words(one(html, f"#problem-{status}")) == f"{status} {problem.title}"
    kind = ask(client, "/api/nowhere/").json()["type"]
    assert kind == "http://testserver/api/#problem-404"


def test_page_states_the_limit_that_holds(client: Client, settings: Settings) -> None:
    settings.CME_API_RATE = 7
    assert "7 requests a second from one address" in words(read_page(client, "/api/"))
    settings.CME_API_RATE = 0
    assert "requests a second" not in words(read_page(client, "/api/"))


def test_addresses_for_curl_are_answered(client: Client) -> None:
    curl, _ = read_page(client, "/api/").cssselect("pre code")
    addresses = re.findall(r'curl "(http://testserver[^"]+)"', curl.text_content())
    assert len(addresses) == 2
    for address in addresses:
        response = ask(client, address)
        assert response.status_code == (404 if "13645" in address else 200), response.text


def test_example_in_python_walks_the_list(
    client: Client, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It runs as it stands, with this process in place of the network."""
    _, code = read_page(client, "/api/").cssselect("pre code")
    text = code.text_content().replace("approval=self-assessment&", "")
    imports = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import)]
    assert {alias.name.partition(".")[0] for node in imports for alias in node.names} == {"json", "time", "urllib"}

    class Opened:
        def __init__(self, address: str) -> None:
            self.text = ask(client, address).text

        def __enter__(self) -> "Opened":
            return self

        def __exit__(self, *problem: object) -> None:
            return None

        def read(self) -> str:
            return self.text

    monkeypatch.setattr("urllib.request.urlopen", Opened)
    exec(compile(text, "example", "exec"), {"__name__": "example"})
    assert capsys.readouterr().out == "1000000 Asthma \n"
    assert json.loads(Opened("/api/activities/").text)["total"] == 1


def test_footer_of_every_page_leads_here(client: Client) -> None:
    assert page(client.get("/about/")).cssselect("footer a[href='/api/']")
