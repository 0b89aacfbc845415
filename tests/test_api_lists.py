"""Whole lists through the API: pages, walks and counts agree with the list, whatever is asked and whatever changes."""

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from activities import workflow
from activities.api import cursors
from activities.models import Activity, Withdrawal
from activities.search import addresses, sql
from activities.search.results import answer
from activities.search.selection import SORTS, Selection
from tests import random_catalog, random_edits
from tests.api_reader import ask, ids, read, refusals, walk
from tests.factories import DAY, catalog_for_a_module
from tests.listing_reader import on_day, result_ids
from tests.random_catalog import DATES, selections
from tests.reader import page

pytestmark = pytest.mark.django_db
ALL = 1000
CLIENT = Client()


@pytest.fixture(scope="module", autouse=True)
def catalog(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """A catalog with every odd combination."""
    with catalog_for_a_module(django_db_blocker):
        random_catalog.build()
        yield


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with on_day(DAY):
        yield


def query(selection: Selection) -> str:
    return addresses.query(selection)


def good(selection: Selection) -> Selection:
    """The same question without what the API refuses: values that are all bad, and bounds that cross."""
    selection = replace(selection, nothing=frozenset())
    if (selection.starts_from or date.min) > (selection.starts_to or date.max):
        selection = replace(selection, starts_from=None)
    if (selection.min_credits or 0) > (10**9 if selection.max_credits is None else selection.max_credits):
        selection = replace(selection, min_credits=None)
    return selection


def walked(selection: Selection) -> Selection:
    return replace(selection, sort="newest") if selection.sort == "relevance" else selection


@given(selection=selections())
@settings(max_examples=25)
def test_walk_is_the_whole_list_in_its_order(selection: Selection) -> None:
    selection = good(walked(selection))
    with on_day(selection.day):
        steps = list(walk(CLIENT, f"/api/activities/?{query(selection)}&cursor=*"))
    assert [one for step in steps for one in ids(step)] == sql.ids(selection, 0, ALL)
    assert all(step["results"] for step in steps) or len(steps) == 1
    assert {(step["total"], step["page"]) for step in steps} == {(sql.total(selection), None)}


@pytest.mark.parametrize("sort", SORTS[1:])
@pytest.mark.parametrize("more", ["", "&member=acp&member=ama", "&credit_type=aafp-prescribed&credit_type=ama-pra-1"])
def test_walk_in_every_order_neither_repeats_nor_skips(sort: str, more: str) -> None:
    question = f"expired=1&per_page=10&sort={sort}{more}"
    asked = read(CLIENT, f"/api/activities/?{question}")
    pages = [ids(asked)]
    while asked["next"]:
        asked = read(CLIENT, asked["next"])
        pages.append(ids(asked))
    assert [ids(step) for step in walk(CLIENT, f"/api/activities/?{question}&cursor=*")] == pages


def test_walk_with_words_goes_by_day_and_says_so() -> None:
    assert {step["sort"] for step in walk(CLIENT, "/api/activities/?q=asthma&cursor=*&per_page=10")} == {"newest"}
    assert refusals(CLIENT, "/api/activities/?q=asthma&cursor=*&sort=relevance") == {("sort", "no-walk")}


@given(numbers=st.lists(st.integers(0, 10**6), min_size=1, max_size=4), sort=st.sampled_from(SORTS[1:]))
@settings(max_examples=6)
def test_what_stays_as_it_is_is_walked_past_once_whatever_changes(numbers: list[int], sort: str) -> None:
    selection = Selection(day=DAY, sort=sort, include_expired=True, per_page=10)
    with transaction.atomic():
        before, seen = versions(), []
        for step in walk(CLIENT, f"/api/activities/?{query(selection)}&cursor=*"):
            seen += ids(step)
            if numbers:
                random_edits.make(numbers.pop())
        after = versions()
        stayed = {one for one in before if before[one] == after.get(one)}
        assert [one for one in seen if one in stayed] == [one for one in sql.ids(selection, 0, ALL) if one in stayed]
        transaction.set_rollback(True)


def versions() -> dict[int, int]:
    return dict(Activity.objects.public().values_list("pk", "version"))


def test_walk_goes_on_where_its_last_listing_was_though_it_is_gone() -> None:
    with transaction.atomic():
        first = read(CLIENT, "/api/activities/?expired=1&sort=title&per_page=10&cursor=*")
        expected = sql.ids(Selection(day=DAY, include_expired=True, sort="title"), 10, 20)
        gone = Activity.objects.get(pk=ids(first)[-1])
        ended = {"by": "the tests", "reason": "A test.", "public_reason": Withdrawal.ENDED}
        workflow.withdraw(gone, version=gone.version, **ended)
        assert ids(read(CLIENT, first["next"])) == expected
        transaction.set_rollback(True)


def test_walk_keeps_its_day_over_midnight_and_no_longer() -> None:
    expected = sql.ids(Selection(day=DAY, sort="expiring"), 0, ALL)
    first = read(CLIENT, "/api/activities/?sort=expiring&per_page=10&cursor=*")
    with on_day(DAY + timedelta(1)):
        steps = list(walk(CLIENT, first["next"]))
        assert ids(first) + [one for step in steps for one in ids(step)] == expected
        assert {step["reference_day"] for step in steps} == {"2026-09-01"}
    with on_day(DAY + timedelta(2)):
        assert refusals(CLIENT, first["next"]) == {("cursor", "stale")}


def test_walk_of_a_day_to_come_goes_on_after_that_day_is_past() -> None:
    first = read(CLIENT, f"/api/activities/?open_on={DAY}&per_page=10&cursor=*")
    with on_day(DAY + timedelta(1)):
        assert read(CLIENT, first["next"])["reference_day"] == "2026-09-01"


@pytest.mark.parametrize("other", ["&board=abim", "&sort=title", "&q=asthma", "&member=ama"])
def test_cursor_of_another_list_is_refused(other: str) -> None:
    following = read(CLIENT, "/api/activities/?expired=1&per_page=10&cursor=*")["next"]
    assert refusals(CLIENT, following + other) == {("cursor", "other-question")}


def test_walk_may_change_its_stride_and_its_fields() -> None:
    following = read(CLIENT, "/api/activities/?expired=1&per_page=10&cursor=*")["next"]
    wide = read(CLIENT, following.replace("per_page=10", "per_page=25") + "&fields=title")
    assert ids(wide) == sql.ids(Selection(day=DAY, include_expired=True), 10, 35)


def forged(*parts: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


QUESTION = cursors.question_of(Selection(day=DAY))
FORGED = [
    "",
    "x",
    "**",
    "é",
    "A" * 5000,
    "%00",
    base64.urlsafe_b64encode(b"[" * 2000).decode(),
    forged(),
    forged(2, "2026-09-01", QUESTION, 1, 1),
    forged(1, "2026-02-30", QUESTION, 1, 1),
    forged(1, 20260901, QUESTION, 1, 1),
    forged(1, "2026-09-01", QUESTION, 10**40, 1),
    forged(1, "2026-09-01", QUESTION, 1.5, 1),
    forged(1, "2026-09-01", QUESTION, True, 1),
    forged(1, "2026-09-01", QUESTION, "\ud800", 1),
    forged(1, "2026-09-01", QUESTION, [], 1),
    forged(1, "2026-09-01", QUESTION, 1, 10**40),
    forged(1, "2026-09-01", QUESTION, 1, -1),
    forged(1, "2026-09-01", QUESTION, 1, "1"),
]


@pytest.mark.parametrize("text", FORGED[1:])
def test_what_is_no_cursor_is_refused(text: str) -> None:
    assert refusals(CLIENT, f"/api/activities/?{urlencode({'cursor': text})}") == {("cursor", "not-a-cursor")}


@pytest.mark.parametrize("value", [2**40, -(2**40), 0, "", "asthma", None])
@pytest.mark.parametrize("sort", ["newest", "title", "price-per-credit"])
def test_forged_place_begins_somewhere(value: Any, sort: str) -> None:
    day = DAY.isoformat()
    cursor = forged(1, day, cursors.question_of(Selection(day=DAY, sort=sort)), value, 1_000_010)
    response = ask(CLIENT, f"/api/activities/?{urlencode({'cursor': cursor, 'sort': sort})}")
    assert response.status_code == 200
    assert set(ids(response.json())) <= set(sql.ids(Selection(day=DAY), 0, ALL))


def test_cursor_reads_back_as_it_was_written() -> None:
    for value in (None, 5, -7, "état und mehr"):
        cursor = cursors.Cursor(date(2026, 9, 1), QUESTION, cursors.Place(value, 13645))
        assert cursors.read(cursors.write(cursor)) == cursor


def test_pages_lead_to_one_another_and_keep_the_question() -> None:
    first = read(CLIENT, "/api/activities/?expired=1&per_page=10&member=ama&fields=title&sort=title")
    second = read(CLIENT, first["next"])
    assert (first["previous"], second["page"], second["sort"]) == (None, 2, "title")
    assert list(second["results"][0]["record"]) == ["title"]
    assert read(CLIENT, second["previous"]) == first


@given(selection=selections())
@settings(max_examples=8)
def test_list_page_and_facets_say_the_same(selection: Selection) -> None:
    selection = good(selection)
    with on_day(selection.day):
        told = read(CLIENT, f"/api/activities/?{query(selection)}")
        counted = read(CLIENT, f"/api/facets/?{query(selection)}")
        html = page(CLIENT.get(f"/activities/?{query(selection)}"))
        asked = answer(selection)
    assert ids(told) == result_ids(html)
    assert told["total"] == counted["total"] == asked.total
    assert (told["left_out_by_price"], told["unrecorded"]) == (asked.notes.left_out_by_price, asked.notes.unrecorded)
    counts = {facet["name"]: {one["value"]: one["count"] for one in facet["values"]} for facet in counted["facets"]}
    for box in html.cssselect("input[data-count]"):
        assert counts[box.get("name")][box.get("value")] == int(box.get("data-count"))
    for facet in asked.facets:
        assert list(counts[facet.name])[: len(facet.values)] == [value.value for value in facet.values]


@given(selection=selections(), day=st.sampled_from(DATES))
@settings(max_examples=8)
def test_every_result_is_the_record_with_the_price_of_the_reader(selection: Selection, day: date) -> None:
    selection = good(selection)
    with on_day(selection.day):
        for result in read(CLIENT, f"/api/activities/?{query(selection)}")["results"]:
            one = f"/api/activities/{result['activity_id']}/"
            assert read(CLIENT, one) == result["record"]
            for facet in ("board", "approval", "basis", "points_kind"):
                if selection.chosen(facet):
                    assert result["matching_approvals"]
