"""Texts that found little are kept for staff, without anything personal, and never at a reader's expense."""

from collections.abc import Callable
from datetime import date, timedelta
from threading import Timer

import pytest
import time_machine
from django.db import DatabaseError
from django.test import Client

from activities.models import FailedQuery
from activities.search import failed_queries
from activities.search.failed_queries import KEPT_FOR, MOST_HELD, Heard, Keeper, keepable
from tests.factories import make_vocabularies, publish_all
from tests.listing_reader import on_day

DAY = date(2026, 9, 1)


class WithoutThread(Keeper):
    """Writes when the test says so."""

    def begin(self) -> Timer:
        return Timer(0, self.write)


@pytest.fixture
def keeper() -> Keeper:
    return WithoutThread()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Sugar  Sickness", "sugar sickness"),
        ("Ménière’s", "meniere s"),
        ("covid 19", "covid 19"),
        ("someone@example.org", ""),
        ("call 555 0100 22", ""),
        ("1234567", ""),
        ("12345", "12345"),
        ("\u0661\u0662\u0663\u0664\u0665\u0666", ""),
        ("—", ""),
        ("word " * 60, ""),
    ],
)
def test_text_is_kept_in_normal_form_unless_it_may_be_personal(text: str, kept: str) -> None:
    assert keepable(text) == kept


@pytest.mark.django_db
def test_text_is_counted_and_its_last_day_and_total_are_those_of_the_last_time(keeper: Keeper) -> None:
    with time_machine.travel(DAY):
        keeper.hear("Sugar sickness", 2)
        keeper.hear("sugar SICKNESS", 1)
        keeper.write()
    with time_machine.travel(DAY + timedelta(days=3)):
        keeper.hear("sugar sickness", 0)
        keeper.write()
    (row,) = FailedQuery.objects.all()
    assert (row.text, row.times, row.total, row.state) == ("sugar sickness", 3, 0, FailedQuery.State.WAITING)
    assert row.last_day > DAY


@pytest.mark.django_db
def test_text_that_found_enough_is_not_kept(keeper: Keeper) -> None:
    keeper.hear("asthma", failed_queries.FEW + 1)
    keeper.write()
    assert not FailedQuery.objects.exists()


@pytest.mark.django_db
def test_text_nobody_asked_for_ninety_days_goes(keeper: Keeper) -> None:
    failed_queries.record({"old": Heard(1, 0)}, DAY)
    failed_queries.record({"newer": Heard(1, 0)}, DAY + KEPT_FOR)
    assert set(FailedQuery.objects.values_list("text", flat=True)) == {"old", "newer"}
    failed_queries.record({}, DAY + KEPT_FOR + timedelta(days=1))
    assert set(FailedQuery.objects.values_list("text", flat=True)) == {"newer"}


@pytest.mark.django_db
def test_flood_of_texts_holds_a_bounded_number(keeper: Keeper) -> None:
    for number in range(MOST_HELD + 50):
        keeper.hear(f"word {number}", 0)
    keeper.write()
    assert FailedQuery.objects.count() == MOST_HELD


def test_database_that_refuses_disturbs_nobody(keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(failed_queries, "record", refuse)
    keeper.hear("asthma of horses", 0)
    keeper.write()
    keeper.hear("asthma of horses", 0)
    assert keeper._held == {"asthma of horses": Heard(1, 0)}


def test_read_only_catalog_keeps_nothing(keeper: Keeper, settings: pytest.MonkeyPatch) -> None:
    settings.CME_READ_ONLY = True  # type: ignore[attr-defined]
    keeper.hear("asthma of horses", 0)
    assert keeper._held == {}


@pytest.fixture
def heard(client: Client, monkeypatch: pytest.MonkeyPatch, keeper: Keeper) -> Callable[..., dict[str, Heard]]:
    """What is held after a visitor asked for a list."""
    monkeypatch.setattr(failed_queries, "keeper", keeper)
    make_vocabularies()
    gout = ({"title": f"Gout, part {number}"} for number in range(3))
    publish_all([{"title": "Asthma in adults", "provider": "example-lung"}, *gout])

    def ask(text: str, **more: str) -> dict[str, Heard]:
        with on_day(DAY):
            assert client.get("/activities/", {"q": text, **more}).status_code == 200
        return keeper._held

    return ask


@pytest.mark.django_db
def test_list_that_finds_little_is_heard(heard: Callable[..., dict[str, Heard]]) -> None:
    assert heard("Sugar sickness") == {"sugar sickness": Heard(1, 0)}
    assert heard("asthma")["asthma"] == Heard(1, 1)


@pytest.mark.django_db
def test_list_that_is_short_by_its_filters_is_not_heard(heard: Callable[..., dict[str, Heard]]) -> None:
    assert heard("gout", fee="free") == {}
    assert heard("asthma", fee="free") == {"asthma": Heard(1, 1)}


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["gout", "99999999", "10.1001/none", "Example Lung", "-asthma", "someone@example.org"])
def test_what_found_enough_or_was_answered_otherwise_is_not_heard(
    heard: Callable[..., dict[str, Heard]], text: str
) -> None:
    assert heard(text) == {}
