"""A new process reads what its first reader needs before anybody asks."""

import pytest
from django.db import OperationalError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from activities import warming
from activities.search import names
from activities.search.index.current import catalog_index
from activities.search.names import Keeper
from tests import factories


@pytest.fixture
def new_process(monkeypatch: pytest.MonkeyPatch) -> None:
    catalog_index.forget()
    keeper = Keeper()
    monkeypatch.setattr(names, "keeper", keeper)
    monkeypatch.setattr("activities.search.results.known", keeper.known)


@pytest.mark.django_db
@pytest.mark.usefixtures("new_process")
def test_first_reader_waits_for_no_more_statements_than_others(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    factories.make_vocabularies()
    factories.publish("Asthma")
    catalog_index.forget()
    warming.warm()
    with django_assert_num_queries(2):
        assert "Asthma" in client.get("/activities/").content.decode()


def test_process_starts_without_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*args: object) -> None:
        raise OperationalError("the database is away")

    monkeypatch.setattr(warming, "answer", lost)
    warming.warm()


def test_process_starts_with_a_list_that_cannot_be_printed(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """gunicorn stops with all its workers when one of them cannot start."""

    def broken(*args: object) -> None:
        raise ValueError("a stored card that nobody can read")

    monkeypatch.setattr(warming, "answer", broken)
    warming.warm()
    assert "The first list could not be printed." in caplog.text
