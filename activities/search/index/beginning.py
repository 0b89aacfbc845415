"""The words of listings that begin with some letters."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from activities.search.index.segment import Segment

MOST_LOOKED_AT = 20_000


def words_beginning(segments: Sequence[Segment], letters: str, most: int) -> list[str]:
    """The most frequent words with this beginning, in small letters; words equally frequent are in their own order."""
    found: Counter[str] = Counter()
    for segment in segments:
        for spelled in {letters.lower(), letters.upper()}:
            first, last = _stretch(segment, spelled)
            sizes = np.diff(segment.ends[first : last + 1]).tolist()
            words = segment.lexicon.tokens[first:last].tolist()
            for word, size in zip(words, sizes, strict=True):
                found[word.decode().lower()] += size
    return sorted(found, key=lambda word: (-found[word], word))[:most]


def _stretch(segment: Segment, letters: str) -> tuple[int, int]:
    """Where the words with this beginning stand among all; no byte of a word is as large as the mark behind it."""
    tokens = segment.lexicon.tokens
    beginning = letters.encode("utf-8", "replace")
    if len(beginning) >= tokens.dtype.itemsize:
        return 0, 0
    bounds = np.array([beginning, beginning + b"\xff"], tokens.dtype)
    first, last = np.searchsorted(tokens, bounds).tolist()
    return first, min(last, first + MOST_LOOKED_AT)
