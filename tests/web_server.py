"""gunicorn as production starts it, for tests that need a real server."""

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
from typing import NamedTuple, Self

from tests.source import ROOT

PROXY = {"Host": "catalog.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}


TRIES = 5


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

    def read(self, where: str) -> str:
        """The text of an answer, which must be 200."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", where, headers=PROXY)
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        assert response.status == 200, text
        return text

    def workers(self) -> set[int]:
        """The process IDs of the workers that run now."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return {int(child) for child in children.split()}

    @contextmanager
    def alone(self, worker: int) -> Iterator[None]:
        """Only this worker answers inside; the others are stopped meanwhile."""
        others = self.workers() - {worker}
        for other in others:
            os.kill(other, signal.SIGSTOP)
        try:
            yield
        finally:
            for other in others:
                os.kill(other, signal.SIGCONT)

    def kill(self, worker: int) -> int:
        """Kill a worker and ask on and on, each time to be answered, until there is another; returns that one.

        By then it answers, so that killing one after another never leaves visitors with nobody.
        """
        before = self.workers()
        os.kill(worker, signal.SIGKILL)
        with Visitor(self.port) as visitor:
            for _ in range(5000):
                assert visitor.ask("/healthz").status == 200
                if newcomers := self.workers() - before:
                    break
        (newcomer,) = newcomers
        with self.alone(newcomer), Visitor(self.port) as visitor:
            assert visitor.ask("/healthz").status == 200
        return newcomer


def production(directory: Path, **variables: str) -> dict[str, str]:
    """The environment of a catalog in production whose files are in the directory."""
    return {
        **{name: value for name, value in os.environ.items() if name.startswith(("PATH", "COVERAGE_"))},
        "DJANGO_SETTINGS_MODULE": "cme_catalog.settings",
        "CME_SECRET_KEY": secrets.token_urlsafe(60),
        "CME_ALLOWED_HOSTS": "catalog.example",
        "CME_TRUSTED_PROXY": "127.0.0.1",
        "CME_DATA_DIR": str(directory),
        **variables,
    }


def run(directory: Path, *arguments: str, **variables: str) -> None:
    """Python with the settings of the server, but as a command."""
    environment = production(directory, **variables)
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)


class Answer(NamedTuple):
    status: int
    retry_after: str
    text: str


class Visitor:
    """Somebody who asks one thing after another on a connection that stays open, as a proxy's does."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.reopened = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *reason: object) -> None:
        self._connection.close()

    def ask(self, where: str) -> Answer:
        """The answer; as long as the connection is lost the question is asked again on another, as a proxy does."""
        for _ in range(TRIES):
            try:
                return self._asked(where)
            except (http.client.HTTPException, ConnectionError):
                self._connection.close()
                self.reopened += 1
        raise AssertionError(f"{where} was lost {TRIES} times in a row")

    def _asked(self, where: str) -> Answer:
        self._connection.request("GET", where, headers=PROXY)
        response = self._connection.getresponse()
        text = response.read().decode()
        return Answer(response.status, response.headers.get("Retry-After", ""), text)


@contextmanager
def serving(directory: Path, workers: int = 1, **variables: str) -> Iterator[Service]:
    """gunicorn in production, behind a proxy on this machine; its files are in the directory."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    environment = production(directory, **variables)
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", str(workers)]
    command.append("cme_catalog.wsgi")
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert all(any("Booting worker" in line for line in process.stderr) for _ in range(workers)), "no start"
        try:
            yield Service(port, directory, process)
        finally:
            process.terminate()
            process.communicate(timeout=40)
