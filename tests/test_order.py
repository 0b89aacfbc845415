"""Every order is total, the same on both databases, and its pages neither repeat nor skip."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from activities.search import sql
from activities.search.pages import Pages
from activities.search.query import parse
from activities.search.reference import reference
from activities.search.selection import SORTS, Selection
from tests import factories, oracle, random_catalog
from tests.factories import DAY, catalog_for_a_module
from tests.random_catalog import selections

pytestmark = pytest.mark.django_db
EVERYTHING = Selection(day=DAY, include_expired=True, per_page=10)


@pytest.fixture(scope="module")
def records(django_db_setup: None, django_db_blocker: object) -> Iterator[oracle.Records]:
    with catalog_for_a_module(django_db_blocker):
        random_catalog.build()
        yield oracle.all_records()


@pytest.mark.parametrize("sort", SORTS)
def test_order_is_that_of_a_plain_scan(records: oracle.Records, sort: str) -> None:
    asked = replace(EVERYTHING, sort=sort, query=parse("heart" if sort == "relevance" else ""))
    assert sql.ids(asked, 0, 1000) == oracle.ids(records, asked)
    assert sql.ids(asked, 0, 1000)


@given(selection=selections())
@settings(max_examples=50)
def test_pages_neither_repeat_nor_skip(records: oracle.Records, selection: Selection) -> None:
    whole = sql.ids(selection, 0, 1000)
    count = Pages.of(selection, len(whole)).count
    pages = [reference.page(replace(selection, page=number)) for number in range(1, count + 1)]
    turned = [listing.activity_id for page in pages for listing in page.listings]
    assert turned == whole
    assert len(set(turned)) == len(turned)


@given(selection=selections())
@settings(max_examples=30)
def test_another_order_lists_the_same_listings(records: oracle.Records, selection: Selection) -> None:
    expected = set(sql.ids(selection, 0, 1000))
    for sort in SORTS:
        listed = sql.ids(replace(selection, sort=sort), 0, 1000)
        assert set(listed) == expected
        assert len(listed) == len(expected)


@pytest.mark.parametrize("sort", SORTS)
def test_ten_repeated_questions_give_one_order(records: oracle.Records, sort: str) -> None:
    asked = replace(EVERYTHING, sort=sort)
    assert len({tuple(sql.ids(asked, 0, 1000)) for _ in range(10)}) == 1


@pytest.mark.parametrize("sort", SORTS)
def test_ties_end_with_the_larger_activity_id(records: oracle.Records, sort: str) -> None:
    twins = [factories.publish("Unmistakable twins", released=DAY, prices={"public": "30"}) for _ in range(3)]
    asked = replace(EVERYTHING, sort=sort, query=parse("unmistakable"))
    assert sql.ids(asked, 0, 9) == sorted(twins, reverse=True)


@pytest.mark.parametrize(
    ("sort", "values"),
    [
        ("newest", [{"released": DAY}, {"released": DAY - timedelta(days=1)}, {}]),
        ("expiring", [{"expires": DAY}, {"expires": DAY + timedelta(days=1)}, {}]),
        ("credits", [{"credits": {"ama-pra-1": "10"}}, {"credits": {"ama-pra-1": "9.5"}}, {}]),
        ("price", [{"prices": {"public": "9.5"}}, {"prices": {"public": "10"}}, {"prices": {"public": "variable"}}]),
        (
            "price-per-credit",
            [
                {"prices": {"public": "20"}, "credits": {"ama-pra-1": "10"}},
                {"prices": {"public": "10"}, "credits": {"ama-pra-1": "1"}},
                {"prices": {"public": "0"}},
            ],
        ),
    ],
)
def test_what_is_empty_stands_last(records: oracle.Records, sort: str, values: list[dict[str, Any]]) -> None:
    """Published in the order expected, so that a tie broken by activity ID would turn it about."""
    made = [factories.publish("Unmistakable", **value) for value in values]
    assert sql.ids(replace(EVERYTHING, sort=sort, query=parse("unmistakable")), 0, 9) == made


def test_titles_stand_in_the_readers_order_and_wordless_ones_last(records: oracle.Records) -> None:
    titles = ["Ångström doses", "asthma", "Asthma again", "Émile, or on education", "Zebra", "***"]
    made = [factories.publish(title, description="Unmistakable") for title in titles]
    assert sql.ids(replace(EVERYTHING, sort="title", query=parse("unmistakable")), 0, 9) == made


def test_relevance_puts_titles_first_then_what_is_open_then_the_newest(records: oracle.Records) -> None:
    def publish(title: str, released: date, **fields: Any) -> int:
        return factories.publish(title, description="Unmistakable marvel", released=released, **fields)

    newer, older = DAY - timedelta(days=10), DAY - timedelta(days=20)
    over = {"expires": DAY - timedelta(days=1)}
    expected = [
        publish("Unmistakable old marvel", older),
        publish("Unmistakable but over marvel", newer, **over),
        publish("Marvel", newer),
        publish("Unmistakable", older),
        publish("Unmistakable over", newer, **over),
    ]
    asked = replace(EVERYTHING, sort="relevance", query=parse("unmistakable marvel"))
    assert sql.ids(asked, 0, 9) == expected


def test_places_beyond_the_end_are_empty(records: oracle.Records) -> None:
    assert sql.ids(EVERYTHING, 10_000, 10_025) == []
