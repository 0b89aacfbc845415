"""Ten thousand reads of a real server while another process publishes without a pause: none is of two versions."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from tests.edition_reader import QUESTIONS, Mixed
from tests.editions import OTHERS, PARTS, Edition
from tests.source import ROOT
from tests.web_server import Service, Visitor, production, run, serving

pytestmark = pytest.mark.fault

READS, VISITORS, WORKERS = 10_000, 6, 3
FIRST_PART = 1_000_000 + OTHERS


@pytest.fixture
def variables(own_database: dict[str, str]) -> dict[str, str]:
    """All visitors come from one address, and the API would limit it."""
    return own_database | {"CME_API_RATE": "0"}


@pytest.fixture
def service(tmp_path: Path, variables: dict[str, str]) -> Iterator[Service]:
    run(tmp_path, "manage.py", "migrate", "--verbosity", "0", **variables)
    run(tmp_path, "-m", "tests.editions", "prepare", **variables)
    with serving(tmp_path, workers=WORKERS, **variables) as service:
        yield service


@contextmanager
def publisher(service: Service, variables: dict[str, str]) -> Iterator["subprocess.Popen[str]"]:
    """A process that brings out edition after edition."""
    command = [sys.executable, "-m", "tests.editions", "publish"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=production(service.directory, **variables),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def read(service: Service, share: range) -> Counter[str]:
    """Ask the questions of this share one after another, and count what the answers were."""
    found: Counter[str] = Counter()
    seen = Edition(1)
    with Visitor(service.port) as visitor:
        for number in share:
            question = QUESTIONS[number // VISITORS % len(QUESTIONS)]
            answer = visitor.ask(question.address(number, seen, FIRST_PART + number % PARTS))
            if answer.status == 503 and answer.retry_after:
                found["put off"] += 1
            elif answer.status != 200:
                found[f"failed with {answer.status}: {question.check.__name__}"] += 1
            else:
                seen = checked(question.check.__name__, partial(question.check, answer.text), seen, found)
    return found


def checked(name: str, check: "partial[Edition]", seen: Edition, found: Counter[str]) -> Edition:
    """The edition of the answer, counted as of one edition, as older than one that was seen before, or as mixed."""
    try:
        edition = check(seen)
    except Mixed as mixture:
        found[f"mixed: {name}: {mixture}"] += 1
        return seen
    found["old: " * (edition < seen) + name] += 1
    return max(edition, seen)


def test_of_ten_thousand_answers_none_is_of_two_versions(
    service: Service, variables: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    with publisher(service, variables) as process, ThreadPoolExecutor(VISITORS) as pool:
        shares = [range(one, READS, VISITORS) for one in range(VISITORS)]
        found = sum(pool.map(partial(read, service), shares), Counter())
        last, _ = process.communicate(timeout=60)
    with capsys.disabled():
        sys.stdout.write(f"\n{READS:,} reads of {int(last):,} editions, {found['put off']} put off: {dict(found)}\n")
    names = {question.check.__name__ for question in QUESTIONS}
    assert set(found) <= {*names, "put off"}
    assert found.total() == READS
    assert found["put off"] <= READS / 100
    assert int(last) > 50
