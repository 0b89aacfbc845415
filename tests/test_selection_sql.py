"""SQL answers a selection as a plain reading of every record does."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.http import QueryDict
from hypothesis import given, settings

from activities.filters import ActivityFilter
from activities.search import addresses, sql
from activities.search.selection import Selection
from tests import oracle, random_catalog
from tests.factories import catalog_for_a_module
from tests.random_catalog import selections

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def records(django_db_setup: None, django_db_blocker: object) -> Iterator[oracle.Records]:
    with catalog_for_a_module(django_db_blocker):
        random_catalog.build()
        yield oracle.all_records()


@given(selection=selections())
@settings(max_examples=150)
def test_list_and_total_are_those_of_a_plain_scan(records: oracle.Records, selection: Selection) -> None:
    expected = oracle.ids(records, selection)
    assert sql.ids(selection, 0, 1000) == expected
    assert sql.total(selection) == len(expected)


@given(selection=selections())
@settings(max_examples=60)
def test_what_a_price_limit_leaves_out_is_counted(records: oracle.Records, selection: Selection) -> None:
    limited = replace(selection, max_price=selection.max_price or 5000)
    assert sql.left_out_by_price(limited) == oracle.left_out_by_price(records, limited)


@given(selection=selections())
@settings(max_examples=60)
def test_listings_without_a_complete_approval_list_are_counted(records: oracle.Records, selection: Selection) -> None:
    asked = selection.choosing("board", *(selection.board or ("abim",)))
    assert sql.unrecorded(asked) == oracle.unrecorded(records, asked)


def test_nothing_is_unrecorded_or_left_out_unless_it_was_asked(records: oracle.Records) -> None:
    plain = Selection(day=random_catalog.DAY)
    assert (sql.unrecorded(plain), sql.left_out_by_price(plain)) == (0, 0)


@given(selection=selections())
@settings(max_examples=20)
def test_the_filter_set_gives_the_reference_answer_too(records: oracle.Records, selection: Selection) -> None:
    asked = replace(selection, nothing=frozenset(), day=random_catalog.DAY)
    read = ActivityFilter(QueryDict(addresses.query(asked)), today=asked.day)
    assert [activity.pk for activity in read.qs] == oracle.ids(records, asked)
