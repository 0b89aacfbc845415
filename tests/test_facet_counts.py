"""A facet's count is the length of the list when that value replaces the facet's selection."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from activities.search import sql
from activities.search.selection import Selection
from tests import oracle, random_catalog
from tests.factories import catalog_for_a_module
from tests.random_catalog import PAIRS, selections

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def records(django_db_setup: None, django_db_blocker: object) -> Iterator[oracle.Records]:
    with catalog_for_a_module(django_db_blocker):
        random_catalog.build()
        yield oracle.all_records()


@given(selection=selections())
@settings(max_examples=60)
def test_every_count_is_the_length_of_the_list_after_replacement(records: oracle.Records, selection: Selection) -> None:
    counted = sql.counts(selection)
    flat = {(facet, value): counted[facet].get(value, 0) for facet, value in PAIRS}
    assert flat == oracle.counts(records, selection, PAIRS)


@given(selection=selections())
@settings(max_examples=10)
def test_counts_equal_the_totals_of_the_replaced_questions(records: oracle.Records, selection: Selection) -> None:
    counted = sql.counts(selection)
    for facet, value in PAIRS:
        assert counted[facet].get(value, 0) == sql.total(selection.choosing(facet, value)), (facet, value)


@given(selection=selections())
@settings(max_examples=20)
def test_counts_name_no_value_that_the_catalog_does_not_know(records: oracle.Records, selection: Selection) -> None:
    named = {(facet, value) for facet, values in sql.counts(selection).items() for value in values}
    assert named <= {*PAIRS, ("basis", "unknown")}
