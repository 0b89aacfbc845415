"""What was typed is found wherever it stands; another name, only outside of longer names of something else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.search import scan
from activities.search.concept_rules import NAME, Pairs, Term
from activities.search.concept_table import Table
from activities.search.concepts import read
from activities.search.index.current import catalog_index
from activities.search.query import Clause, Query, Synonym, Unit
from activities.search.selection import Selection
from tests.factories import DAY, catalog_for_a_module, publish

TITLES = (
    "Hypertension in adults",
    "Pulmonary hypertension",
    "Pulmonary hypertension beside hypertension",
    "Hypertension, pulmonary",
    "Intracranial hypertensions",
    "High blood pressure",
)
PAIRS = Pairs([("hypertension", "pulmonary hypertension"), ("intracranial hypertension", "hypertension")])
NAMES = {"hypertension": "hypertension"}
TABLE = Table.of(NAMES, [Term("hypertension", "high blood pressure", NAME)], PAIRS)


@pytest.fixture(scope="module")
def titles(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> object:
    with catalog_for_a_module(django_db_blocker):
        yield {publish(title): title for title in TITLES}


pytestmark = pytest.mark.django_db


def asked(query: Query) -> Selection:
    return replace(Selection(day=DAY, per_page=100), query=query)


def found(query: Query, titles: dict[int, str]) -> list[str]:
    """The titles that the index finds, in the order of their making; a scan finds the same."""
    by_index = sorted(catalog_index.ids(asked(query), 0, 100))
    assert by_index == sorted(scan.ranks(asked(query)))
    return [titles[activity_id] for activity_id in by_index]


def test_other_name_is_found_where_it_means_that(titles: dict[int, str]) -> None:
    assert found(read("high blood pressure", TABLE).query, titles) == [
        "Hypertension in adults",
        "Pulmonary hypertension beside hypertension",
        "Hypertension, pulmonary",
        "High blood pressure",
    ]


def test_typed_word_is_found_wherever_it_stands(titles: dict[int, str]) -> None:
    assert found(read("hypertension", TABLE).query, titles) == list(TITLES)


words = st.lists(st.sampled_from(["hypertension", "pulmonary", "beside", "in"]), min_size=1, max_size=2).map(tuple)


@given(tokens=words, around=st.lists(st.tuples(words, words), max_size=2))
def test_index_and_scan_agree(
    titles: dict[int, str], tokens: tuple[str, ...], around: list[tuple[tuple[str, ...], tuple[str, ...]]]
) -> None:
    but = tuple((*before, *tokens, *after) for before, after in around)
    found(Query((Clause((Unit(("nothing",)),), synonyms=(Synonym(tokens, "x", but),)),)), titles)
