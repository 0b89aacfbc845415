"""Killed workers and damaged snapshots at a real server: every answer is right, and health tells what is wrong."""

import fcntl
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from activities.search.index import snapshot
from tests.edition_reader import asking, eastern_list, whole_list
from tests.edition_traffic import AGAIN, KINDS, PUT_OFF, publisher, reading
from tests.editions import PROVIDER, Edition
from tests.web_server import Service, Visitor, run, serving

pytestmark = pytest.mark.fault

WORKERS, KILLS, READS = 3, 6, 2_000
LAST = Edition(3)
FINE = '{"status": "ready", "database": "ready", "index": "ready"}'


@pytest.fixture
def variables(own_database: dict[str, str]) -> dict[str, str]:
    return own_database | {"CME_API_RATE": "0"}


@pytest.fixture
def catalog(tmp_path: Path, variables: dict[str, str]) -> Path:
    """The directory of a catalog with two snapshots, each an edition behind the next."""
    run(tmp_path, "-m", "tests.editions", "prepare", str(LAST.number), **variables)
    return tmp_path


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 1
    path.write_bytes(content)


def cut(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


@contextmanager
def nobody_makes_snapshots(directory: Path) -> Iterator[None]:
    """Whoever wants to make one waits until the end of the block."""
    with (directory / "index" / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def each(service: Service, where: str) -> list[str]:
    """What every worker answers to a question, which must be 200."""
    found = []
    for worker in sorted(service.workers()):
        with service.alone(worker):
            found.append(service.read(where))
    return found


def assert_right(service: Service, edition: Edition) -> None:
    """Every worker has the edition, the whole edition and nothing but the edition."""
    for number, check in enumerate((whole_list, eastern_list)):
        texts = each(service, asking("/activities/", number, **({"state": "NY"} if check is eastern_list else {})))
        assert [check(text, edition) for text in texts] == [edition] * WORKERS


@pytest.mark.parametrize(("damage", "how_many"), [(flip, 1), (cut, 1), (flip, 2)])
def test_a_damaged_snapshot_is_told_of_and_replaced_and_never_answers(
    catalog: Path, variables: dict[str, str], damage: Callable[[Path], None], how_many: int
) -> None:
    paths = snapshot.newest_first(catalog / "index")
    assert len(paths) == 2
    for path in paths[:how_many]:
        damage(path)
    with ExitStack() as stack:
        with nobody_makes_snapshots(catalog):
            service = stack.enter_context(serving(catalog, workers=WORKERS, **variables))
            told = each(service, "/readyz")
            assert [text.count(" is damaged: its checksum does not fit.") for text in told] == [how_many] * WORKERS
            assert_right(service, LAST)
        ask_until_fine(service)
        assert_right(service, LAST)
    (newest, *_) = snapshot.newest_first(catalog / "index")
    for path in snapshot.newest_first(catalog / "index"):
        snapshot.load(path)
    assert snapshot.version(newest).v == LAST.version


def ask_until_fine(service: Service) -> None:
    """Asks for health on and on until no worker complains; a complaint is never worse than that of a damaged file."""
    with Visitor(service.port) as visitor:
        for _ in range(5000):
            answer = visitor.ask("/readyz")
            assert answer.status == 200
            if answer.text == FINE and set(each(service, "/readyz")) == {FINE}:
                return
    pytest.fail("the snapshot was not replaced within 5000 requests")


def test_killed_workers_are_replaced_by_others_that_answer_like_the_rest(
    catalog: Path, variables: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(catalog, workers=WORKERS, **variables) as service:
        with publisher(service, variables) as process:
            with reading(service, READS) as answers:
                for _ in range(KILLS):
                    service.kill(min(service.workers()))
            last, _ = process.communicate(timeout=60)
        found = answers()
        with capsys.disabled():
            sys.stdout.write(f"\n{KILLS} workers killed in {READS:,} reads of {int(last):,} editions: {dict(found)}\n")
        assert set(found) <= {*KINDS, PUT_OFF, AGAIN}
        assert found.total() - found[AGAIN] == READS
        assert_newcomers_agree(service, Edition(int(last)))


def assert_newcomers_agree(service: Service, edition: Edition) -> None:
    """Each worker in turn is killed, and what comes in its place is asked first."""
    addresses = [f"/activities/?provider={PROVIDER}", "/", f"/api/facets/?provider={PROVIDER}", "/api/activities/"]
    for worker in service.workers():
        newcomer = service.kill(worker)
        with service.alone(newcomer):
            first = [service.read(address) for address in addresses]
        assert [set(each(service, address)) for address in addresses] == [{text} for text in first]
    assert_right(service, edition)
