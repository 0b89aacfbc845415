"""What each page asks the database: every query has a name, and there are as many for 30 listings as for 3."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from activities import kept, workflow
from activities.models import Activity, Withdrawal
from providers.models import Provider
from tests.factories import DAY, approval, catalog_for_a_module, publish, registration
from tests.listing_reader import on_day

pytestmark = pytest.mark.django_db

NAMES = {
    "listings of an article": r"^SELECT \"activities_listing\".* JOIN \"activities_activity\" .*\"doi\" = ",
    "a listing and the version": r"^SELECT \"activities_listing\".* AS \"token\" FROM .* WHERE .*LIMIT",
    "listings and the version": r"^SELECT \"activities_listing\".* AS \"token\" FROM \"activities_listing\" WHERE",
    "listings with the words": r"\"slot\" AS .* LIKE .* AS \"token\"|\"slot\" AS .* AS \"token\" FROM .* LIKE",
    "chosen listings": r"^SELECT \"activities_listing\".* FROM \"activities_listing\" WHERE .*\"activity_id\" IN \(",
    "a listing": r"^SELECT \"activities_listing\".* FROM \"activities_listing\" WHERE .*LIMIT",
    "public states": r"^SELECT \"activities_event\".* AS \"withdrawn\", .* FROM",
    "an event": r"^SELECT \"activities_event\".*LIMIT",
    "the version": r"^SELECT \"activities_catalogversion\"\.\"v\"",
    "a board": r"FROM \"providers_board\" WHERE",
    "the boards": r"FROM \"providers_board\" ORDER",
    "certificates": r"FROM \"providers_certificate\"",
    "providers with who answers for them": r"FROM \"providers_provider\" LEFT OUTER JOIN .* ORDER",
    "a provider": r"FROM \"providers_provider\" LEFT OUTER JOIN",
    "imprints": r"FROM \"providers_provider\" WHERE",
    "the providers": r"FROM \"providers_provider\" ORDER",
}
LIST = ["the version", "listings and the version"]
COUNTS = ["the version"]
EMPTY = ["the version"] * 2
"""No listings are read; whatever the page offers besides is counted at the version at hand."""

BUDGETS = {
    "/activities/1000000/": ["a listing and the version", "listings and the version"],
    "/activities/1000001/": ["a listing and the version", "listings and the version"],
    "/activities/1000002/": ["a listing and the version", "chosen listings"],
    "/activities/1000003/": ["a listing and the version"],
    "/activities/": LIST,
    "/activities/?expired=1&sort=price-per-credit&member=ama": LIST,
    "/activities/?board=abim&max_price=50": LIST,
    "/activities/?state=ZZ": EMPTY,
    "/activities/?q=MI&board=abs": EMPTY,
    "/activities/?q=asthma": LIST,
    "/compare/?id=1000000&id=1000001": ["chosen listings"],
    "/compare/?id=1000000&id=1000001&id=1000002&id=1000003": ["chosen listings", "chosen listings"],
    "/shortlist/": [],
    "/shortlist/?id=1000000&id=1000002&id=1000003": ["chosen listings", "chosen listings"],
    "/providers/": ["the providers", *COUNTS],
    "/providers/example-heart/": ["a provider", "imprints", "listings and the version"],
    "/boards/": ["the boards", *COUNTS],
    "/boards/abim/": ["a board", "certificates", "listings and the version"],
    "/api/": [],
    "/api/schema/": [],
    "/api/activities/": LIST,
    "/api/activities/?expired=1&per_page=10&board=abim&member=ama&fields=title": LIST,
    "/api/activities/?expired=1&per_page=10&sort=price&cursor=*": LIST,
    "/api/activities/1000000/": ["the version", "a listing"],
    "/api/activities/1000000/?member=ama&board=abim": ["the version", "a listing", *COUNTS],
    "/api/activities/1000002/": ["the version", "a listing", "a listing"],
    "/api/activities/1000003/": ["the version", "a listing"],
    "/api/facets/?board=abim": ["the version", *COUNTS],
    "/api/providers/": ["the version", "providers with who answers for them", *COUNTS],
    "/api/providers/example-heart/": ["the version", "a provider", "imprints", *COUNTS],
    "/api/boards/": ["the version", "the boards", *COUNTS],
    "/api/boards/abim/": ["the version", "a board", "certificates", *COUNTS],
}
"""What a page asks once its process knows the catalog as it is; a change costs some more, once."""


@pytest.fixture(scope="module")
def catalog(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """An open, an expired, a withdrawn listing and a draft, and two more; an imprint with none."""
    with catalog_for_a_module(django_db_blocker):
        with on_day(DAY):
            make_few()
        yield


@pytest.fixture
def few(catalog: None) -> Iterator[None]:
    with on_day(DAY):
        yield


def make_few() -> None:
    Provider.objects.create(slug="example-imprint", name="Example Imprint", accredited_provider_id="example-heart")
    full()
    full(expires=DAY - timedelta(1))
    withdrawn = full()
    full(status="draft")
    successor, _ = full(), full()
    activity = Activity.objects.get(pk=withdrawn)
    workflow.withdraw(
        activity,
        version=1,
        by="the tests",
        reason="A test.",
        public_reason=Withdrawal.REPLACED,
        successor=Activity.objects.get(pk=successor),
    )


def full(**fields: object) -> int:
    """A listing with something in each of its lists."""
    return publish(
        prices={"public": "30", "ama": "0"},
        credits={"ama-pra-1": "1", "aafp-prescribed": "1"},
        approvals=[approval("abim"), approval("abs"), registration("abim")],
        sets={"keywords": ["asthma", "equity"], "competencies": ["mk"], "joint_providers": ["example-lung"]},
        **fields,
    )


def asked(client: Client, address: str) -> list[str]:
    """The names of the queries that a page asks, sorted, once the process knows the catalog."""
    client.get(address)
    kept.pages.clear()
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return sorted(name_of(query["sql"]) for query in queries)


def name_of(sql: str) -> str:
    sql = " ".join(sql.split())
    for name, sign in NAMES.items():
        if re.search(sign, sql):
            return name
    return f"nobody's query: {sql}"


@pytest.mark.parametrize("address", BUDGETS)
def test_page_asks_its_named_queries_and_no_others(client: Client, few: None, address: str) -> None:
    budget = sorted(BUDGETS[address])
    if address == "/activities/1000003/":
        assert client.get(address).status_code == 404
    assert asked(client, address) == budget


def test_as_many_queries_for_thirty_listings_as_for_three(client: Client, few: None) -> None:
    before = {address: asked(client, address) for address in BUDGETS}
    for _ in range(30):
        full()
    assert {address: asked(client, address) for address in BUDGETS} == before


def test_listing_asks_at_most_three_queries_and_the_list_two() -> None:
    assert len(LIST) == 2
    for address, budget in BUDGETS.items():
        assert len(budget) <= (3 if "/activities/1" in address else 4), address


def test_empty_list_asks_no_more_for_the_steps_it_offers(client: Client, few: None) -> None:
    many = "&".join(
        f"{name}={value}" for name in ("keyword", "specialty") for value in ("unused", "cardiology", "equity")
    )
    queries = asked(client, f"/activities/?q=xylophonitis&board=abim&max_price=50&min_credits=1&max_credits=2&{many}")
    assert queries == EMPTY
