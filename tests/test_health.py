"""What a supervisor learns from /healthz and /readyz."""

import pytest
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from activities.search.index import making
from activities.search.index.current import catalog_index

pytestmark = pytest.mark.django_db


def test_living_process_answers_without_the_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "alive"})


def test_ready_when_the_database_answers_and_every_migration_ran(client: Client) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"status": "ready", "database": "ready", "index": "ready"})


def test_not_ready_before_the_migrations_ran(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'activities'")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["status"] == "not ready"
    assert "have not run" in response.json()["database"]


def test_not_ready_while_the_database_is_lost(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*arguments: object, **options: object) -> None:
        raise OperationalError("secret host name")

    monkeypatch.setattr("cme_catalog.health.MigrationExecutor", lost)
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"status": "not ready", "database": "unreachable"})


def test_not_ready_while_the_index_is_being_made(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "MOST_WHILE_WAITING", -1)
    monkeypatch.setattr(making._maker, "begin", lambda: None)
    catalog_index.forget()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"status": "not ready", "database": "ready", "index": "the index is being made"}


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_no_cache_keeps_the_answer(client: Client, address: str) -> None:
    assert client.get(address).headers["Cache-Control"] == "no-store"
