"""A facet that grows with the catalog prints its most frequent values, and finds the others by their name."""

from collections.abc import Iterator

import pytest
import time_machine
from django.http import QueryDict
from django.test import Client

from activities.models import Keyword
from activities.search.facets import MOST_FOUND, Facet
from activities.search.results import answer
from tests import factories
from tests.factories import DAY
from tests.reader import one, read

pytestmark = pytest.mark.django_db

CODES = [f"k{number:03}" for number in range(60)]


@pytest.fixture(autouse=True)
def keywords(db: None) -> Iterator[None]:
    with time_machine.travel(f"{DAY}T12:00:00-04:00", tick=False):
        factories.make_vocabularies()
        make_listings()
        yield


def make_listings() -> None:
    Keyword.objects.bulk_create(Keyword(code=code, name=f"Subject {code}") for code in CODES)
    factories.publish(sets={"keywords": CODES})
    factories.publish(sets={"keywords": CODES[50:]})


def keyword_facet(query: str = "") -> Facet:
    return next(facet for facet in answer(QueryDict(query)).facets if facet.name == "keyword")


def test_only_the_most_frequent_values_are_printed_and_the_rest_is_counted() -> None:
    facet = keyword_facet()
    assert len(facet.values) == MOST_FOUND
    assert {value.value for value in facet.values[:10]} == set(CODES[50:])
    assert facet.unseen == 60 - MOST_FOUND


def test_a_selected_value_is_printed_however_rare_it_is() -> None:
    assert keyword_facet("keyword=k049").values[0].value == "k049"


def test_a_name_finds_its_value_among_those_not_printed() -> None:
    facet = keyword_facet("find_keyword=SUBJECT%20k049")
    assert [value.value for value in facet.values] == ["k049"]
    assert facet.findable


def test_looking_for_a_value_changes_no_result_and_no_count() -> None:
    plain, finding = answer(QueryDict("")), answer(QueryDict("find_keyword=k049"))
    assert finding.total == plain.total
    assert finding.canonical == plain.canonical
    assert keyword_facet("find_keyword=k055").values[0].count == 2


def test_the_page_offers_the_field_and_keeps_what_was_typed(client: Client) -> None:
    document = read(client, "/activities/?find_keyword=%22%3Ek049")
    assert one(document, "input[name=find_keyword]").get("value") == '">k049'
    assert not document.cssselect("input[name=find_specialty]")
