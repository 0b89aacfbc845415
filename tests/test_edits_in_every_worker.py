"""An edit in the admin is in the next answer of every worker of a real server."""

import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.source import ROOT
from tests.web_server import Service, serving

pytestmark = pytest.mark.fault

WORKERS = 3


def run(directory: Path, *arguments: str) -> None:
    """Python with the settings of the server, but as a command."""
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "cme_catalog.settings",
        "CME_SECRET_KEY": secrets.token_urlsafe(60),
        "CME_ALLOWED_HOSTS": "catalog.example",
        "CME_TRUSTED_PROXY": "127.0.0.1",
        "CME_DATA_DIR": str(directory),
    }
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    run(tmp_path, "manage.py", "migrate", "--verbosity", "0")
    run(tmp_path, "manage.py", "load_first_listings")
    with serving(tmp_path, workers=WORKERS) as service:
        yield service


def answers(service: Service) -> list[str]:
    """What each worker answers next: the others are stopped meanwhile."""
    found = []
    for pid in service.workers():
        others = service.workers() - {pid}
        for other in others:
            os.kill(other, signal.SIGSTOP)
        try:
            found.append(service.read("/activities/"))
        finally:
            for other in others:
                os.kill(other, signal.SIGCONT)
    return found


def test_an_edit_in_the_admin_is_in_every_workers_next_answer(service: Service) -> None:
    titles = ["First title", "Second title", "Third title"]
    for number, title in enumerate(titles, start=1):
        run(service.directory, "-m", "tests.admin_process", title)
        shown = [[one for one in titles[:number] if f">{one}<" in text] for text in answers(service)]
        assert shown == [[title]] * WORKERS
