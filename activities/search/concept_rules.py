"""What must hold between the terms of all concepts, so that no search is led astray: read by files, forms and tests."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from activities.search import language

MOST_TOKENS = 16
"""Words of a term; a phrase of a query has no more."""

ACRONYM, MEMBER, RELATED, NAME, PAIR = "acronym", "member", "related", "name", "pair"
APART = (MEMBER, RELATED)
"""Kinds of terms that do not mean their concept."""

Key = tuple[str, ...]
Side = tuple[int, int]
"""The number of a pair, and 0 or 1 for its first or its second word."""


class Term(NamedTuple):
    """A name of a concept: one of its terms, or its preferred name, whose kind is "name"."""

    concept: str
    text: str
    kind: str
    capitals_only: bool = False
    sense: int = 0


class Trouble(NamedTuple):
    """What is wrong with a term, as a sentence, the field that would put it right, and the pair that forbids it."""

    term: Term
    field: str
    sentence: str
    pair: tuple[str, str] | None = None


class Pairs:
    """The pairs of words, or of phrases, that must never be joined.

    A text with both words of a pair has no side; where one is part of the other ("non-small cell lung cancer"), it is
    on the longer one's.
    """

    def __init__(self, words: Iterable[tuple[str, str]] = ()) -> None:
        self.words = list(words)
        self._sides: dict[Key, list[Side]] = defaultdict(list)
        for number, pair in enumerate(self.words):
            for side, text in enumerate(pair):
                self._sides[key(text, NAME)].append((number, side))
        self._lengths = sorted({len(part) for part in self._sides})
        self._longer = {number: _longer(*pair) for number, pair in enumerate(self.words)}

    def sides(self, words: Key) -> frozenset[Side]:
        """On which side of which pairs the words stand."""
        parts = (words[at : at + length] for length in self._lengths for at in range(len(words) - length + 1))
        held = {side for part in parts for side in self._sides.get(part, ())}
        return frozenset(
            (number, side)
            for number, side in held
            if (number, 1 - side) not in held or self._longer.get(number) == side
        )

    def longer(self, words: Key) -> tuple[Key, ...]:
        """The phrases that hold the words and must never be joined with them."""
        sides = (side for side in self._sides.get(words, ()) if self._longer.get(side[0]) == 1 - side[1])
        return tuple(sorted({tokens(self.words[number][1 - side]) for number, side in sides}))

    def part(self, one: Key, other: Key) -> bool:
        """Whether some pair keeps the two apart."""
        return opposed(self.sides(one), self.sides(other))


def opposed(one: frozenset[Side], other: frozenset[Side]) -> bool:
    """Whether the two stand on different sides of some pair."""
    return any((number, 1 - side) in other for number, side in one)


def _longer(first: str, second: str) -> int | None:
    """Which of the two holds the other, 0 or 1; None when neither does."""
    one, other = f" {' '.join(key(first, NAME))} ", f" {' '.join(key(second, NAME))} "
    return 1 if one in other else 0 if other in one else None


def key(text: str, kind: str) -> Key:
    """What terms are compared by: their words in normal form; singular and plural are one, but of an acronym."""
    return tokens(text) if kind == ACRONYM else forms(tokens(text))


def forms(words: Key) -> Key:
    """Each word in the form that singular and plural share."""
    return tuple(language.number_form(word) for word in words)


@lru_cache(maxsize=20_000)
def tokens(text: str) -> Key:
    """The words of a term in normal form; most terms are asked for again whenever one of them changes."""
    return tuple(language.tokens_of(text))


def troubles(names: Mapping[str, str], terms: Collection[Term], pairs: Pairs) -> Iterator[Trouble]:
    """Everything wrong with these terms. `names` are the preferred names of all concepts by code."""
    everything = [*(Term(code, name, NAME) for code, name in names.items()), *terms]
    for term in everything:
        yield from _own(term)
    yield from _shared(everything, names)
    yield from _joined(everything, pairs)


def _own(term: Term) -> Iterator[Trouble]:
    words = key(term.text, term.kind)
    if not words:
        yield Trouble(term, "text", f"“{term.text}” holds no letter or digit to search for.")
    if len(words) > MOST_TOKENS:
        yield Trouble(term, "text", f"A term has at most {MOST_TOKENS} words.")
    if term.capitals_only and not language.in_capitals(term.text):
        yield Trouble(term, "capitals_only", "Only a word of two to six capital letters can be told by its capitals.")


def _shared(terms: list[Term], names: Mapping[str, str]) -> Iterator[Trouble]:
    """A term of several concepts that is not marked as ambiguous in each of them."""
    owners: dict[Key, list[Term]] = defaultdict(list)
    for term in terms:
        if term.kind not in APART:
            owners[key(term.text, term.kind)].append(term)
    for sharing in owners.values():
        for term in sharing:
            others = sorted({names.get(one.concept, one.concept) for one in sharing if one.concept != term.concept})
            if others and not term.sense:
                yield Trouble(term, "sense" if term.kind != NAME else "name", _sentence(term, others))


def _sentence(term: Term, others: list[str]) -> str:
    also = " and ".join(f"“{name}”" for name in others)
    if term.kind == NAME:
        return f"“{term.text}” is also a term of {also}; a preferred name means one concept."
    return f"“{term.text}” is also a term of {also}; give it its sense in each of them, or keep it in one."


def _joined(terms: list[Term], pairs: Pairs) -> Iterator[Trouble]:
    """A term with one word of a pair in a concept that has a term with the other."""
    sides: dict[str, dict[Term, frozenset[Side]]] = defaultdict(dict)
    for term in terms:
        if term.kind not in APART and (found := pairs.sides(key(term.text, NAME))):
            sides[term.concept][term] = found
    for own in sides.values():
        present = frozenset().union(*own.values())
        for term, found in own.items():
            for number, side in sorted(found):
                if (number, 1 - side) in present:
                    first, second = pair = pairs.words[number]
                    yield Trouble(term, "text", f"“{first}” and “{second}” must never be joined in one concept.", pair)
