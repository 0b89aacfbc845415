"""The index in a file, so that a new worker has it at once and shares its arrays with the others.

A file holds: a magic number; the length of the header; the header in JSON (format, a digest of the code that gives the
arrays their meaning, where each array lies, and the plain part of the state); the arrays, each on a boundary of eight
bytes; and the CRC-32 of everything before. Anything that does not fit exactly is not read. No pickle: a file can be
wrong, but it cannot run anything.
"""

import hashlib
import json
import mmap
import os
import tempfile
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from activities import facts, prices, wording
from activities.search import american, language, word_forms
from activities.search.index import (
    bitmaps,
    columns,
    forward,
    harvest,
    ladders,
    lexicon,
    packing,
    segment,
    titles,
    windows,
)
from activities.search.index.bitmaps import Numbers
from activities.search.index.packing import Packed
from activities.search.index.state import State
from activities.search.versions import Version
from cme_catalog.lib import text

MAGIC = b"CMEINDEX"
FORMAT = 2
KEPT = 2
SUFFIX, UNFINISHED = ".index", ".unfinished"
LENGTH = 8
_MEANING = (
    *(facts, prices, wording, text, american, language, word_forms),
    *(bitmaps, columns, forward, harvest, ladders, lexicon, packing, segment, titles, windows),
)


class Damaged(Exception):
    """The file is not a whole snapshot of this code; the message says what is wrong."""


class OfOtherCode(Damaged):
    """The file is whole, but what its arrays mean has changed since."""


class Mapped:
    """A verified snapshot, mapped into memory; its arrays are views that keep the mapping alive."""

    def __init__(self, mapped: mmap.mmap) -> None:
        self._mapped = mapped
        self._start, header = _header(mapped)
        self.plain = header["plain"]
        self._arrays: dict[str, tuple[str, int, int]] = header["arrays"]

    def array(self, name: str) -> Numbers:
        dtype, offset, count = self._arrays[name]
        return np.frombuffer(self._mapped, dtype, count, self._start + offset)


def save(state: State, directory: Path) -> Path:
    """Write the state beside the older snapshots and keep the newest two; one writer at a time.

    A writer killed at any moment harms no snapshot; what it leaves behind is removed by the next.
    """
    directory.mkdir(parents=True, exist_ok=True)
    for left in directory.glob(f"*{UNFINISHED}"):
        left.unlink()
    path = directory / f"{state.version.v}-{state.version.token}{SUFFIX}"
    handle, unfinished = tempfile.mkstemp(suffix=UNFINISHED, dir=directory)
    with os.fdopen(handle, "wb") as file:
        for piece in _pieces(packing.pack(state)):
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    Path(unfinished).replace(path)
    _sync(directory)
    for old in newest_first(directory)[KEPT:]:
        old.unlink(missing_ok=True)
    return path


def newest_first(directory: Path) -> list[Path]:
    """The snapshots in the directory; one that another process removes meanwhile is none."""
    found = {path: when for path in directory.glob(f"*{SUFFIX}") if (when := written(path))}
    return sorted(found, key=found.__getitem__, reverse=True)


def written(path: Path) -> int:
    """When the file was written, in nanoseconds; 0 when there is none."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def version(path: Path) -> Version:
    """The version that the file is of, by its name."""
    v, _, token = path.stem.partition("-")
    return Version(int(v) if v.isascii() and v.isdigit() else 0, token)


def load(path: Path) -> State:
    """The state in the file, its arrays mapped. Raises Damaged, or OSError when it cannot be read."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size < len(MAGIC) + 2 * LENGTH:
            raise Damaged("it is too short")
        mapped = mmap.mmap(file.fileno(), size, access=mmap.ACCESS_READ)
    _verify(mapped)
    state = packing.unpack(Mapped(mapped))
    if state.version != version(path):
        raise Damaged("its name is of another version")
    return state


def _verify(mapped: mmap.mmap) -> None:
    body = len(mapped) - LENGTH
    if mapped[: len(MAGIC)] != MAGIC:
        raise Damaged("it does not begin like a snapshot")
    with memoryview(mapped) as whole, whole[:body] as checked:
        if zlib.crc32(checked) != int.from_bytes(mapped[body:], "little"):
            raise Damaged("its checksum does not fit")
    _, header = _header(mapped)
    if (header["format"], header["code"]) != (FORMAT, code_digest()):
        raise OfOtherCode("another version of the code wrote it")


def _header(mapped: mmap.mmap) -> tuple[int, Any]:
    """Where the arrays start, and the header."""
    start = len(MAGIC) + LENGTH
    end = start + int.from_bytes(mapped[len(MAGIC) : start], "little")
    return end, json.loads(mapped[start:end])


def _pieces(packed: Packed) -> Iterator[bytes]:
    """The file, piece by piece."""
    places, offset = {}, 0
    for name, array in packed.arrays.items():
        places[name] = (array.dtype.str, offset, len(array))
        offset += _padded(array.nbytes)
    header = {"format": FORMAT, "code": code_digest(), "arrays": places, "plain": packed.plain}
    text = json.dumps(header).encode()
    text += b" " * (_padded(len(text)) - len(text))
    pieces = [MAGIC + len(text).to_bytes(LENGTH, "little") + text]
    crc = zlib.crc32(pieces[0])
    yield pieces[0]
    for array in packed.arrays.values():
        piece = array.tobytes().ljust(_padded(array.nbytes), b"\0")
        crc = zlib.crc32(piece, crc)
        yield piece
    yield crc.to_bytes(LENGTH, "little")


def _padded(length: int) -> int:
    return -(-length // LENGTH) * LENGTH


@cache
def code_digest() -> str:
    """A digest of the modules that decide what the arrays mean: another digest, another index."""
    sources = [Path(module.__file__ or "").read_bytes() for module in _MEANING]
    return hashlib.sha256(b"\0".join(sources)).hexdigest()


def _sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
