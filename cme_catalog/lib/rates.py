"""How often something happens within a second, counted in memory that a process shares with those it forks."""

import mmap
import struct

_ROW = struct.Struct("=IIQ")
"""The second, what tells one key from another, and the count."""


class Rates:
    """Counts by key, in bounded memory and without a server.

    Made before processes fork, they all count together. Keys that meet at one place within a second, and processes
    that count at the very same moment, take counts from each other: a count is sometimes too low, never too high.
    """

    def __init__(self, places: int = 16_384) -> None:
        self._places, self._memory = places, mmap.mmap(-1, places * _ROW.size)

    def count(self, key: str, at: float) -> int:
        """How often the key was counted within the second of `at` (in seconds), this time included."""
        number = hash(key)  # Of a process and those it forks, but of no other: nobody can aim at somebody's place.
        start, mark, now = number % self._places * _ROW.size, number >> 16 & 0xFFFFFFFF, int(at) & 0xFFFFFFFF
        second, holder, before = _ROW.unpack_from(self._memory, start)
        count: int = before + 1 if (second, holder) == (now, mark) else 1
        _ROW.pack_into(self._memory, start, now, mark, count)
        return count
