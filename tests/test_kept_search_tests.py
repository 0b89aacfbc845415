"""The tests that staff keep say which listings a query should find and does not."""

from datetime import date

import pytest

from activities.models import SearchTest
from activities.search.judged.kept_tests import missed
from tests.factories import make_vocabularies, publish

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def _vocabularies() -> None:
    make_vocabularies()


def keep(text: str, finds_what: str) -> SearchTest:
    return SearchTest.objects.create(text=text, finds_what=finds_what, added_by="Ada", added_on=DAY)


def test_query_that_finds_all_the_other_finds_is_not_missed() -> None:
    publish("Asthma in adults")
    publish("Asthma in adults and children")
    keep("asthma", "asthma children")
    assert missed(DAY) == []


def test_query_that_finds_less_is_named_with_what_it_misses() -> None:
    gout = publish("Gout")
    both = publish("Gout and podagra")
    test = keep("podagra", "gout")
    assert missed(DAY) == [(test, (gout,))]
    assert both not in missed(DAY)[0].listings


def test_expired_listing_is_found_too() -> None:
    gout = publish("Gout", expires=date(2026, 1, 1))
    test = keep("podagra", "gout")
    assert missed(DAY) == [(test, (gout,))]


def test_nothing_is_missed_when_the_other_query_finds_nothing_any_more() -> None:
    publish("Asthma in adults")
    keep("podagra", "gout")
    assert missed(DAY) == []
