"""Whatever happens to a file of the index, it is read as it was written or not at all, told of, and replaced."""

import mmap
import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings as django_settings
from django.test import Client

from activities.search import sql
from activities.search.index import making, snapshot
from activities.search.index.current import Index, catalog_index
from activities.search.index.snapshot import LENGTH, MAGIC, Damaged, Mapped
from activities.search.index.state import State
from activities.search.selection import Selection
from activities.search.versions import Version
from tests import factories
from tests.factories import DAY
from tests.index_rows import rows
from tests.index_states import content

FLIPS_IN_A_PART = 4
BLOCK = 512
OPEN = Selection(day=DAY)


@pytest.fixture(scope="module")
def state() -> State:
    return State.build(Version(7, "token"), rows(300))


@pytest.fixture(scope="module")
def written(state: State, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return snapshot.save(state, tmp_path_factory.mktemp("index"))


def parts(path: Path) -> dict[str, range]:
    """Where every part of the file lies, by name."""
    with path.open("rb") as file:
        mapped = Mapped(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    size, start = path.stat().st_size, mapped._start
    return {
        "magic number": range(len(MAGIC)),
        "length of the header": range(len(MAGIC), len(MAGIC) + LENGTH),
        "header": range(len(MAGIC) + LENGTH, start),
        "checksum": range(size - LENGTH, size),
        **{
            name: range(start + offset, start + offset + np.dtype(kind).itemsize * count)
            for name, (kind, offset, count) in mapped._arrays.items()
            if count
        },
    }


def test_the_parts_are_the_whole_file_but_for_its_padding(written: Path) -> None:
    covered = [place for part in parts(written).values() for place in part]
    assert len(covered) == len(set(covered))
    gaps = set(range(written.stat().st_size)) - set(covered)
    assert len(gaps) < LENGTH * len(parts(written))


@pytest.fixture
def harmless(written: Path, state: State, tmp_path: Path) -> Callable[[bytes], bool]:
    """Whether content is refused as damaged, or gives the very state that was written."""
    path, whole = tmp_path / written.name, content(state, DAY)

    def check(changed: bytes) -> bool:
        path.unlink(missing_ok=True)
        path.write_bytes(changed)
        try:
            loaded = snapshot.load(path)
        except Damaged:
            return True
        return content(loaded, DAY) == whole

    return check


def test_a_flipped_bit_anywhere_is_refused(written: Path, harmless: Callable[[bytes], bool]) -> None:
    whole, chance = written.read_bytes(), random.Random(13645)
    places = [(part, chance.choice(where)) for part, where in parts(written).items() for _ in range(FLIPS_IN_A_PART)]
    places += [("anywhere", chance.randrange(len(whole))) for _ in range(200)]
    assert len(places) > 500
    harmful = []
    for part, place in places:
        changed = bytearray(whole)
        changed[place] ^= 1 << chance.randrange(8)
        if not harmless(bytes(changed)):
            harmful.append(f"{part} at {place}")
    assert harmful == []


def test_a_cut_at_the_edge_of_any_part_is_refused(written: Path, harmless: Callable[[bytes], bool]) -> None:
    whole = written.read_bytes()
    edges = {edge for part in parts(written).values() for edge in (part.start, part.stop)}
    ends = sorted({edge + beside for edge in edges for beside in (-1, 0, 1)} & set(range(len(whole))))
    assert [end for end in ends if not harmless(whole[:end])] == []


def test_a_block_that_never_reached_the_disk_is_refused(written: Path, harmless: Callable[[bytes], bool]) -> None:
    whole = written.read_bytes()
    starts = range(0, len(whole), BLOCK)
    lost = [whole[:start] + bytes(BLOCK) + whole[start + BLOCK :] for start in starts]
    assert [start for start, changed in zip(starts, lost, strict=True) if not harmless(changed)] == []


def test_two_blocks_that_changed_places_are_refused(written: Path, harmless: Callable[[bytes], bool]) -> None:
    whole, chance = written.read_bytes(), random.Random(13645)
    for _ in range(50):
        first, second = sorted(chance.sample(range(len(whole) // BLOCK), 2))
        changed = bytearray(whole)
        one, other = slice(first * BLOCK, (first + 1) * BLOCK), slice(second * BLOCK, (second + 1) * BLOCK)
        changed[one], changed[other] = whole[other], whole[one]
        assert harmless(bytes(changed)), (first, second)


def test_a_snapshot_that_another_process_removes_is_none(written: Path, tmp_path: Path) -> None:
    (tmp_path / f"8-token{snapshot.SUFFIX}").symlink_to(tmp_path / "gone")
    (tmp_path / written.name).write_bytes(written.read_bytes())
    assert [path.name for path in snapshot.newest_first(tmp_path)] == [written.name]


@pytest.mark.django_db
class TestOfTheCatalog:
    """A catalog with two snapshots, whose newest is damaged."""

    @pytest.fixture(autouse=True)
    def asked(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """How often a thread was asked to make another: here it is the test that makes it, and when it wants."""
        asked: list[str] = []
        monkeypatch.setattr(django_settings, "CME_DATA_DIR", tmp_path)
        monkeypatch.setattr(making._maker, "begin", lambda: asked.append("begin"))
        monkeypatch.setattr(making.connection, "close", lambda: None)
        factories.make_vocabularies()
        for number in range(2):
            factories.publish(f"Asthma {number}")
            making.publish()
        catalog_index.forget()
        damage(self.newest())
        return asked

    def newest(self) -> Path:
        return snapshot.newest_first(making.directory())[0]

    def test_health_tells_of_it_until_another_is_made(self, client: Client, asked: list[str]) -> None:
        said = "The snapshot of version 2 is damaged: its checksum does not fit. Another is being made."
        told = {"status": "ready", "database": "ready", "index": "ready", "snapshot": said}
        response = client.get("/readyz")
        assert (response.status_code, response.json()) == (200, told)
        assert client.get("/readyz").json() == told
        making._maker._make()
        assert client.get("/readyz").json() == {"status": "ready", "database": "ready", "index": "ready"}
        assert asked == ["begin"]

    def test_answers_are_right_meanwhile(self, client: Client) -> None:
        assert Index().ids(OPEN, 0, 10) == sql.ids(OPEN, 0, 10)

    def test_another_takes_its_place_and_the_one_before_stays(self) -> None:
        before = snapshot.newest_first(making.directory())
        making._maker._make()
        assert snapshot.newest_first(making.directory()) == before
        assert [content(snapshot.load(path), DAY)["version"].v for path in before] == [2, 1]
        assert content(making.from_snapshot(), DAY) == content(making.build(), DAY)

    def test_it_does_not_outlive_a_newer_one(self) -> None:
        factories.publish("Asthma at last")
        making.publish()
        assert [snapshot.version(path).v for path in snapshot.newest_first(making.directory())] == [3, 1]
        assert making.damaged() == []

    def test_one_that_other_code_wrote_is_no_damage(
        self, client: Client, monkeypatch: pytest.MonkeyPatch, asked: list[str]
    ) -> None:
        making.publish()
        monkeypatch.setattr(snapshot, "code_digest", lambda: "of other code")
        assert "snapshot" not in client.get("/readyz").json()
        assert asked == []

    def test_a_large_index_is_not_ready_until_it_is_made(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(making, "MOST_WHILE_WAITING", -1)
        for path in snapshot.newest_first(making.directory())[1:]:
            damage(path)
        response = client.get("/readyz")
        assert (response.status_code, response.json()["index"]) == (503, "the index is being made")
        assert response.json()["snapshot"].count("is damaged") == 2
        assert client.get("/activities/").status_code == 503
        making._maker._make()
        assert client.get("/readyz").json() == {"status": "ready", "database": "ready", "index": "ready"}


def damage(path: Path) -> None:
    broken = bytearray(path.read_bytes())
    broken[len(broken) // 2] ^= 1
    path.write_bytes(bytes(broken))
