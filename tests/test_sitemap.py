"""What search engines and browsers are told: a map of what is open, in parts, and how to search."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree
from pytest_django import Settings

from activities import kept, sitemaps, workflow
from activities.models import Activity, Status, Withdrawal
from cme_catalog.pages import PAGES
from tests.factories import DAY, make_vocabularies, publish
from tests.listing_reader import on_day
from tests.reader import one, read

pytestmark = pytest.mark.django_db
SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture(autouse=True)
def catalog() -> Iterator[None]:
    kept.pages.clear()
    make_vocabularies()
    with on_day(DAY):
        yield


def addresses(client: Client, path: str) -> list[str]:
    """The paths that a map or an index of maps names."""
    response = client.get(path)
    assert response.status_code == 200, path
    assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
    found = etree.fromstring(response.content).xpath("//s:loc/text()", namespaces=SPACE)
    assert all(address.startswith("http://testserver/") for address in found)
    return [urlsplit(address).path for address in found]


def everything(client: Client) -> list[str]:
    return [path for part in addresses(client, "/sitemap.xml") for path in addresses(client, part)]


def test_map_leads_to_everything_that_is_open_and_to_nothing_hidden(client: Client) -> None:
    shown = [publish(), publish(expires=DAY)]
    publish(expires=DAY - timedelta(days=1))
    publish(status=Status.DRAFT)
    activity = Activity.objects.get(pk=publish())
    workflow.withdraw(activity, version=1, by="the tests", reason="A test.", public_reason=Withdrawal.ENDED)
    found = everything(client)
    assert [path for path in found if path.startswith("/activities/1")] == [f"/activities/{one}/" for one in shown]
    assert {"/", "/activities/", "/boards/abim/", "/providers/example-lung/", "/about/data/"} <= set(found)
    assert len(found) == len(set(found))
    assert all(client.get(path).status_code == 200 for path in found)


def test_map_names_all_texts() -> None:
    assert set(sitemaps.TEXTS) == {page.name for page in PAGES}


def test_listing_says_when_it_changed(client: Client) -> None:
    publish()
    found = etree.fromstring(client.get("/sitemap-0.xml").content)
    assert found.xpath("//s:lastmod/text()", namespaces=SPACE) == ["2026-09-01T17:00:00Z"]


def test_map_of_a_large_catalog_has_many_parts(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "SLOTS", 2)
    made = [publish() for _ in range(5)]
    parts = addresses(client, "/sitemap.xml")
    assert parts == ["/sitemap-pages.xml", "/sitemap-0.xml", "/sitemap-1.xml", "/sitemap-2.xml"]
    assert addresses(client, "/sitemap-1.xml") == [f"/activities/{made[2]}/", f"/activities/{made[3]}/"]


def test_map_costs_as_many_queries_for_many_listings_as_for_few(client: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/sitemap-0.xml")
        return len(queries)

    publish()
    few = asked()
    for _ in range(20):
        publish()
    assert asked() == few == 2


@pytest.mark.parametrize("part", ["9999999", "00", "1.5", "x", "99999999"])
def test_part_that_does_not_exist_is_empty_or_unknown(client: Client, part: str) -> None:
    response = client.get(f"/sitemap-{part}.xml")
    assert response.status_code == (200 if part == "9999999" else 404)


def test_robots_are_led_to_the_map_but_not_to_whole_lists(client: Client, settings: Settings) -> None:
    settings.CME_SITE_URL = "https://catalog.example"
    lines = client.get("/robots.txt").text.splitlines()
    assert "Sitemap: https://catalog.example/sitemap.xml" in lines
    assert "Disallow: /activities." in lines


def test_demonstration_has_no_map_for_robots(client: Client, settings: Settings) -> None:
    settings.CME_DEMO = True
    assert "Sitemap" not in client.get("/robots.txt").text


def test_browser_learns_how_to_search(client: Client, settings: Settings) -> None:
    settings.CME_SITE_NAME = "Example & <Library> of long names"
    link = one(read(client, "/about/"), "link[rel=search]")
    response = client.get(link.get("href"))
    assert response.headers["Content-Type"].startswith(link.get("type"))
    found = etree.fromstring(response.content)
    space = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
    (short,) = found.xpath("o:ShortName/text()", namespaces=space)
    assert (short, len(short)) == ("Example & <Libra", 16)
    (template,) = found.xpath("o:Url[@type='text/html']/@template", namespaces=space)
    publish("Asthma")
    address = urlsplit(template.replace("{searchTerms}", "asthma"))
    assert "Asthma" in client.get(f"{address.path}?{address.query}").text
