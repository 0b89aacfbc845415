"""The front page: ways into the list whose counts hold, what ends soon and what is new."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from lxml.html import HtmlElement
from pytest_django import DjangoAssertNumQueries

from activities import kept, workflow
from activities.models import Status
from activities.search.index.current import Index, Page
from providers.models import Provider
from tests.factories import approval, make_vocabularies, publish, publish_all, registration
from tests.reader import assert_well_made, one, read, words

TODAY = date(2026, 9, 1)
QUERIES = ("the version that the page is of", "listings and the version")


@pytest.fixture(autouse=True)
def day() -> Iterator[None]:
    with time_machine.travel("2026-09-01T12:00:00-04:00", tick=False):
        yield


@pytest.fixture
def vocabularies(db: None) -> None:
    make_vocabularies()


@pytest.fixture
def catalog(vocabularies: None) -> None:
    """Open, expired, joint, approved, registered and not public."""
    later = TODAY + timedelta(days=200)
    publish("Asthma", approvals=[approval("abim"), approval("abs")], format_id="journal", expires=later)
    publish("Burns", approvals=[registration("abim")], format_id="live", sets={"joint_providers": ["example-lung"]})
    publish("Cough", provider="example-lung", sets={"competencies": ["mk", "pc"]}, format_id="journal")
    publish("Over", approvals=[approval("abim")], format_id="journal", expires=TODAY - timedelta(days=1))
    publish("Lapsed", approvals=[approval("abp", valid_until=TODAY - timedelta(days=1))])
    publish("Hidden zq7", approvals=[approval("abim")], status=Status.DRAFT, sets={"competencies": ["mk"]})


def titles(document: HtmlElement, section: str) -> list[str]:
    return [words(title) for title in document.cssselect(f"[aria-labelledby={section}] article h3")]


def counts(document: HtmlElement, section: str) -> dict[str, int]:
    lines = document.cssselect(f"[aria-labelledby={section}] li")
    return {words(one(line, "a")): int(words(one(line, ".count")).split()[0]) for line in lines}


def test_page_is_well_made_and_says_in_one_sentence_what_it_is_for(client: Client, catalog: None) -> None:
    document = read(client, "/")
    assert_well_made(document)
    assert words(one(document, "h1")).count(".") == 1
    assert words(one(document, "title")).startswith("Find CME by board, price and date – ")
    assert one(document, "link[rel=canonical]").get("href") == "http://testserver/"


def test_there_is_one_search_box_and_it_is_in_the_middle(client: Client, catalog: None) -> None:
    assert one(read(client, "/"), "form[role=search]").getparent().tag == "main"


@pytest.mark.parametrize("section", ["boards", "competencies", "formats", "providers"])
def test_every_count_is_the_length_of_the_list_it_leads_to(client: Client, catalog: None, section: str) -> None:
    lines = read(client, "/").cssselect(f"[aria-labelledby={section}] li")
    assert lines
    for line in lines:
        listed = words(one(read(client, one(line, "a").get("href")), "#result-count")).split()[0]
        assert listed.replace("No", "0") == words(one(line, ".count")).split()[0], words(line)


def test_boards_stand_by_name_with_approvals_and_registrations_counted(client: Client, catalog: None) -> None:
    assert list(counts(read(client, "/"), "boards").items()) == [
        ("Internal Medicine (ABIM)", 2),
        ("Nuclear Medicine (ABNM)", 0),
        ("Pediatrics (ABP)", 0),
        ("Surgery (ABS)", 1),
    ]


def test_providers_count_joint_activities_and_leave_out_who_has_none(client: Client, catalog: None) -> None:
    assert counts(read(client, "/"), "providers") == {"Example Heart": 3, "Example Lung": 2}


def test_formats_without_activities_are_left_out(client: Client, catalog: None) -> None:
    assert counts(read(client, "/"), "formats") == {"Journal-based": 2, "Live": 1}


def test_count_is_read_out_with_what_it_counts(client: Client, catalog: None) -> None:
    lines = [words(line) for line in read(client, "/").cssselect("[aria-labelledby=boards] li")]
    assert "Surgery (ABS) 1 open activity" in lines
    assert "Pediatrics (ABP) 0 open activities" in lines


def test_ending_soon_is_the_next_30_days_with_the_soonest_first(client: Client, vocabularies: None) -> None:
    for title, days in {"Over": -1, "Today": 0, "Tomorrow": 1, "Last of thirty": 30, "Later": 31}.items():
        publish(title, expires=TODAY + timedelta(days=days))
    publish("No date")
    publish("Hidden", expires=TODAY, status=Status.DRAFT)
    assert titles(read(client, "/"), "ending-soon") == ["Today", "Tomorrow", "Last of thirty"]


def test_recently_added_is_what_came_last_and_is_still_open(client: Client, vocabularies: None) -> None:
    for title in ("One", "Two", "Three", "Four", "Five", "Six"):
        publish(title)
    publish("Over", expires=TODAY - timedelta(days=1))
    assert titles(read(client, "/"), "recently-added") == ["Six", "Five", "Four", "Three", "Two"]


def test_what_is_not_public_leaves_no_trace(client: Client, catalog: None) -> None:
    assert "zq7" not in client.get("/").text
    assert counts(read(client, "/"), "competencies") == {
        "Patient Care": 1,
        "Medical Knowledge": 1,
        "Professionalism": 0,
    }


def test_title_is_text_whatever_is_in_it(client: Client, vocabularies: None) -> None:
    publish("<script>alert('zq7')</script>")
    document = read(client, "/")
    assert not document.cssselect("script:not([src])")
    assert titles(document, "recently-added") == ["<script>alert('zq7')</script>"]


def test_empty_catalog_says_so(client: Client, db: None) -> None:
    main = words(one(read(client, "/"), "main"))
    assert "Nothing ends in the next 30 days." in main
    assert "Nothing is open at the moment." in main


@pytest.mark.parametrize("rows", [3, 30])
def test_queries_are_few_and_do_not_grow(
    client: Client, vocabularies: None, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    holds = {"approvals": [approval("abim")], "format_id": "live", "expires": TODAY, "credits": {"": "1"}}
    publish_all({"title": f"Asthma {number}", **holds} for number in range(rows))
    client.get("/")  # The process learns of the new listings.
    kept.pages.clear()
    with django_assert_num_queries(len(QUERIES)):
        client.get("/")


def test_names_are_of_the_same_version_as_the_listings(
    client: Client, catalog: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A provider gets another name while the page is made, and another reader hears of it first."""
    picked, names = Index.picked, iter(["Example Renamed"])

    def picked_and_renamed(self: Index, *question: Any, **options: Any) -> Page:
        found = picked(self, *question, **options)
        for name in names:
            rename(name)
            self.used()
        return found

    monkeypatch.setattr(Index, "picked", picked_and_renamed)
    document = read(client, "/")
    (printed,) = {words(one(article, ".card-provider")) for article in document.cssselect("article")[:1]}
    assert printed.split(",")[0] in counts(document, "providers")


def rename(name: str, slug: str = "example-heart") -> None:
    provider = Provider.objects.get(pk=slug)
    with workflow.renaming(provider, by="the tests", reason="A test renames it."):
        provider.name = name
        provider.save(update_fields=["name"])


def test_page_is_only_for_reading_and_sets_no_cookie(client: Client, catalog: None) -> None:
    assert client.post("/").status_code == 405
    assert not client.get("/").cookies
