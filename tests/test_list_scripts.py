"""What makes the list quick where JavaScript runs: two scripts of ours to serve, and one page for every way to ask."""

import json
from pathlib import Path

import pytest
from django.test import Client

from tests.factories import make_vocabularies, publish
from tests.reader import one, read

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

SCRIPTS = Path(__file__).parent.parent / "static" / "js"
MOST_LINES = 60


@pytest.fixture(autouse=True)
def catalog() -> None:
    make_vocabularies()
    publish(format_id="journal")


def test_list_loads_two_scripts_of_this_site_after_the_page(client: Client) -> None:
    scripts = read(client, "/activities/").cssselect("script")
    assert [script.get("src") for script in scripts] == [
        "/static/django_htmx/htmx-2.min.js",
        "/static/js/list.js",
    ]
    for script in scripts:
        assert "defer" in script.attrib
        response = client.get(script.get("src"))
        response.close()
        assert response.status_code == 200


@pytest.mark.parametrize("address", ["/", "/boards/", "/about/"])
def test_other_pages_load_htmx_alone(client: Client, address: str) -> None:
    """The search box of every page offers suggestions."""
    scripts = read(client, address).cssselect("script[src]")
    assert [script.get("src") for script in scripts] == ["/static/django_htmx/htmx-2.min.js"]


def test_htmx_is_told_to_write_no_style_run_no_text_and_keep_no_page(client: Client) -> None:
    told = json.loads(one(read(client, "/activities/"), "meta[name=htmx-config]").get("content"))
    unsafe = ("includeIndicatorStyles", "allowEval", "allowScriptTags")
    assert [told[name] for name in unsafe] == [False, False, False]
    assert told["historyCacheSize"] == 0  # What a physician looks for is not left in the browser's storage.


def test_page_is_the_same_however_it_is_asked_for(client: Client) -> None:
    plain = client.get("/activities/?format=journal")
    asked = client.get("/activities/?format=journal", headers={"HX-Request": "true", "HX-Target": "results"})
    assert asked.content == plain.content
    assert asked.headers["Vary"] == "Accept-Encoding"


def test_every_part_that_is_exchanged_stands_once_in_the_page(client: Client) -> None:
    document = read(client, "/activities/")
    parts = one(document, "#list").get("hx-select-oob").replace(":innerHTML", "").split(",")
    for part in [*parts, "#results", "#list-trouble[role=alert][hidden]"]:
        one(document, part)
    assert not document.cssselect("#results #result-count, #filters #result-count, #sorting #result-count")


def test_every_control_can_be_found_again_after_an_exchange(client: Client) -> None:
    exchanged = read(client, "/activities/").cssselect("#filters, #sorting")
    controls = [control for part in exchanged for control in part.cssselect("input, select, button, summary, a")]
    assert [control.get("id") for control in controls if not control.get("id")] == []


def test_id_of_a_value_is_its_facet_and_its_code(client: Client) -> None:
    assert one(read(client, "/activities/"), "#format-journal").get("value") == "journal"


def test_our_own_scripts_are_short() -> None:
    assert sum(len(script.read_text().splitlines()) for script in SCRIPTS.glob("*.js")) <= MOST_LINES
