"""The table of price, credit, date and approval cases, in list, facet counts, sort and on the listing's page."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from lxml.html import HtmlElement

from activities.filters import ActivityFilter
from activities.models import Listing
from activities.prices import effective_price, price_per_credit, sorting_credit
from activities.printing.words import money
from activities.records import Record, parse
from activities.search import sql
from activities.search.query import EMPTY
from activities.search.query import parse as search
from activities.search.selection import Selection
from activities.search.vocabularies import Vocabularies
from activities.status import Standing, standing
from cme_catalog.lib.numbers import plain
from tests import factories
from tests.cases import CASES, CREDITS, DATES, PRICES, Case
from tests.factories import DAY, catalog_for_a_module
from tests.listing_reader import labelled, listing, on_day, seen
from tests.reader import one

pytestmark = pytest.mark.django_db
PER_CREDIT = [case for case in CREDITS if case.sort == "price-per-credit"]
SORTED = [case for case in CASES if case.sort]


@pytest.fixture(scope="module")
def published(django_db_setup: None, django_db_blocker: object) -> Iterator[dict[str, int]]:
    with catalog_for_a_module(django_db_blocker):
        made = factories.publish_all({"title": f"Case {case.word}", **case.holds} for case in CASES)
        yield {case.name: activity_id for case, activity_id in zip(CASES, made, strict=True)}


@pytest.fixture(scope="module")
def known(published: dict[str, int]) -> Vocabularies:
    return Vocabularies.load()


def asking(case: Case, query: str, known: Vocabularies) -> Selection:
    """The reader's question about this listing alone; the query comes after what makes the reader who they are."""
    parts = [part for part in (case.asks, query) if part]
    if "expired=0" in query or "open_on" in query:
        parts = [query]
    read = ActivityFilter(QueryDict("&".join([f"q={case.word}", *parts])), today=DAY, vocabularies=known)
    assert read.problems == []
    selection: Selection = read.selection
    return selection


def record_of(activity_id: int) -> Record:
    return parse(Listing.objects.get(activity=activity_id).record)


def test_there_are_at_least_sixty_cases_with_names_of_their_own() -> None:
    assert len({case.word for case in CASES}) == len(CASES) >= 60


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_list_finds_what_it_must_and_nothing_else(case: Case, published: dict[str, int], known: Vocabularies) -> None:
    for query in ("", *case.finds):
        assert sql.ids(asking(case, query, known), 0, 9) == [published[case.name]], query
    for query in case.misses:
        assert sql.total(asking(case, query, known)) == 0, query


@pytest.mark.parametrize("case", [case for case in CASES if case.facets], ids=lambda case: case.name)
def test_facets_count_the_values_it_has(case: Case, published: dict[str, int], known: Vocabularies) -> None:
    counted = sql.counts(asking(case, "", known))
    for facet, values in case.facets.items():
        assert counted[facet] == dict.fromkeys(values, 1), facet


@pytest.mark.parametrize("case", [case for case in CASES if case.facets], ids=lambda case: case.name)
def test_each_counted_value_finds_it(case: Case, published: dict[str, int], known: Vocabularies) -> None:
    asked = asking(case, "", known)
    for facet, values in case.facets.items():
        for value in known[facet]:
            assert sql.total(asked.choosing(facet, value)) == int(value in values), (facet, value)


@pytest.mark.parametrize(
    ("cases", "descending"),
    [(PRICES, False), ([case for case in CREDITS if case.sort == "credits"], True), (PER_CREDIT, False)],
    ids=["price", "credits", "price-per-credit"],
)
def test_sort_goes_by_the_stated_key(
    cases: Sequence[Case], descending: bool, published: dict[str, int], known: Vocabularies
) -> None:
    """Cases of one reader are in one list; what has no key stands last, ties end with the larger activity ID."""
    for asks in {case.asks for case in cases}:
        mine = [case for case in cases if case.asks == asks]
        asked = replace(asking(mine[0], "", known), text="", query=EMPTY, sort=mine[0].sort)
        place = {published[case.name]: _place(case.key, descending, published[case.name]) for case in mine}
        listed = [one for one in sql.ids(asked, 0, 1000) if one in place]
        assert listed == sorted(place, key=lambda one: place[one])


def _place(key: int | None, descending: bool, activity_id: int) -> tuple[Any, ...]:
    return (key is None, 0 if key is None else -key if descending else key, -activity_id)


