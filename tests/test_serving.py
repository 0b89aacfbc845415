"""gunicorn with the project's own configuration: what production starts, on a port of its own."""

import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.source import ROOT

PROXY = {"Host": "catalog.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}


class Service:
    """A running gunicorn."""

    def __init__(self, port: int, directory: Path, process: subprocess.Popen[str]) -> None:
        self.port = port
        self.directory = directory
        self.process = process

    def get(self, where: str, **headers: str) -> http.client.HTTPResponse:
        """The answer to one request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", where, headers=PROXY | headers)
        response = connection.getresponse()
        response.read()
        connection.close()
        return response


@contextmanager
def serving(directory: Path, **variables: str) -> Iterator[Service]:
    """gunicorn in production, behind a proxy on this machine; its files are in the directory."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    environment = {
        **{name: value for name, value in os.environ.items() if name.startswith(("PATH", "COVERAGE_"))},
        "CME_SECRET_KEY": secrets.token_urlsafe(60),
        "CME_ALLOWED_HOSTS": "catalog.example",
        "CME_TRUSTED_PROXY": "127.0.0.1",
        "CME_DATA_DIR": str(directory),
    }
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "1", "cme_catalog.wsgi"]
    with subprocess.Popen(command, cwd=ROOT, env=environment | variables, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert any("Booting worker" in line for line in process.stderr), "gunicorn did not start"
        try:
            yield Service(port, directory, process)
        finally:
            process.terminate()
            process.communicate(timeout=40)


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
