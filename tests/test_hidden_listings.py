"""Drafts and listings in review: the same answer as for an activity ID that does not exist, and no trace anywhere."""

from collections.abc import Iterator

import pytest
from django.test import Client

from activities.models import Listing, Status
from providers.models import Provider
from tests.factories import DAY, approval, make_vocabularies, publish
from tests.listing_reader import on_day
from tests.reader import internal_links, one, page, read, words

pytestmark = pytest.mark.django_db

HIDDEN = (Status.DRAFT, Status.IN_REVIEW)
UNIQUE = "Xylophonitis"


@pytest.fixture(autouse=True)
def catalog() -> Iterator[None]:
    make_vocabularies()
    with on_day(DAY):
        yield


@pytest.mark.parametrize("status", HIDDEN)
@pytest.mark.parametrize("shape", ["/activities/{0}/", "/activities/{0}", "/activities/0{0}/", "/activities/{0}/x/"])
def test_hidden_listing_answers_like_an_unknown_id_byte_for_byte(client: Client, status: Status, shape: str) -> None:
    hidden = client.get(shape.format(publish(UNIQUE, status=status)))
    unknown = client.get(shape.format(424242))
    assert (hidden.status_code, unknown.status_code) == (404, 404)
    assert hidden.content == unknown.content
    assert dict(hidden.headers) == dict(unknown.headers)


@pytest.mark.parametrize("activity_id", [0, 999_999_999_999, 10**12, 10**40])
def test_every_unknown_id_has_the_same_answer(client: Client, activity_id: int) -> None:
    assert client.get(f"/activities/{activity_id}/").content == client.get("/activities/424242/").content


@pytest.mark.parametrize("status", HIDDEN)
def test_no_public_page_holds_a_trace_of_a_hidden_listing(client: Client, status: Status) -> None:
    hidden = publish(
        UNIQUE,
        status=status,
        description=f"All about {UNIQUE}.",
        approvals=[approval("abnm")],
        prices={"public": "777"},
        state="WY",
        sets={"keywords": ["unused"]},
        provider="example-skin",
    )
    shown = publish(expires=DAY, approvals=[approval("abim")])
    assert not Listing.objects.filter(activity=hidden).exists()
    pages = crawl(
        client, ["/", "/activities/", "/activities/?expired=1", "/providers/", "/boards/", f"/activities/{shown}/"]
    )
    assert {"/providers/example-skin/", "/boards/abnm/", f"/activities/{shown}/"} <= set(pages)
    for address, body in pages.items():
        for trace in (UNIQUE, str(hidden), "$777", "A keyword of nobody", 'value="WY"'):
            assert trace not in body, (address, trace)


def test_search_facets_and_counts_know_nothing_of_a_hidden_listing(client: Client) -> None:
    publish(UNIQUE, status=Status.DRAFT, approvals=[approval("abnm")], provider="example-skin")
    for query in (f"q={UNIQUE}", "board=abnm", "provider=example-skin", "expired=1"):
        document = read(client, f"/activities/?{query}")
        assert words(one(document, "#result-count")) == "0 activities", query
        assert not document.cssselect("[data-count='1']"), query


def test_provider_with_hidden_listings_only_looks_like_one_without_any(client: Client) -> None:
    publish(UNIQUE, status=Status.DRAFT, provider="example-skin")
    Provider.objects.filter(pk__in=["example-skin", "example-lung"]).update(website="")
    mine, other = (client.get(f"/providers/{slug}/").content.decode() for slug in ("example-skin", "example-lung"))
    assert mine.replace("example-skin", "example-lung").replace("Example Skin", "Example Lung") == other


def crawl(client: Client, start: list[str]) -> dict[str, str]:
    """Every page that links lead to, with its text."""
    found: dict[str, str] = {}
    waiting = list(start)
    while waiting:
        address = waiting.pop()
        if address in found or address.startswith(("/admin/", "/static/")):
            continue
        response = client.get(address)
        if response.status_code == 200 and response.headers["Content-Type"].startswith("text/html"):
            found[address] = response.content.decode()
            waiting += internal_links(page(response))
    return found
