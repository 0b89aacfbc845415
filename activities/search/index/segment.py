"""Postings of some listings: where each token stands, and which listings hold it in which field.

A segment never changes. Its arrays may be views of a mapped file; sets are read from their bytes when asked for.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Self

import numpy as np

from activities.search.index.bitmaps import NONE, Numbers, Slots, from_numbers, union
from activities.search.index.forward import PAUSE, WIDTH, Forward
from activities.search.index.lexicon import NOWHERE, Lexicon
from activities.search.language import BREAK, number_form
from activities.wording import TITLE

Likeness = tuple[str, str]
"""A token, and how like it a token of a text must be."""


class Segment:
    """Token n stands at the places `places[ends[n]:ends[n + 1]]` of all texts laid end to end, as in a `Forward`.

    The bytes of its set for field f lie in `sets` from `set_ends[n * WIDTH + f]` on.
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

    @classmethod
    def build(cls, forward: Forward) -> Self:
        """From listings as numbered tokens."""
        numbers, tokens = _renumbered(forward)
        ids = numbers[forward.ids]
        spots = np.flatnonzero(ids != len(tokens)).astype(np.uint32)
        order = np.argsort(ids[spots], kind="stable")
        places, owners = spots[order], ids[spots][order]
        ends = np.searchsorted(owners, np.arange(len(tokens) + 1))
        sets, set_ends = _sets(forward, places, owners, len(tokens))
        return cls(forward.slots, forward.starts, Lexicon.build(tokens), places, ends, sets, set_ends)

    def having(self, like: Likeness, field: int) -> Slots:
        """The slots whose field holds the token."""
        return union(self._set(number, field) for number in self.lexicon.numbers(*like).tolist())

    def _set(self, number: int, field: int) -> Slots:
        at = number * WIDTH + field
        start, end = self.set_ends[at], self.set_ends[at + 1]
        return Slots.deserialize(self.sets[start:end].tobytes()) if end > start else NONE

    def having_phrase(self, phrase: Sequence[Likeness], but: Iterable[Sequence[Likeness]] = ()) -> list[Slots]:
        """By field, the slots that hold the tokens one after another, not only inside one of the longer phrases."""
        begins = self._begins(phrase)
        for longer in but:
            at = _offset(phrase, longer)
            begins = np.setdiff1d(begins, self._begins(longer) + np.uint32(at), assume_unique=True)
        entries = self._entries(begins)
        fields, slots = entries % WIDTH, self.slots[entries // WIDTH]
        return [from_numbers(slots[fields == field]) for field in range(WIDTH)]

    def titled(self, phrase: Sequence[Likeness]) -> tuple[Slots, Slots]:
        """The slots whose title holds the phrase, and those whose title is nothing else."""
        begins = self._begins(phrase)
        entries = self._entries(begins)
        in_title = entries % WIDTH == TITLE
        begins, entries = begins[in_title], entries[in_title]
        lengths = self.starts[entries + 1] - self.starts[entries]
        whole = lengths == len(phrase) + 1
        slots = self.slots[entries // WIDTH]
        return from_numbers(slots), from_numbers(slots[whole])

    def _begins(self, phrase: Sequence[Likeness]) -> Numbers:
        """Where the phrase begins: the rarest token says where it can, the others in turn whether it does."""
        columns = sorted(enumerate(map(self._places, phrase)), key=lambda column: len(column[1]))
        (offset, rarest), *others = columns
        found = rarest[rarest >= offset] - np.uint32(offset)
        for offset, places in others:
            if not len(found):
                break
            wanted = found + np.uint32(offset)
            at = np.minimum(np.searchsorted(places, wanted), len(places) - 1)
            found = found[places[at] == wanted]
        return found

    def _places(self, like: Likeness) -> Numbers:
        """Where the token stands, ascending."""
        numbers = self.lexicon.numbers(*like).tolist()
        columns = [self.places[self.ends[number] : self.ends[number + 1]] for number in numbers]
        if len(columns) < 2:
            return columns[0] if columns else NOWHERE
        return np.sort(np.concatenate(columns), kind="stable")

    def _entries(self, places: Numbers) -> Numbers:
        """For each place, which field of which listing it lies in: the number of its start."""
        entries: Numbers = np.searchsorted(self.starts, places, "right") - 1
        return entries

    def forward(self) -> Forward:
        """The listings as numbered tokens again, put together from the postings."""
        tokens = [BREAK, *(token.decode() for token in self.lexicon.tokens.tolist())]
        ids = np.full(int(self.starts[-1]), PAUSE, np.uint32)
        ids[self.places] = np.repeat(np.arange(1, len(tokens), dtype=np.uint32), np.diff(self.ends))
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


def _sets(forward: Forward, places: Numbers, owners: Numbers, tokens: int) -> tuple[Numbers, Numbers]:
    """The bytes of the sets of all tokens and fields, and where each ends."""
    entries = np.searchsorted(forward.starts, places, "right") - 1
    keys = owners.astype(np.int64) * WIDTH + entries % WIDTH
    order = np.argsort(keys, kind="stable")
    keys, slots = keys[order], forward.slots[entries[order] // WIDTH]
    distinct, first = np.unique(keys, return_index=True)
    bounds = [*first.tolist(), len(keys)]
    pieces = [from_numbers(slots[start:end]).serialize() for start, end in pairwise(bounds)] if len(keys) else []
    lengths = np.zeros(tokens * WIDTH + 1, np.int64)
    lengths[distinct + 1] = [len(piece) for piece in pieces]
    return np.frombuffer(b"".join(pieces), np.uint8), np.cumsum(lengths)
