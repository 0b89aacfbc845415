"""`manage.py search_check`: the search is as good as it must be, and the command says so when it is not."""

from contextlib import nullcontext
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from activities.management.commands import search_check
from activities.models import Activity, SearchTest
from activities.search.judged.run import Outcome
from tests.factories import make_vocabularies, publish


def test_search_is_as_good_as_it_must_be(django_db_setup: None, django_db_blocker: Any) -> None:
    """The one long test: all judged queries, of a catalog that is gone afterwards."""
    out = StringIO()
    with django_db_blocker.unblock():
        before = connections["default"]
        call_command("search_check", "--failures", stdout=out)
        assert connections["default"] is before
        assert not Activity.objects.exists()
    assert "NOT MET" not in out.getvalue()
    assert out.getvalue().count("met ") >= 7


@pytest.fixture
def nothing_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_check.Command, "_judged", lambda self: Outcome((), (), ()))


@pytest.mark.django_db
def test_failing_test_that_staff_keep_is_named(nothing_judged: None) -> None:
    make_vocabularies()
    gout = publish("Gout")
    SearchTest.objects.create(text="podagra", finds_what="gout", added_by="Ada", added_on=date(2026, 3, 1))
    out = StringIO()
    with pytest.raises(CommandError, match="not as good as it must be"):
        call_command("search_check", stdout=out)
    assert f"“podagra” finds what “gout” finds no longer: it misses {gout}." in out.getvalue()
    assert "NOT MET  tests that staff keep: 1 fail (asked: none)" in out.getvalue()


@pytest.mark.django_db
def test_tests_that_hold_are_counted_as_met(nothing_judged: None) -> None:
    out = StringIO()
    call_command("search_check", stdout=out)
    assert "met      tests that staff keep: 0 fail (asked: none)" in out.getvalue()


@pytest.mark.django_db
def test_listings_that_were_not_graded_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_check, "fixed_catalog", nullcontext)
    with pytest.raises(CommandError, match="not those that were graded"):
        call_command("search_check", stdout=StringIO())
