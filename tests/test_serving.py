"""gunicorn with the project's own configuration: what production starts, on a port of its own."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web_server import Service, serving


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(tmp_path_factory.mktemp("production")) as service:
        yield service


def test_process_lives_without_a_database(service: Service) -> None:
    assert service.get("/healthz").status == 200


def test_missing_database_is_reported_and_not_made_anew(service: Service) -> None:
    assert service.get("/readyz").status == 503
    assert not list(service.directory.glob("*.sqlite3"))


def test_texts_are_served_without_a_database(service: Service) -> None:
    assert service.get("/about/").status == 200


def test_list_tells_the_reader_to_come_back(service: Service) -> None:
    response = service.get("/activities/")
    assert response.status == 503
    assert response.headers["Retry-After"]


def test_proxy_is_believed_about_tls(service: Service) -> None:
    assert service.get("/about/").headers["Strict-Transport-Security"]
    assert service.get("/about/", **{"X-Forwarded-Proto": "http"}).status == 301


def test_server_names_no_version(service: Service) -> None:
    assert service.get("/about/").headers["Server"] == "gunicorn"


def test_stop_is_clean(tmp_path: Path) -> None:
    with serving(tmp_path) as service:
        service.process.send_signal(signal.SIGTERM)
        service.process.communicate(timeout=40)
    assert service.process.returncode == 0
