"""A publisher and visitors without a pause, at a real server; what the visitors were told is counted."""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

from tests.edition_reader import QUESTIONS, Mixed
from tests.editions import OTHERS, PARTS, Edition
from tests.source import ROOT
from tests.web_server import Service, Visitor, production

VISITORS = 6
FIRST_PART = 1_000_000 + OTHERS
KINDS = {question.check.__name__ for question in QUESTIONS}
PUT_OFF, AGAIN = "put off", "asked again"
"""A 503 that says when to come back; a connection that was lost, so that the question was asked again."""


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


@contextmanager
def reading(service: Service, reads: int) -> Iterator[Callable[[], Counter[str]]]:
    """Visitors who read while the block runs and, after it, to the end; gives what counts their answers then."""
    with ThreadPoolExecutor(VISITORS) as pool:
        shares = [pool.submit(read, service, range(one, reads, VISITORS)) for one in range(VISITORS)]
        yield lambda: sum((share.result() for share in shares), Counter())


def read(service: Service, share: range) -> Counter[str]:
    """Ask the questions of this share one after another, and count what the answers were."""
    found: Counter[str] = Counter()
    seen = Edition(1)
    with Visitor(service.port) as visitor:
        for number in share:
            question = QUESTIONS[number // VISITORS % len(QUESTIONS)]
            answer = visitor.ask(question.address(number, seen, FIRST_PART + number % PARTS))
            if answer.status == 503 and answer.retry_after:
                found[PUT_OFF] += 1
            elif answer.status != 200:
                found[f"failed with {answer.status}: {question.check.__name__}"] += 1
            else:
                seen = checked(question.check.__name__, partial(question.check, answer.text), seen, found)
    return found + Counter({AGAIN: visitor.reopened})


def checked(name: str, check: "partial[Edition]", seen: Edition, found: Counter[str]) -> Edition:
    """The edition of the answer, counted as of one edition, as older than one that was seen before, or as mixed."""
    try:
        edition = check(seen)
    except Mixed as mixture:
        found[f"mixed: {name}: {mixture}"] += 1
        return seen
    found["old: " * (edition < seen) + name] += 1
    return max(edition, seen)
