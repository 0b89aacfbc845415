"""How every test runs: a clean environment, one of the two databases, and nothing outside this machine.

`pytest` runs on SQLite; `pytest --database=postgresql` starts a PostgreSQL server of its own for the run.
"""

import gc
import os
import shutil
import socket
import tempfile
from typing import Any

import django
import django.test.utils
import pytest
from django.template.base import Template
from hypothesis import settings as hypothesis_settings

from tests import postgresql_server
from tests.browser import CHROMIUM, browser, new_screen, screen, window
from tests.own_database import own_database

__all__ = [
    "browser",
    "new_screen",
    "own_database",
    "screen",
    "window",
]  # Fixtures for tests that drive a browser or start a server.

OURS = "CME_TESTS_"
DIRECTORY = f"{OURS}DIRECTORY"
DATABASE_URL = f"{OURS}DATABASE_URL"

hypothesis_settings.register_profile("same examples in every run", derandomize=True, deadline=None, database=None)
hypothesis_settings.load_profile("same examples in every run")


@pytest.fixture(autouse=True)
def no_thread_that_writes_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """What searches failed is written by a thread; a test that wants it written writes it."""
    monkeypatch.setattr("activities.search.failed_queries.Keeper.begin", lambda self: None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite", help="where the tests run")


def pytest_configure(config: pytest.Config) -> None:
    """Runs before Django reads its settings; the workers of pytest-xdist inherit what the first process prepared."""
    if not hasattr(config, "workerinput"):
        os.environ[DIRECTORY] = tempfile.mkdtemp(prefix="cme-tests-")
        os.environ[DATABASE_URL] = ""
        if config.option.database == "postgresql" and not config.option.collectonly:
            os.environ[DATABASE_URL] = postgresql_server.start(os.environ[DIRECTORY])
    config.option.reuse_db = True  # The databases go with the directory; dropping each is time for nothing.
    _replace_environment()
    django.setup()  # Test modules import models before pytest-django would set Django up.
    # Django would keep a copy of the context of every template that a page renders; our tests read the page.
    django.test.utils.instrumented_test_render = Template._render
    socket.socket.connect = _connect_on_this_machine  # type: ignore[method-assign]


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        postgresql_server.stop()
        shutil.rmtree(os.environ.pop(DIRECTORY), ignore_errors=True)


def pytest_report_header(config: pytest.Config) -> str:
    return f"database: {config.option.database}, browser: {CHROMIUM or 'none'}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.option.database == "postgresql":
        _leave_to_sqlite(config, items)
    if CHROMIUM or os.environ.get("REQUIRE_BROWSER"):
        return
    for test in items:
        if test.get_closest_marker("browser"):
            test.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


def pytest_collection_finish() -> None:
    """What is loaded by now stays, so that collecting garbage need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _leave_to_sqlite(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What asks no database says the same on both; what a browser shows was asked of the same pages there."""
    elsewhere = [test for test in items if _is_for_sqlite(test) or not _asks_a_database(test)]
    config.hook.pytest_deselected(items=elsewhere)
    items[:] = [test for test in items if test not in set(elsewhere)]


def _is_for_sqlite(test: pytest.Item) -> bool:
    return any(test.get_closest_marker(name) for name in ("browser", "one_database"))


def _asks_a_database(test: pytest.Item) -> bool:
    """By its mark or its fixtures; one that may be skipped is about one of the two databases."""
    marked = any(test.get_closest_marker(name) for name in ("django_db", "skipif"))
    return marked or bool({"db", "transactional_db", "own_database"} & set(getattr(test, "fixturenames", ())))


def _replace_environment() -> None:
    """What a developer's shell exports must not decide what a test sees."""
    for name in [name for name in os.environ if name.startswith("CME_") and not name.startswith(OURS)]:
        del os.environ[name]
    os.environ.update(
        DJANGO_SETTINGS_MODULE="cme_catalog.settings",
        CME_PROCESS="test",
        CME_DATA_DIR=os.environ[DIRECTORY],
        CME_DATABASE_URL=os.environ[DATABASE_URL],
        CME_SECRET_KEY="a key for the test suite alone, long enough to be taken",
        CME_ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
        CME_SITE_URL="http://testserver",
        CME_API_RATE="0",
    )


_connect = socket.socket.connect


def _connect_on_this_machine(self: socket.socket, address: Any) -> None:
    if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
        pytest.fail(f"a test reached for {address[0]}, which is not this machine")
    _connect(self, address)
