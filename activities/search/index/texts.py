"""The texts of all public listings: one large segment and a few small ones with what changed since.

The newest segment that has a slot speaks for it. Small segments are merged as they come, so that there are never many:
each is at least twice as large as the one after it.
"""

from collections.abc import Iterable, Sequence
from typing import Self, TypeVar

import numpy as np

from activities.search import spelling
from activities.search.index.bitmaps import NONE, Slots, to_numbers, union
from activities.search.index.forward import WIDTH, Forward, Gathered, merged
from activities.search.index.lexicon import SAME, STEM
from activities.search.index.segment import Likeness, Segment
from activities.search.index.sought import Sought, SoughtInAll
from activities.search.query import Clause
from activities.search.spelling import Correction, Near

MOST_KEPT = 24
"""Clauses whose sets are kept, the latest used: at a million listings one may take two megabytes."""

V = TypeVar("V")


class Texts:
    """Segments, oldest first, and of each the slots for which it no longer speaks."""

    def __init__(
        self, segments: Sequence[Segment], gone: Sequence[Slots], kept: "dict[Clause, Sought] | None" = None
    ) -> None:
        self.segments, self.gone = segments, gone
        self._in_first = {} if kept is None else kept
        self._in_all: dict[Clause, SoughtInAll] = {}

    @classmethod
    def build(cls, gathered: Gathered) -> Self:
        return cls([Segment.build(gathered.forward())], [NONE])

    def sought(self, clause: Clause) -> SoughtInAll:
        """What the clause finds; kept for the next reader who asks."""
        found = self._in_all.pop(clause, None)
        if found is None:
            parts = [self._first(clause), *(Sought(segment, clause) for segment in self.segments[1:])]
            found = SoughtInAll(list(zip(parts, self.gone, strict=True)))
        _keep(self._in_all, clause, found)
        return found

    def forget(self) -> None:
        """Drop the clauses that are kept, so that the next is sought anew."""
        self._in_first.clear()
        self._in_all.clear()

    def _first(self, clause: Clause) -> Sought:
        """In the large segment, which outlives many edits."""
        found = self._in_first.pop(clause, None) or Sought(self.segments[0], clause)
        _keep(self._in_first, clause, found)
        return found

    def titled(self, phrase: Sequence[Likeness]) -> tuple[Slots, Slots]:
        """The slots whose title holds the phrase, and those whose title is nothing else."""
        found = [segment.titled(phrase) for segment in self.segments]
        pairs = [(holding - gone, whole - gone) for (holding, whole), gone in zip(found, self.gone, strict=True)]
        return union(holding for holding, _ in pairs), union(whole for _, whole in pairs)

    def correction(self, token: str) -> Correction | None:
        """What may be meant by a token that no listing has in any form; None when one has it."""
        if self._listings(token, STEM):
            return None
        edits = spelling.most_edits(token)
        words = dict.fromkeys(word for one in self.segments for word in one.lexicon.nearby(token, edits))
        found = spelling.near(token, words)
        return spelling.correction(token, (Near(one, far, self._listings(one, SAME)) for one, far in found.items()))

    def _listings(self, token: str, like: str) -> int:
        """How many listings have the token."""
        return sum(
            len(union(one.having(one.lexicon.numbers(token, like).tolist(), at) for at in range(WIDTH)) - gone)
            for gone, one in self._pairs()
        )

    def patched(self, touched: Slots, gathered: Gathered) -> "Texts":
        """The texts after the touched listings lost theirs and those gathered came."""
        segments, gone = list(self.segments), [slots | (touched & one.members) for slots, one in self._pairs()]
        forward = gathered.forward()
        if len(forward.slots):
            segments.append(Segment.build(forward))
            gone.append(NONE)
        start = _first_to_merge([len(one.members) - len(lost) for one, lost in zip(segments, gone, strict=True)])
        if 0 < start < len(segments) - 1:
            segments[start:], gone[start:] = [_merged(segments[start:], gone[start:])], [NONE]
        return Texts(segments, gone, self._in_first)

    def packed(self) -> Segment:
        """All that stands in one segment."""
        return _merged(self.segments, self.gone) if len(self.segments) > 1 or self.gone[0] else self.segments[0]

    def _pairs(self) -> Iterable[tuple[Slots, Segment]]:
        return zip(self.gone, self.segments, strict=True)


def _first_to_merge(sizes: list[int]) -> int:
    """The first of the segments at the end that become one; the oldest stays as it is."""
    start, size = len(sizes) - 1, sizes[-1]
    while start > 1 and sizes[start - 1] < 2 * size:
        start -= 1
        size += sizes[start]
    return start


def _merged(segments: Sequence[Segment], gone: Sequence[Slots]) -> Segment:
    return Segment.build(merged(map(_standing, segments, gone)))


def _standing(segment: Segment, gone: Slots) -> Forward:
    """The listings for which a segment still speaks."""
    forward = segment.forward()
    return forward.taking(np.flatnonzero(~np.isin(segment.slots, to_numbers(gone)))) if gone else forward


def _keep(kept: dict[Clause, V], clause: Clause, found: V) -> None:
    kept[clause] = found
    for oldest in list(kept)[:-MOST_KEPT]:
        kept.pop(oldest, None)