def test_closing_order_goes_by_the_last_day(published: dict[str, int], known: Vocabularies) -> None:
    asked = replace(asking(DATES[0], "", known), text="", query=EMPTY, sort="expiring")
    place = {published[case.name]: (case.key[1] is None, case.key[1], -published[case.name]) for case in DATES}
    listed = [one for one in sql.ids(asked, 0, 1000) if one in place]
    assert listed == sorted(place, key=lambda one: (place[one][0], str(place[one][1]), place[one][2]))


@pytest.mark.parametrize("case", SORTED, ids=lambda case: case.name)
def test_the_rules_in_python_give_the_same_key(case: Case, published: dict[str, int], known: Vocabularies) -> None:
    record, asked = record_of(published[case.name]), asking(case, "", known)
    price = effective_price(record["prices"], asked.members)
    credit = sorting_credit(record["credits"], asked.credit_type)
    keys = {"price": price.cents, "credits": credit, "price-per-credit": price_per_credit(price.cents, credit)}
    assert (keys | {"expiring": _standing(record)})[case.sort] == case.key
    if case.sort == "price":
        assert case.facets["fee"] == (price.band,)


def _standing(record: Record) -> tuple[Standing, Any]:
    last = DAY.fromisoformat(record["last_day"]) if record["last_day"] else None
    return (standing(last, DAY), last)


def test_price_limit_says_how_many_it_leaves_out(published: dict[str, int], known: Vocabularies) -> None:
    names = [case for case in PRICES if not case.asks and case.key is None]
    for case in names:
        assert sql.left_out_by_price(asking(case, "max_price=50", known)) == 1
    for case in (case for case in PRICES if case.key is not None):
        assert sql.left_out_by_price(asking(case, "max_price=0", known)) == 0


@pytest.mark.parametrize(("approval_list", "more"), [("complete", 0), ("partial", 1), ("not-recorded", 1)])
def test_only_a_complete_list_says_that_a_board_does_not_list_it(
    published: dict[str, int], known: Vocabularies, approval_list: str, more: int
) -> None:
    made = factories.publish("Unlisted", approval_list=approval_list, approvals=[factories.approval("abs")])
    asked = replace(Selection(day=DAY), query=search("unlisted"), text="unlisted")
    assert sql.unrecorded(asked) == 0
    assert sql.unrecorded(asked.choosing("board", "abs")) == 0
    assert sql.unrecorded(asked.choosing("board", "abim")) == more
    assert sql.unrecorded(asked.choosing("board", "abs").choosing("approval", "self-assessment")) == more
    assert sql.ids(asked, 0, 9) == [made]


def shown(case: Case, published: dict[str, int]) -> HtmlElement:
    """The listing's own page for the reader of the case."""
    with on_day(DAY):
        return listing(Client(), published[case.name], f"?{case.asks}")


@pytest.mark.parametrize("case", PRICES, ids=lambda case: case.name)
def test_page_prints_the_price_the_reader_pays(case: Case, published: dict[str, int]) -> None:
    fee = labelled(shown(case, published))["Fee"]
    (band,) = case.facets["fee"]
    words = {"variable": "Varies", "not-stated": "Price not stated", "free": "Free"}
    assert (money(case.key) if band not in words else words[band]) in fee


@pytest.mark.parametrize("case", CREDITS, ids=lambda case: case.name)
def test_page_prints_every_credit_as_an_alternative(case: Case, published: dict[str, int]) -> None:
    printed = labelled(shown(case, published))["CME Credit"]
    amounts = [plain(Decimal(amount)) for amount in case.holds["credits"].values()]
    assert all(f"{amount} " in printed for amount in amounts)
    assert printed.count(" or ") == max(len(amounts) - 1, 0)
    assert amounts or printed == "not stated"


@pytest.mark.parametrize("case", DATES, ids=lambda case: case.name)
def test_page_says_how_the_dates_stand(case: Case, published: dict[str, int]) -> None:
    document = shown(case, published)
    assert seen(one(document, "main .status")) == case.key[0].word
    assert bool(document.cssselect(".banner-stop")) == (case.key[0] is Standing.EXPIRED)


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if "board" in case.facets and not case.asks],
    ids=lambda case: case.name,
)
def test_page_marks_the_approvals_in_force(case: Case, published: dict[str, int]) -> None:
    rows = shown(case, published).cssselect("tr[data-force=in-force] th a")
    assert {row.get("href").split("/")[2] for row in rows} == set(case.facets["board"])
