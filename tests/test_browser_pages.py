"""The pages of listings in a real browser: accessible, quiet, at home on a narrow screen, usable without a mouse."""

import gzip
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from activities import status, workflow
from activities.models import Activity, Withdrawal
from providers.models import Certificate, Provider
from tests.accessibility import open_quietly, overflow, violations
from tests.factories import approval, make_vocabularies, publish, registration

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Pneumonoultramicroscopicsilicovolcanoconiosis, pseudopseudohypoparathyroidism and otorhinolaryngology"
QUERIES = {
    "list": "",
    "filtered list": "?board=abim&board=abs&approval=lifelong-learning&fee=free&member=ama&expired=1&max_price=x",
    "second page": "?per_page=10&page=2",
    "zero results": "?q=xylophonitis&format=live&board=abnm",
}


@pytest.fixture
def addresses() -> dict[str, str]:
    """The address of each kind of page, with listings that print everything there is."""
    make_vocabularies()
    today = status.today()
    Provider.objects.create(slug="example-imprint", name="Example Imprint", accredited_provider_id="example-heart")
    Certificate.objects.create(board_id="abim", name="Cardiovascular Disease", kind="subspecialty")
    detail, expired, withdrawn = full(LONG), full(expires=today - timedelta(1)), full()
    for number in range(11):
        full(f"Asthma {number}", expires=today + timedelta(number))
    workflow.withdraw(
        Activity.objects.get(pk=withdrawn),
        version=1,
        by="the tests",
        reason="A test.",
        public_reason=Withdrawal.REPLACED,
        successor=Activity.objects.get(pk=detail),
    )
    listings = {"detail": detail, "expired": expired, "withdrawn": withdrawn}
    return {
        **{name: reverse("activities:activity_list") + query for name, query in QUERIES.items()},
        **{name: reverse("activities:activity_detail", args=[number]) for name, number in listings.items()},
        "as of today": f"/activities/{detail}/?as_of={today}",
        "as of no day": f"/activities/{detail}/?as_of=2020-01-01&as_of=x",
        "report": f"/activities/{detail}/report/",
        "compare": f"/compare/?id={detail}&id={expired}&id={withdrawn}&id=5&id=x",
        "provider": "/providers/example-heart/",
        "providers": "/providers/",
        "board": "/boards/abim/",
        "boards": "/boards/",
    }


def full(title: str = "Asthma in adults", **fields: object) -> int:
    today = status.today()
    return publish(
        title,
        format_id="live",
        delivery="in-person",
        starts=today - timedelta(3),
        venue="Example Hall",
        city="Springfield",
        description="Importance:\nIt matters.\n\n- One\n- Two",
        text_origin="catalog",
        objectives="Know it.",
        disclaimers="This activity is accredited.\nIt is free.",
        registration_url="https://example.org/register",
        source_url="https://example.org/source",
        doi="10.1000/example",
        prices={"public": "30", "ama": "0"},
        credits={"ama-pra-1": "1.5", "aafp-prescribed": "1"},
        approvals=[
            approval("abim", evidence_url="https://example.org/letter", valid_from=today),
            approval("abs", valid_until=today - timedelta(1), evidence_reference=LONG),
            registration("abim", points="1.5", reported_by="provider"),
        ],
        sets={"keywords": ["asthma", "equity"], "competencies": ["mk"], "joint_providers": ["example-lung"]},
        **fields,
    )


def test_every_kind_of_page_is_accessible_quiet_and_narrow(
    screen: Page, live_server: LiveServer, addresses: dict[str, str]
) -> None:
    for name, address in addresses.items():
        assert open_quietly(screen, f"{live_server.url}{address}") == [], name
        assert violations(screen) == [], name
        assert overflow(screen) == 0, name


def test_filters_are_open_beside_the_results_and_behind_their_summary_on_a_phone(
    screen: Page, live_server: LiveServer, addresses: dict[str, str]
) -> None:
    open_quietly(screen, f"{live_server.url}{addresses['list']}")
    board = screen.get_by_role("group", name="Board", exact=True).get_by_label("Internal Medicine")
    assert board.is_visible()
    screen.set_viewport_size({"width": 375, "height": 800})
    assert not board.is_visible()
    screen.locator("details.panel > summary").click()
    assert board.is_visible()


def test_reader_filters_with_the_keyboard_alone(
    screen: Page, live_server: LiveServer, addresses: dict[str, str]
) -> None:
    open_quietly(screen, f"{live_server.url}{addresses['list']}")
    screen.get_by_role("group", name="Board", exact=True).get_by_label("Internal Medicine").focus()
    screen.keyboard.press("Space")
    screen.get_by_role("button", name="Apply").focus()
    screen.keyboard.press("Enter")
    screen.wait_for_url("**board=abim**")
    assert screen.get_by_role("status").inner_text() == "12 activities"
    assert screen.locator(".chips a").count() == 1


def test_list_filters_sorts_and_pages_without_scripts(
    browser: Browser, live_server: LiveServer, addresses: dict[str, str]
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}{addresses['second page']}")
    page.get_by_label("Sort by").select_option(label="Title")
    page.get_by_role("button", name="Sort", exact=True).click()
    assert "sort=title" in page.url
    assert "per_page=10" in page.url
    page.get_by_role("link", name="Next").click()
    assert "page=2" in page.url
    assert "sort=title" in page.url
    context.close()


def test_long_words_at_twice_the_text_size_still_fit(
    screen: Page, live_server: LiveServer, addresses: dict[str, str]
) -> None:
    for name in ("list", "detail", "board", "provider", "compare"):
        open_quietly(screen, f"{live_server.url}{addresses[name]}")
        screen.evaluate("document.documentElement.style.fontSize = '200%'")
        assert overflow(screen) == 0, name


def test_pages_are_small(screen: Page, live_server: LiveServer, addresses: dict[str, str]) -> None:
    """Sizes as a compressing proxy sends them."""
    for name in ("list", "detail"):
        sizes: list[int] = []
        screen.on("response", lambda response, sizes=sizes: sizes.append(len(gzip.compress(response.body()))))
        open_quietly(screen, f"{live_server.url}{addresses[name]}")
        assert len(sizes) <= 8, name
        assert sum(sizes) <= 60_000, name
        assert screen.evaluate("document.querySelectorAll('*').length") <= 1500, name
