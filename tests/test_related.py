"""Beside a listing: others of the same article first, then open ones near it, found without a walk over the catalog."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from lxml.html import HtmlElement

from activities import workflow
from activities.models import Activity, Status, Withdrawal
from activities.related import MOST, MOST_OF_ARTICLE
from activities.search.index import making
from activities.search.index.current import catalog_index
from activities.search.index.making import IndexUnavailable
from tests.factories import DAY, make_vocabularies, publish
from tests.listing_reader import listing, on_day
from tests.reader import one, words
from tests.test_query_budgets import asked

pytestmark = pytest.mark.django_db

DOI = "10.1000/example"


@pytest.fixture(autouse=True)
def catalog() -> Iterator[None]:
    make_vocabularies()
    with on_day(DAY):
        yield


def about(*keywords: str, competency: str = "", **fields: Any) -> int:
    sets = {"keywords": keywords, "competencies": [competency] if competency else []}
    return publish(sets=sets, **fields)


def shown(document: HtmlElement, section: str) -> list[int]:
    """The activity IDs that a section links to, in its order."""
    links = document.cssselect(f"section[aria-labelledby={section}] li a")
    return [int(link.get("href").strip("/").rpartition("/")[2]) for link in links]


def withdraw(activity_id: int) -> None:
    workflow.withdraw(
        Activity.objects.get(pk=activity_id),
        version=1,
        by="the tests",
        reason="A test.",
        public_reason=Withdrawal.ENDED,
    )


def test_nearest_come_first(client: Client) -> None:
    other = {"provider": "example-lung"}
    same_provider = about()
    same_provider_and_competency = about(competency="mk")
    one_keyword = about("asthma", **other)
    keyword_and_competency = about("asthma", competency="mk", **other)
    me = about("asthma", "equity", competency="mk")
    document = listing(client, me)
    nearest = [keyword_and_competency, one_keyword, same_provider_and_competency, same_provider]
    assert shown(document, "related") == nearest
    keyword_and_provider = about("asthma")
    two_keywords = about("asthma", "equity", "education", **other)
    all_of_it = about("asthma", "equity")
    assert shown(listing(client, me), "related") == [
        all_of_it,
        two_keywords,
        keyword_and_provider,
        keyword_and_competency,
    ]


def test_what_shares_nothing_is_not_related(client: Client) -> None:
    me = about("asthma", competency="mk")
    about("equity", competency="mk", provider="example-lung")
    assert not listing(client, me).cssselect("#related")


def test_newest_of_equals_come_first_and_no_more_than_fit(client: Client) -> None:
    me, *others = (about("asthma") for _ in range(8))
    assert shown(listing(client, me), "related") == others[::-1][:MOST]
    assert shown(listing(client, me), "related") == others[::-1][:MOST]


def test_expired_withdrawn_and_hidden_ones_are_never_related(client: Client) -> None:
    me, stays = about("asthma"), about("asthma", expires=DAY)
    about("asthma", expires=DAY - timedelta(1))
    about("asthma", status=Status.DRAFT)
    withdraw(about("asthma"))
    assert shown(listing(client, me), "related") == [stays]
    withdraw(stays)
    assert not listing(client, me).cssselect("#related")


def test_same_article_comes_before_and_not_twice(client: Client) -> None:
    me = about("asthma", doi=DOI)
    expired = about("asthma", doi=DOI, expires=DAY - timedelta(1))
    again = about("asthma", doi=DOI)
    about("asthma", doi=DOI, status=Status.DRAFT)
    near = about("asthma", doi=f"{DOI}.2")
    document = listing(client, me)
    assert shown(document, "same-article") == [again, expired]
    assert "Expired August 31, 2026" in words(one(document, "section[aria-labelledby=same-article]"))
    assert shown(document, "related") == [near]
    headings = [words(heading) for heading in document.cssselect("h2")]
    assert headings.index("Same article") < headings.index("Related and open")


def test_without_a_doi_nothing_is_the_same_article(client: Client) -> None:
    me, _ = about(), about()
    assert not listing(client, me).cssselect("#same-article")


def test_listing_asks_three_queries_at_most_however_many_are_related(client: Client) -> None:
    me = about("asthma", doi=DOI)
    about("asthma", doi=DOI), about("asthma")
    budget = ["a listing and the version", "listings and the version", "listings of an article"]
    assert asked(client, f"/activities/{me}/") == budget
    for _ in range(30):
        about("asthma", doi=DOI)
    assert asked(client, f"/activities/{me}/") == budget
    assert len(shown(listing(client, me), "same-article")) == MOST_OF_ARTICLE


def test_listing_is_there_without_an_index(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    me, _ = about("asthma"), about("asthma")

    def refuse(state: object) -> None:
        raise IndexUnavailable("a test")

    catalog_index.forget()
    monkeypatch.setattr(making, "next_state", refuse)
    assert not listing(client, me).cssselect("#related")


@pytest.mark.parametrize(("days", "says"), [(0, "Ends today"), (1, "Ends tomorrow"), (30, "Ends in 30 days"), (31, "")])
def test_last_days_are_counted_down(client: Client, days: int, says: str) -> None:
    found = words(one(listing(client, about(expires=DAY + timedelta(days))), ".decision"))
    assert says in found
    assert ("Ends" in found) is bool(says)
