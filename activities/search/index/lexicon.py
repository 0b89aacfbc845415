"""The tokens of a segment, and which of them are forms of one word: arrays, shared once they are mapped."""

from collections.abc import Iterator, Sequence
from typing import Self

import numpy as np

from activities.search.index.bitmaps import Numbers
from activities.search.language import number_form, stem

SAME, FORM, STEM = "same", "form", "stem"
"""How like the token asked for: just the same; its singular and plural; its other verb forms too."""

NOWHERE = np.empty(0, np.uint32)


class Groups:
    """Numbers of tokens by a key they share: those of `keys[n]` are `numbers[ends[n]:ends[n + 1]]`."""

    def __init__(self, keys: Numbers, ends: Numbers, numbers: Numbers) -> None:
        self.keys, self.ends, self.numbers = keys, ends, numbers

    @classmethod
    def build(cls, keys: Sequence[str]) -> Self:
        """From the key of each token, by the token's number."""
        packed = packed_texts(keys)
        order = np.argsort(packed, kind="stable")
        distinct, first = np.unique(packed[order], return_index=True)
        return cls(distinct, np.append(first, len(keys)).astype(np.uint32), order.astype(np.uint32))

    def of(self, key: str) -> Numbers:
        place = find(self.keys, key)
        return NOWHERE if place < 0 else self.numbers[self.ends[place] : self.ends[place + 1]]


class Lexicon:
    """Tokens in the order of their bytes; their numbers are their places. `lengths` are their letters."""

    def __init__(self, tokens: Numbers, lengths: Numbers, forms: Groups, stems: Groups) -> None:
        self.tokens, self.lengths, self.forms, self.stems = tokens, lengths, forms, stems

    @classmethod
    def build(cls, tokens: Sequence[str]) -> Self:
        """From distinct tokens in the order of their bytes."""
        lengths = np.fromiter(map(len, tokens), np.uint8, len(tokens))
        forms = Groups.build([number_form(token) for token in tokens])
        return cls(packed_texts(tokens), lengths, forms, Groups.build([stem(token) for token in tokens]))

    def numbers(self, token: str, like: str) -> Numbers:
        """The tokens that stand for the one asked for. One in capitals stands for the same in small letters too, but
        not the other way round.
        """
        if token.isupper():
            return self._same(token)
        if like == FORM:
            return self.forms.of(number_form(token))
        if like == STEM:
            return self.stems.of(stem(token))
        return self._same(token, token.upper())

    def nearby(self, token: str, edits: int) -> Iterator[str]:
        """The tokens with the same first letter, a to z, and about as many letters; those in capitals in small ones."""
        for letter in (ord(token[0]), ord(token[0].upper())):
            first, last = np.searchsorted(self.tokens, np.array([bytes([letter]), bytes([letter + 1])]))
            lengths = self.lengths[first:last]
            close = (lengths >= len(token) - edits) & (lengths <= len(token) + edits)
            yield from (found.decode().lower() for found in self.tokens[first:last][close].tolist())

    def _same(self, *tokens: str) -> Numbers:
        places = (find(self.tokens, token) for token in dict.fromkeys(tokens))
        return np.array([place for place in places if place >= 0], np.uint32)


def packed_texts(texts: Sequence[str]) -> Numbers:
    """The texts as bytes of one width."""
    return np.array([text.encode() for text in texts], np.bytes_) if texts else np.empty(0, "S1")


def find(sorted_texts: Numbers, text: str) -> int:
    """The place of a text, or -1."""
    wanted = text.encode("utf-8", "replace")
    if len(wanted) > sorted_texts.dtype.itemsize or not len(sorted_texts):
        return -1
    place = int(np.searchsorted(sorted_texts, np.array(wanted, sorted_texts.dtype)))
    return place if place < len(sorted_texts) and sorted_texts[place] == wanted else -1
