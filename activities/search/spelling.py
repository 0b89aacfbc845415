"""Words that may be misspelt, and what may be meant: offered with a count, never applied.

A word is doubted only when no listing and no concept has it: dysphagia is never turned into dysphasia, nor one drug
into another. What is offered begins with the same letter and is one edit away, from eight letters on two: a letter
put in, left out, exchanged, or swapped with its neighbor.
"""

from collections.abc import Iterable
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from activities.search import language

LEAST_LETTERS = 5
LONG = 8
"""From so many letters on, two edits are allowed."""

MOST = 5
"""Words that are offered for one."""


class Near(NamedTuple):
    """A word that may be meant: how many edits away it is, and in how many listings it stands."""

    word: str
    edits: int
    listings: int


class Correction(NamedTuple):
    """A token of a query that nothing has, and the words that may be meant, the likeliest first."""

    token: str
    words: tuple[str, ...]


def doubtful(token: str) -> bool:
    """Whether a token may be corrected at all: five letters of A to Z or more, and nothing but letters."""
    return len(token) >= LEAST_LETTERS and token.isascii() and token.isalpha() and token.islower()


def most_edits(token: str) -> int:
    return 1 if len(token) < LONG else 2


def near(token: str, words: Iterable[str]) -> dict[str, int]:
    """Those of the words that may be meant, with their number of edits; they begin with the token's first letter."""
    found = process.extract(
        token, list(words), scorer=OSA.distance, score_cutoff=most_edits(token), limit=None, processor=None
    )
    return {word: int(edits) for word, edits, _ in found if word.isalpha() and edits}


def correction(token: str, found: Iterable[Near]) -> Correction:
    """The nearest words; among equally near ones those in most listings, then by the alphabet."""
    ordered = sorted((one for one in found if one.listings), key=lambda one: (one.edits, -one.listings, one.word))
    return Correction(token, tuple(one.word for one in ordered[:MOST]))


def respelled(text: str, token: str, word: str) -> str:
    """The search text with the word in place of what was read as the token."""
    plain = language.plain(text)
    pieces, end = [], 0
    for found in language.written_words(plain):
        if [token] == language.query_tokens(found.group()):
            pieces += [plain[end : found.start()], word]
            end = found.end()
    return "".join([*pieces, plain[end:]])
