"""The texts of the site. No test here may use the database: the pages need none, and pytest-django refuses it."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from django.urls import resolve, reverse
from pytest_django import Settings

from cme_catalog.pages import PAGES, Page
from tests.reader import assert_well_made, internal_links, one, read, words

every_page = pytest.mark.parametrize("text", PAGES, ids=lambda text: text.name)


@every_page
def test_page_is_well_made(client: Client, text: Page) -> None:
    document = read(client, f"/{text.address}")
    assert_well_made(document)
    assert words(one(document, "h1")) == text.title


@every_page
def test_title_names_the_page_and_the_site(client: Client, text: Page, settings: Settings) -> None:
    settings.CME_SITE_NAME = "Example catalog"
    assert words(one(read(client, f"/{text.address}"), "title")) == f"{text.title} – Example catalog"


@every_page
def test_footer_says_whose_catalog_it_is_not(client: Client, text: Page) -> None:
    footer = words(one(read(client, f"/{text.address}"), "footer"))
    assert "independent catalog" in footer
    for body in ("ABMS", "member boards", "ACCME", "AMA"):
        assert body in footer.partition("not affiliated with or endorsed by")[2]
    assert "Names and marks belong to their owners." in footer
    assert "Only your board decides what counts" in footer


@every_page
def test_canonical_link_uses_the_configured_address_and_drops_the_query(
    client: Client, text: Page, settings: Settings
) -> None:
    settings.CME_SITE_URL = "https://catalog.example/"
    document = read(client, f"/{text.address}?from=elsewhere")
    assert one(document, "link[rel=canonical]").get("href") == f"https://catalog.example/{text.address}"


@every_page
def test_links_lead_to_pages_that_exist(client: Client, text: Page) -> None:
    for address in internal_links(read(client, f"/{text.address}")):
        assert resolve(address)


@every_page
def test_page_is_only_for_reading(client: Client, text: Page) -> None:
    assert client.post(f"/{text.address}").status_code == 405
    assert client.head(f"/{text.address}").status_code == 200


@every_page
def test_page_sets_no_cookie(client: Client, text: Page) -> None:
    assert not client.get(f"/{text.address}").cookies


@every_page
def test_demonstration_says_so_and_stays_out_of_search_engines(client: Client, text: Page, settings: Settings) -> None:
    settings.CME_DEMO = True
    document = read(client, f"/{text.address}")
    assert "demonstration" in words(one(document, "aside.banner"))
    assert "out of date" in words(one(document, "aside.banner"))
    assert one(document, "meta[name=robots]").get("content") == "noindex"


@every_page
def test_real_catalog_carries_no_banner(client: Client, text: Page, settings: Settings) -> None:
    settings.CME_DEMO = False
    assert not read(client, f"/{text.address}").cssselect("aside.banner, meta[name=robots]")


@every_page
def test_words_of_the_house(client: Client, text: Page) -> None:
    assert not re.findall(
        r"\b(courses?|events?|programmes?|MOC activit\w+)\b", words(one(read(client, f"/{text.address}"), "main"))
    )


def test_navigation_marks_the_section_one_is_in(client: Client) -> None:
    current = one(read(client, "/about/data/"), "header [aria-current]")
    assert words(current) == "About"


def test_search_box_of_every_page_asks_the_list(client: Client) -> None:
    form = one(read(client, "/about/"), "form[role=search]")
    assert (form.get("method"), form.get("action")) == ("get", reverse("activities:activity_list"))
    assert one(form, "input").get("name") == "q"
    assert words(one(form, "label")) == "Search activities"


def test_data_page_states_the_time_zone(client: Client, settings: Settings) -> None:
    settings.TIME_ZONE = "Pacific/Honolulu"
    assert "midnight in the time zone of this catalog, Pacific/Honolulu" in words(
        one(read(client, "/about/data/"), "main")
    )


def test_approvals_page_explains_the_three_answers_and_registrations(client: Client) -> None:
    main = one(read(client, "/about/approvals/"), "main")
    terms = [words(term) for term in main.cssselect("dt")]
    assert [term for term in terms if term in ("Approved", "Not listed", "Not recorded")] == terms[-3:]
    assert "ACCME" in words(main)
    assert "not accepted" not in words(main).lower()


def test_contact_names_operator_and_address(client: Client, settings: Settings) -> None:
    settings.CME_OPERATOR_NAME, settings.CME_CONTACT_EMAIL = "Example Library <b>", "desk@catalog.example"
    main = one(read(client, "/contact/"), "main")
    assert "Example Library <b>" in words(main)
    assert one(main, "a[href^='mailto:']").get("href") == "mailto:desk@catalog.example"
    assert "Not configured" not in words(main)


def test_contact_says_so_when_nothing_is_configured(client: Client, settings: Settings) -> None:
    settings.CME_OPERATOR_NAME = settings.CME_CONTACT_EMAIL = ""
    main = one(read(client, "/contact/"), "main")
    assert words(main).count("Not configured:") == 2
    assert not main.cssselect("a[href^='mailto:']")


def test_robots_keep_out_of_staff_pages(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "Disallow: /admin/" in response.text.splitlines()


def test_security_txt_has_an_address_and_expires_in_the_future(client: Client, settings: Settings) -> None:
    settings.CME_CONTACT_EMAIL, settings.CME_SITE_URL = "desk@catalog.example", "https://catalog.example"
    with time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False):
        fields = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").text.splitlines())
    assert fields["Contact"] == "mailto:desk@catalog.example"
    assert fields["Canonical"] == "https://catalog.example/.well-known/security.txt"
    assert (
        datetime(2026, 12, 23, tzinfo=UTC)
        < datetime.fromisoformat(fields["Expires"])
        < datetime(2027, 11, 23, tzinfo=UTC)
    )


def test_security_txt_is_missing_without_an_address(client: Client, settings: Settings) -> None:
    settings.CME_CONTACT_EMAIL = ""
    assert client.get("/.well-known/security.txt").status_code == 404


def test_favicon_is_the_mark(client: Client) -> None:
    response = client.get("/favicon.ico")
    assert response["Content-Type"] == "image/svg+xml"
    assert response.content.startswith(b"<svg")
