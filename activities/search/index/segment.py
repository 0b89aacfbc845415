"""Postings of some listings: where each token stands, and which listings hold it in which field.

A segment never changes. Its arrays may be views of a mapped file; sets are read from their bytes when asked for.
"""

from collections.abc import Iterable, Sequence
from typing import Self

import numpy as np

from activities.search.index.arrays import common
from activities.search.index.bitmaps import NONE, Numbers, Slots, from_numbers, union
from activities.search.index.forward import PAUSE, WIDTH, Forward
from activities.search.index.lexicon import NOWHERE, Lexicon
from activities.search.language import BREAK, number_form
from activities.wording import TITLE

Likeness = tuple[str, str]
"""A token, and how like it a token of a text must be."""


class Segment:
    """Token n stands in field f at `places[ends[at]:ends[at + 1]]`, `at` being n * WIDTH + f: places in all texts laid
    end to end, as in a `Forward`. The bytes of its set for the field lie in `sets`, by `set_ends` likewise.
    """

    def __init__(
        self,
        slots: Numbers,
        starts: Numbers,
        lexicon: Lexicon,
        places: Numbers,
        ends: Numbers,
        sets: Numbers,
        set_ends: Numbers,
    ) -> None:
        self.slots, self.starts, self.lexicon, self.places, self.ends = slots, starts, lexicon, places, ends
        self.sets, self.set_ends = sets, set_ends
        self.members = from_numbers(slots)
        self._titles: dict[int, Slots] = {}

    @classmethod
    def build(cls, forward: Forward) -> Self:
        """From listings as numbered tokens."""
        numbers, tokens = _renumbered(forward)
        ids = numbers[forward.ids]
        spots = np.flatnonzero(ids != len(tokens)).astype(np.uint32)
        entries = np.searchsorted(forward.starts, spots, "right") - 1
        keys = ids[spots].astype(np.int64) * WIDTH + entries % WIDTH
        order = np.argsort(keys, kind="stable")
        ends = np.searchsorted(keys[order], np.arange(len(tokens) * WIDTH + 1))
        sets, set_ends = _sets(forward.slots[entries[order] // WIDTH], ends)
        return cls(forward.slots, forward.starts, Lexicon.build(tokens), spots[order], ends, sets, set_ends)

    def having(self, numbers: Iterable[int], field: int) -> Slots:
        """The slots whose field holds any of the tokens with these numbers in the lexicon."""
        return union(self._set(number, field) for number in numbers)

    def _set(self, number: int, field: int) -> Slots:
        at = number * WIDTH + field
        start, end = self.set_ends[at], self.set_ends[at + 1]
        return Slots.deserialize(self.sets[start:end].tobytes()) if end > start else NONE

    def having_phrase(self, phrase: Sequence[Likeness], field: int, but: Iterable[Sequence[Likeness]] = ()) -> Slots:
        """The slots whose field holds the tokens one after another, not only inside one of the longer phrases."""
        begins = self._begins(phrase, field)
        for longer in but:
            at = _offset(phrase, longer)
            begins = np.setdiff1d(begins, self._begins(longer, field) + np.uint32(at), assume_unique=True)
        entries = np.searchsorted(self.starts, begins, "right") - 1
        return from_numbers(self.slots[entries // WIDTH])

    def titled(self, phrase: Sequence[Likeness]) -> tuple[Slots, Slots]:
        """The slots whose title holds the phrase, and those whose title is nothing else."""
        if len(phrase) == 1:
            holding = self.having(self.lexicon.numbers(*phrase[0]).tolist(), TITLE)
        else:
            holding = self.having_phrase(phrase, TITLE)
        return holding, holding & self._of_length(len(phrase)) if holding else NONE

    def _of_length(self, words: int) -> Slots:
        """The slots with a title of so many words."""
        if words not in self._titles:
            lengths = self.starts[TITLE + 1 :: WIDTH] - self.starts[TITLE:-1:WIDTH] - 1
            self._titles[words] = from_numbers(self.slots[lengths == words])
        return self._titles[words]

    def _begins(self, phrase: Sequence[Likeness], field: int) -> Numbers:
        """Where the phrase begins: the rarest token says where it can, the others in turn whether it does."""
        columns = sorted(enumerate(self._places(like, field) for like in phrase), key=lambda column: len(column[1]))
        (offset, rarest), *others = columns
        found = rarest[rarest >= offset] - np.uint32(offset)
        for offset, places in others:
            if not len(found):
                break
            found = common(found + np.uint32(offset), places) - np.uint32(offset)
        return found

    def _places(self, like: Likeness, field: int) -> Numbers:
        """Where in a field the token stands, ascending."""
        spots = (self.lexicon.numbers(*like).astype(np.int64) * WIDTH + field).tolist()
        columns = [self.places[self.ends[at] : self.ends[at + 1]] for at in spots]
        if len(columns) < 2:
            return columns[0] if columns else NOWHERE
        return np.sort(np.concatenate(columns), kind="stable")

    def forward(self) -> Forward:
        """The listings as numbered tokens again, put together from the postings."""
        tokens = [BREAK, *(token.decode() for token in self.lexicon.tokens.tolist())]
        ids = np.full(int(self.starts[-1]), PAUSE, np.uint32)
        ids[self.places] = np.repeat(np.arange(1, len(tokens), dtype=np.uint32), np.diff(self.ends[::WIDTH]))
        return Forward(tokens, ids, self.starts, self.slots)


def _offset(phrase: Sequence[Likeness], longer: Sequence[Likeness]) -> int:
    """Where in the longer phrase the other stands."""
    short, long = (tuple(number_form(token) for token, _ in one) for one in (phrase, longer))
    return next(at for at in range(len(long)) if long[at : at + len(short)] == short)


def _renumbered(forward: Forward) -> tuple[Numbers, list[str]]:
    """New numbers by old ones, in the order of the tokens' bytes, with the break behind all; and the tokens."""
    used = np.zeros(len(forward.tokens), bool)
    used[forward.ids] = True
    used[PAUSE] = False
    old = sorted(np.flatnonzero(used).tolist(), key=lambda number: forward.tokens[number].encode())
    numbers = np.full(len(forward.tokens), len(old), np.uint32)
    numbers[old] = np.arange(len(old), dtype=np.uint32)
    return numbers, [forward.tokens[number] for number in old]


def _sets(slots: Numbers, ends: Numbers) -> tuple[Numbers, Numbers]:
    """The bytes of the sets of slots that lie between the ends, and where each ends."""
    some = np.flatnonzero(np.diff(ends))
    bounds = zip(ends[some].tolist(), ends[some + 1].tolist(), strict=True)
    pieces = [from_numbers(slots[start:end]).serialize() for start, end in bounds]
    lengths = np.zeros(len(ends), np.int64)
    lengths[some + 1] = [len(piece) for piece in pieces]
    return np.frombuffer(b"".join(pieces), np.uint8), np.cumsum(lengths)
