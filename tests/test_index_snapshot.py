"""The index's file: a whole one gives the state back, and any other is not read."""

import os
import signal
import threading
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.search import sql
from activities.search.index import making, snapshot
from activities.search.index.current import Index
from activities.search.index.snapshot import Damaged
from activities.search.index.state import State
from activities.search.selection import Selection
from activities.search.versions import Version
from tests import factories, random_edits
from tests.factories import DAY
from tests.index_rows import rows
from tests.index_states import content

OPEN = Selection(day=DAY)


@pytest.fixture(scope="module")
def state() -> State:
    return State.build(Version(7, "token"), rows(300))


@pytest.fixture(scope="module")
def written(state: State, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return snapshot.save(state, tmp_path_factory.mktemp("index"))


@pytest.fixture
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the catalog of a test keeps its snapshots."""
    monkeypatch.setattr(django_settings, "CME_DATA_DIR", tmp_path)
    return making.directory()


def test_a_snapshot_gives_the_state_back(state: State, written: Path) -> None:
    assert content(snapshot.load(written), DAY) == content(state, DAY)


def test_a_loaded_state_can_be_patched(state: State, written: Path) -> None:
    later, changed = Version(8, "later"), list(rows(40, seed=1))
    assert content(snapshot.load(written).patched(later, changed)) == content(state.patched(later, changed))


def test_a_patched_state_can_be_saved(state: State, tmp_path: Path) -> None:
    patched = state.patched(Version(8, "later"), rows(40, seed=1))
    assert content(snapshot.load(snapshot.save(patched, tmp_path)), DAY) == content(patched, DAY)


def test_arrays_are_shared_with_whoever_maps_the_file(written: Path) -> None:
    loaded = snapshot.load(written)
    for array in (loaded.ids, loaded.by_id.slots, loaded.titles.keys, loaded.columns.codes):
        assert not array.flags.owndata
        assert not array.flags.writeable


def damaged(written: Path, directory: Path, content: bytes) -> None:
    path = directory / written.name
    path.write_bytes(content)
    with pytest.raises(Damaged):
        snapshot.load(path)


@given(share=st.floats(0, 1, exclude_max=True))
@settings(max_examples=40)
def test_a_cut_snapshot_is_not_read(written: Path, tmp_path_factory: pytest.TempPathFactory, share: float) -> None:
    whole = written.read_bytes()
    damaged(written, tmp_path_factory.mktemp("cut"), whole[: int(len(whole) * share)])


def test_something_behind_the_end_is_noticed(written: Path, tmp_path: Path) -> None:
    damaged(written, tmp_path, written.read_bytes() + b"\0" * 8)


def test_another_format_is_not_read(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "FORMAT", snapshot.FORMAT + 1)
    with pytest.raises(Damaged, match="another version of the code"):
        snapshot.load(written)


def test_what_other_code_wrote_is_not_read(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "code_digest", lambda: "of other code")
    with pytest.raises(Damaged, match="another version of the code"):
        snapshot.load(written)


def test_a_renamed_snapshot_is_not_read(written: Path, tmp_path: Path) -> None:
    renamed = tmp_path / f"8-token{snapshot.SUFFIX}"
    renamed.write_bytes(written.read_bytes())
    with pytest.raises(Damaged, match="name"):
        snapshot.load(renamed)


def test_two_snapshots_are_kept(tmp_path: Path) -> None:
    saved = [snapshot.save(State.build(Version(v, "token"), rows(3)), tmp_path) for v in range(1, 5)]
    assert snapshot.newest_first(tmp_path) == [saved[3], saved[2]]


def test_a_killed_writer_harms_nothing(state: State, tmp_path: Path) -> None:
    saved = snapshot.save(state, tmp_path)
    for moment in range(1, 11):
        writer = os.fork()
        if not writer:
            while True:
                snapshot.save(state, tmp_path)
        threading.Event().wait(moment / 200)
        os.kill(writer, signal.SIGKILL)
        os.waitpid(writer, 0)
        assert content(snapshot.load(saved)) == content(state)
    snapshot.save(state, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [saved.name]


@pytest.mark.django_db
class TestOfTheCatalog:
    @pytest.fixture(autouse=True)
    def catalog(self, directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(making._maker, "begin", lambda: None)
        factories.make_vocabularies()
        for number in range(3):
            factories.publish(f"Asthma {number}")
        making.publish()
        factories.publish("Asthma later")
        making.publish()
        factories.publish("Asthma last")

    def test_a_new_worker_begins_with_the_newest(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(making, "build", never)
        assert Index().ids(OPEN, 0, 10) == sql.ids(OPEN, 0, 10)

    def test_a_damaged_one_gives_way_to_the_one_before(self, directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        damage(snapshot.newest_first(directory)[0])
        monkeypatch.setattr(making, "build", never)
        assert Index().ids(OPEN, 0, 10) == sql.ids(OPEN, 0, 10)

    def test_without_a_good_one_the_index_is_built_anew(self, directory: Path) -> None:
        for path in snapshot.newest_first(directory):
            damage(path)
        assert Index().ids(OPEN, 0, 10) == sql.ids(OPEN, 0, 10)

    def test_one_of_another_history_is_not_used(self, directory: Path) -> None:
        for path in snapshot.newest_first(directory):
            version = snapshot.version(path)
            path.rename(path.with_name(f"{version.v}-{'0' * 32}{snapshot.SUFFIX}"))
        with pytest.raises(making.NoWay):
            making.from_snapshot()
        assert Index().ids(OPEN, 0, 10) == sql.ids(OPEN, 0, 10)

    def test_a_snapshot_of_the_catalog_follows_its_edits(self) -> None:
        for number in range(6):
            factories.publish(f"Heart {number}")
        random_edits.make(5)
        assert content(making.from_snapshot(), DAY) == content(making.build(), DAY)


def damage(path: Path) -> None:
    broken = bytearray(path.read_bytes())
    broken[len(broken) // 2] ^= 1
    path.write_bytes(bytes(broken))


def never() -> State:
    raise AssertionError("the index was built anew")
