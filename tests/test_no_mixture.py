"""Ten thousand reads of a real server while another process publishes without a pause: none is of two versions."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.edition_traffic import AGAIN, KINDS, PUT_OFF, publisher, reading
from tests.web_server import Service, run, serving

pytestmark = pytest.mark.fault

READS, WORKERS = 10_000, 3


@pytest.fixture
def variables(own_database: dict[str, str]) -> dict[str, str]:
    """All visitors come from one address, and the API would limit it."""
    return own_database | {"CME_API_RATE": "0"}


@pytest.fixture
def service(tmp_path: Path, variables: dict[str, str]) -> Iterator[Service]:
    run(tmp_path, "-m", "tests.editions", "prepare", **variables)
    with serving(tmp_path, workers=WORKERS, **variables) as service:
        yield service


def test_of_ten_thousand_answers_none_is_of_two_versions(
    service: Service, variables: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    with publisher(service, variables) as process:
        with reading(service, READS) as answers:
            pass
        last, _ = process.communicate(timeout=60)
    found = answers()
    with capsys.disabled():
        sys.stdout.write(f"\n{READS:,} reads of {int(last):,} editions, {found[PUT_OFF]} put off: {dict(found)}\n")
    assert set(found) <= {*KINDS, PUT_OFF, AGAIN}
    assert found.total() - found[AGAIN] == READS
    assert found[PUT_OFF] <= READS / 100
    assert int(last) > 50
