"""What visitors notice when a worker dies or the configuration is reloaded."""

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from tests.web_server import Service, serving

pytestmark = pytest.mark.fault


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with serving(tmp_path, workers=3) as service:
        yield service


def test_killed_worker_is_replaced_while_the_others_answer(service: Service) -> None:
    for victim in service.workers():
        os.kill(victim, signal.SIGKILL)
        assert [service.get("/about/").status for _ in range(50)] == [200] * 50
        answers_until(service, partial(replaced, service, victim))


def test_reload_cuts_no_request(service: Service) -> None:
    first = service.workers()
    with ThreadPoolExecutor(4) as visitors:
        answers = [visitors.submit(service.get, "/about/") for _ in range(400)]
        service.process.send_signal(signal.SIGHUP)
        assert {answer.result().status for answer in answers} == {200}
    answers_until(service, lambda: not first & service.workers())


def replaced(service: Service, victim: int) -> bool:
    return len(service.workers() - {victim}) == 3


def answers_until(service: Service, done: Callable[[], bool]) -> None:
    """Asks on and on, each time to be answered, until something has happened."""
    for _ in range(5000):
        assert service.get("/healthz").status == 200
        if done():
            return
    pytest.fail("it did not happen within 5000 requests")
