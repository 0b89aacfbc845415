"""What each kind of process gets from its database, and what a lost database looks like to a reader."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError
from django.db.utils import ConnectionHandler
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from cme_catalog.databases import databases, postgresql, sqlite
from tests.reader import page, words

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

ADDRESS = "postgresql://me:p%40ss@db.example:5433/catalog?sslmode=verify-full"
on_sqlite = pytest.mark.skipif("config.option.database != 'sqlite'", reason="about the file of SQLite")
on_postgresql = pytest.mark.skipif("config.option.database != 'postgresql'", reason="about the server of PostgreSQL")


def test_without_an_address_the_data_directory_holds_the_database(tmp_path: Path) -> None:
    config = databases("", [], data_dir=tmp_path, process="command", read_only=False)
    assert config["default"]["NAME"] == str(tmp_path / "catalog.sqlite3")


def test_address_is_taken_apart() -> None:
    config = postgresql("CME_DATABASE_URL", ADDRESS, process="command", read_only=False)
    assert (config["USER"], config["PASSWORD"], config["HOST"]) == ("me", "p@ss", "db.example")
    assert (config["PORT"], config["NAME"]) == ("5433", "catalog")
    assert config["OPTIONS"] == {"sslmode": "verify-full", "connect_timeout": 3}


def test_every_replica_is_read_only(tmp_path: Path) -> None:
    config = databases(ADDRESS, [ADDRESS, ADDRESS], data_dir=tmp_path, process="command", read_only=False)
    assert list(config) == ["default", "replica_1", "replica_2"]
    assert "read_only=on" in config["replica_2"]["OPTIONS"]["options"]
    assert "options" not in config["default"]["OPTIONS"]


@on_sqlite
def test_file_keeps_every_commit_and_lets_readers_go_on(tmp_path: Path) -> None:
    with connected(sqlite(tmp_path / "catalog.sqlite3", process="command", read_only=False)) as database:
        assert answer(database, "PRAGMA journal_mode") == "wal"
        assert answer(database, "PRAGMA synchronous") == 2
        assert answer(database, "PRAGMA trusted_schema") == 0
        assert answer(database, "PRAGMA foreign_keys") == 1
        assert answer(database, "PRAGMA busy_timeout") == 10_000


@on_sqlite
def test_web_never_makes_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite3"
    with connected(sqlite(path, process="web", read_only=False)) as database, pytest.raises(OperationalError):
        answer(database, "SELECT 1")
    assert not path.exists()


@on_sqlite
def test_file_in_a_directory_with_an_odd_name(tmp_path: Path) -> None:
    path = tmp_path / "50% of #1?" / "catalog.sqlite3"
    path.parent.mkdir()
    path.touch()
    with connected(sqlite(path, process="web", read_only=False)) as database:
        assert answer(database, "PRAGMA journal_mode") == "wal"


@on_sqlite
def test_read_only_file_takes_no_write(tmp_path: Path) -> None:
    config = sqlite(tmp_path / "catalog.sqlite3", process="command", read_only=True)
    with connected(config) as database, pytest.raises(OperationalError, match="readonly"):
        answer(database, "CREATE TABLE words (word text)")


@on_sqlite
def test_transaction_takes_the_write_lock_at_its_beginning(tmp_path: Path) -> None:
    config = sqlite(tmp_path / "catalog.sqlite3", process="command", read_only=False)
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert not config.get("ATOMIC_REQUESTS")


@on_postgresql
def test_web_has_a_pool_and_limits() -> None:
    with connected(this_server("web")) as database:
        assert answer(database, "SHOW statement_timeout") == "5s"
        assert answer(database, "SHOW lock_timeout") == "2s"
        assert answer(database, "SHOW idle_in_transaction_session_timeout") == "15s"
        assert database.pool.max_size == 4


@on_postgresql
def test_commands_may_take_their_time() -> None:
    with connected(this_server("command")) as database:
        assert answer(database, "SHOW statement_timeout") == "0"
        assert answer(database, "SHOW lock_timeout") == "0"


@on_postgresql
def test_slow_statement_frees_the_worker() -> None:
    config = this_server("web")
    config["OPTIONS"]["options"] = config["OPTIONS"]["options"].replace("statement_timeout=5s", "statement_timeout=50")
    with connected(config) as database, pytest.raises(OperationalError, match="statement timeout"):
        answer(database, "SELECT pg_sleep(20)")


@pytest.mark.parametrize("trouble", ["lost", "closed"])
def test_reader_is_told_to_come_back_when_the_database_is_lost(client: Client, trouble: str) -> None:
    response = client.get(f"/{trouble}/?q=secret")
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert response.headers["Cache-Control"] == "no-store"
    assert "secret" not in words(page(response))


def test_other_faults_are_not_taken_for_a_lost_database(client: Client) -> None:
    client.raise_request_exception = False
    assert client.get("/wrong/").status_code == 500


def failing(problem: Exception) -> Any:
    def view(request: HttpRequest) -> HttpResponse:
        raise problem

    return view


urlpatterns = [
    path("", include("cme_catalog.urls")),
    path("lost/", failing(OperationalError("connection to secret host lost"))),
    path("closed/", failing(InterfaceError("connection already closed"))),
    path("wrong/", failing(ZeroDivisionError("not the database"))),
]


@contextmanager
def connected(config: dict[str, Any]) -> Iterator[Any]:
    """A connection of its own, apart from the one the test runs in."""
    database = ConnectionHandler({"default": {}, "apart": config})["apart"]
    try:
        yield database
    finally:
        database.close()
        if hasattr(database, "close_pool"):
            database.close_pool()


def answer(database: Any, statement: str) -> Any:
    """The one value that a statement returns."""
    with database.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def this_server(process: str) -> dict[str, Any]:
    """The server of this run as a kind of process would reach it."""
    return postgresql("CME_DATABASE_URL", os.environ["CME_DATABASE_URL"], process=process, read_only=False)
