"""An edit in the admin is in the next answer of every worker of a real server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web_server import Service, run, serving

pytestmark = pytest.mark.fault

WORKERS = 3


@pytest.fixture
def service(tmp_path: Path, own_database: dict[str, str]) -> Iterator[Service]:
    run(tmp_path, "manage.py", "migrate", "--verbosity", "0", **own_database)
    run(tmp_path, "manage.py", "load_first_listings", **own_database)
    with serving(tmp_path, workers=WORKERS, **own_database) as service:
        yield service


def answers(service: Service) -> list[str]:
    """What each worker answers next."""
    found = []
    for worker in service.workers():
        with service.alone(worker):
            found.append(service.read("/activities/"))
    return found


def test_an_edit_in_the_admin_is_in_every_workers_next_answer(service: Service, own_database: dict[str, str]) -> None:
    titles = ["First title", "Second title", "Third title"]
    for number, title in enumerate(titles, start=1):
        run(service.directory, "-m", "tests.admin_process", title, **own_database)
        shown = [[one for one in titles[:number] if f">{one}<" in text] for text in answers(service)]
        assert shown == [[title]] * WORKERS
