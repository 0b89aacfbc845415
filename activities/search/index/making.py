"""Where states come from: the one before and the log of changes, a snapshot, or all listings."""

import fcntl
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import connection

from activities.models import Listing
from activities.search import versions
from activities.search.index import reads, snapshot
from activities.search.index.reads import CatalogMoved, NoWay
from activities.search.index.snapshot import Damaged
from activities.search.index.state import State
from activities.search.versions import Version
from cme_catalog.lib.heap import give_back
from cme_catalog.lib.unavailable import Unavailable

MOST_WHILE_WAITING = 20_000
"""A state of so many listings at most is made while a reader waits; a larger one by a thread of its own."""

MANY = 1_000
"""Patching so many listings leaves memory behind that is worth giving back: 60 MiB after ten thousand."""

TRIES = 3

log = logging.getLogger(__name__)


class IndexUnavailable(Unavailable):
    """No state answers for the catalog as it is: try again shortly (503). The message says why."""


class NotPublished(Exception):
    """No new snapshot was written; the message says why."""


def directory() -> Path:
    """Where this catalog keeps its snapshots."""
    path: Path = settings.CME_DATA_DIR / "index"
    return path


def next_state(state: State | None) -> State:
    """A state nearer to the catalog: patched from the log, or made anew where the log does not lead.

    Raises IndexUnavailable when one is being made by a thread.
    """
    for known_way in (partial(caught_up, state), from_snapshot) if state else (from_snapshot,):
        try:
            return known_way()
        except NoWay:
            continue
    if Listing.objects.count() <= MOST_WHILE_WAITING:
        return build()
    _maker.begin()
    raise IndexUnavailable("the index is being made")


def caught_up(state: State) -> State:
    """The state patched from the log; the same when the catalog moved while it was read. Raises NoWay."""
    changes = reads.changes(state.version)
    if changes.version == state.version:
        return state
    try:
        return state.patched(changes.version, changes.rows, changes.slots)
    except CatalogMoved:
        return state
    finally:
        if len(changes.slots) > MANY:
            give_back()


def from_snapshot() -> State:
    """The newest snapshot that the log leads on from, patched. Raises NoWay when there is none.

    A thread replaces a damaged one that is met on the way.
    """
    for path in snapshot.newest_first(directory()):
        try:
            reads.way(snapshot.version(path))
            return caught_up(snapshot.load(path))
        except NoWay:
            continue
        except (Damaged, OSError) as reason:
            log.warning("The index snapshot %s is not used: %s.", path.name, reason)
            if type(reason) is Damaged:
                _met[path] = (snapshot.written(path), str(reason))
                _maker.begin()
    raise NoWay


_met: dict[Path, tuple[int, str]] = {}
"""Damaged snapshots that this process came upon: when each was written, and what is wrong with it."""


def trouble() -> str:
    """In words what is wrong with snapshots that this process came upon, until they are replaced; else nothing."""
    return " ".join(
        f"The snapshot of version {snapshot.version(path).v} is damaged: {_met[path][1]}. Another is being made."
        for path in snapshot.newest_first(directory())
        if path in _met and _met[path][0] == snapshot.written(path)
    )


def build() -> State:
    """A state of all listings as they are. Raises IndexUnavailable when the catalog changes all the while."""
    for _ in range(TRIES):
        since = versions.present()
        state = State.build(since, reads.everything())
        with suppress(NoWay):
            return _made_whole(state, since)
    raise IndexUnavailable("the catalog changes faster than it can be read")


def _made_whole(state: State, since: Version) -> State:
    """A state whose listings were read over a while, each as it was by then, with all that changed read once more.

    Reading a million listings takes too long to wait for a moment without an edit. Raises NoWay.
    """
    for _ in range(TRIES):
        if versions.present() == since:
            return state
        later = caught_up(state)
        if later is not state:
            return later
    raise NoWay


def damaged() -> list[str]:
    """What is wrong with snapshots, a sentence for each that cannot be read."""
    return [f"The index snapshot {path.name} cannot be read: {reason}." for path, reason in _unreadable().items()]


def _unreadable() -> dict[Path, Exception]:
    found: dict[Path, Exception] = {}
    for path in snapshot.newest_first(directory()):
        try:
            snapshot.load(path)
        except (Damaged, OSError) as reason:
            found[path] = reason
    return found


def _broken() -> list[Path]:
    """Snapshots that no code can read."""
    return [path for path, reason in _unreadable().items() if type(reason) is Damaged]


def publish() -> Path:
    """Build a state of all listings and write it as the newest snapshot.

    It is read back, checksum and all, before this returns. Raises NotPublished.
    """
    try:
        with _alone():
            path = _write()
            snapshot.load(path)
    except (Unavailable, Damaged, OSError) as reason:
        raise NotPublished(f"The index could not be written: {reason}.") from reason
    return path


def _write() -> Path:
    """Make a snapshot in place of damaged ones, so that those that are kept are whole."""
    state = build()
    for path in _broken():
        path.unlink(missing_ok=True)
    return snapshot.save(state, directory())


class _Maker:
    """Makes a snapshot outside requests: one thread in a process, one process on a machine."""

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None

    def begin(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._make, name="index", daemon=True)
            self._thread.start()

    def _make(self) -> None:
        try:
            with _alone():
                if _broken() or not _leads():
                    _write()
                    give_back()
        except Exception:
            log.exception("The index could not be made.")
        finally:
            connection.close()


def _leads() -> bool:
    """Whether there is a snapshot that the log leads on from."""
    try:
        from_snapshot()
    except NoWay:
        return False
    return True


@contextmanager
def _alone() -> Iterator[None]:
    """Waits until no other process makes a snapshot."""
    directory().mkdir(parents=True, exist_ok=True)
    with (directory() / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


_maker = _Maker()
