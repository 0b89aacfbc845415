"""The index answers exactly like the SQL reference: at rest, after any edits, and on any day."""

from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.search import sql
from activities.search.index import making
from activities.search.index.current import Index
from activities.search.selection import SORTS, Selection
from tests import random_catalog, random_edits
from tests.factories import DAY, catalog_for_a_module
from tests.index_states import content
from tests.random_catalog import DATES, selections

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def index(django_db_setup: None, django_db_blocker: object) -> Iterator[Index]:
    with catalog_for_a_module(django_db_blocker):
        random_catalog.build()
        yield Index()


@given(selection=selections())
@settings(max_examples=50)
def test_every_answer_is_that_of_sql(index: Index, selection: Selection) -> None:
    assert index.ids(selection, 0, 1000) == sql.ids(selection, 0, 1000)
    assert index.total(selection) == sql.total(selection)
    assert index.counts(selection) == sql.counts(selection)
    assert index.left_out_by_price(selection) == sql.left_out_by_price(selection)
    assert index.unrecorded(selection) == sql.unrecorded(selection)


@given(selection=selections(), start=st.integers(0, 60), length=st.integers(0, 12))
@settings(max_examples=30)
def test_any_stretch_of_the_list_is_that_of_sql(index: Index, selection: Selection, start: int, length: int) -> None:
    assert index.ids(selection, start, start + length) == sql.ids(selection, start, start + length)


@given(numbers=st.lists(st.integers(0, 10**6), min_size=1, max_size=6), selection=selections())
@settings(max_examples=12)
def test_after_any_edits_every_answer_is_that_of_sql(index: Index, numbers: list[int], selection: Selection) -> None:
    index.counts(selection)
    for number in numbers:
        random_edits.make(number)
    assert index.ids(selection, 0, 1000) == sql.ids(selection, 0, 1000)
    assert index.counts(selection) == sql.counts(selection)
    assert index.unrecorded(selection) == sql.unrecorded(selection)


@given(numbers=st.lists(st.integers(0, 10**6), min_size=1, max_size=6))
@settings(max_examples=12)
def test_a_patched_state_is_the_state_built_anew(index: Index, numbers: list[int]) -> None:
    state = making.build()
    state.on(DAY)
    for number in numbers:
        random_edits.make(number)
        state = making.caught_up(state)
    assert content(state, DAY, *DATES) == content(making.build(), DAY, *DATES)


@pytest.mark.parametrize("sort", SORTS[1:])
@pytest.mark.parametrize("members", [(), ("acp", "ama")], ids=["everybody", "members"])
def test_pages_neither_repeat_nor_skip(index: Index, sort: str, members: tuple[str, ...]) -> None:
    selection = Selection(day=DAY, sort=sort, members=members, include_expired=True, per_page=10)
    pages = [index.ids(selection, start, start + 7) for start in range(0, index.total(selection) + 7, 7)]
    assert [one for page in pages for one in page] == sql.ids(selection, 0, 1000)


def test_midnight_changes_the_answer_and_not_the_state(index: Index) -> None:
    index.total(Selection(day=DAY))
    before = index.state_at_hand
    for day in Random(7).sample(DATES, len(DATES)):
        selection = Selection(day=day)
        assert index.counts(selection) == sql.counts(selection)
    assert index.state_at_hand is before
