"""The concepts as the search needs them: every term in normal form, made once for each state of the rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, Self

from activities.search import language
from activities.search.concept_rules import ACRONYM, MEMBER, NAME, Key, Pairs, Side, Term, forms, key, opposed, tokens

Tokens = tuple[str, ...]


class Name(NamedTuple):
    """A name that is searched: its text, its tokens as the index has them, their normal form, its sides of pairs."""

    text: str
    tokens: Tokens
    key: Key
    sides: frozenset[Side] = frozenset()


class Concept(NamedTuple):
    """A concept with what is searched for it: the preferred name first, no ambiguous terms, members last."""

    code: str
    name: str
    names: tuple[Name, ...]


class Claim(NamedTuple):
    """That a term means a concept; claims sort by commonness."""

    sense: int
    name: str
    code: str
    capitals_only: bool


Claims = Mapping[Key, Sequence[Claim]]


@dataclass(frozen=True)
class Table:
    """All concepts; two tables of the same rows answer alike, whatever their order.

    `capitals` are the words that a query must tell in capitals, `longest` is how many words the longest term has.
    """

    concepts: Mapping[str, Concept] = field(default_factory=dict)
    capitals: frozenset[str] = language.SPOKEN
    longest: int = 0
    pairs: Pairs = field(default_factory=Pairs)
    _acronyms: Claims = field(default_factory=dict)
    _words: Claims = field(default_factory=dict)

    @classmethod
    def of(cls, names: Mapping[str, str], terms: Iterable[Term], pairs: Pairs) -> Self:
        """The table of these rows. Terms without a concept or without words are passed over."""
        everything = [*(Term(code, name, NAME) for code, name in names.items()), *sorted(terms, key=_order)]
        everything = [term for term in everything if term.concept in names and key(term.text, term.kind)]
        acronyms, words = _claims(everything, names, acronyms=True), _claims(everything, names, acronyms=False)
        ambiguous = {found for claims in (acronyms, words) for found, some in claims.items() if len(some) > 1}
        return cls(
            concepts=_concepts(everything, names, ambiguous, pairs),
            capitals=language.SPOKEN | {term.text for term in everything if term.capitals_only},
            longest=max((len(found) for claims in (acronyms, words) for found in claims), default=0),
            pairs=pairs,
            _acronyms=acronyms,
            _words=words,
        )

    def find(self, tokens: Tokens) -> tuple[Concept, ...]:
        """The concepts that the tokens of a query mean, commonest first; empty when they are no term."""
        lower = tuple(token.lower() for token in tokens)
        claims = [*self._acronyms.get(lower, ()), *self._words.get(forms(lower), ())]
        if not claims and len(lower) == 1 and len(lower[0]) >= _PLURAL and lower[0].endswith("s"):
            claims = [*self._acronyms.get((lower[0][:-1],), ())]
        capitals = len(tokens) == 1 and tokens[0].isupper()
        codes = dict.fromkeys(claim.code for claim in sorted(claims) if capitals or not claim.capitals_only)
        return tuple(self.concepts[code] for code in codes)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of a name or of a pair that must never be joined: real words, though no listing may have them."""
        named = (word for concept in self.concepts.values() for name in concept.names for word in name.tokens)
        paired = (word for pair in self.pairs.words for text in pair for word in tokens(text))
        return frozenset(word.lower() for some in (named, paired) for word in some)

    def others(self, concept: Concept, tokens: Tokens) -> tuple[Name, ...]:
        """The names of the concept besides the one that was typed, but none that must never be joined with it."""
        typed = forms(tuple(token.lower() for token in tokens))
        sides = self.pairs.sides(typed)
        return tuple(name for name in concept.names if name.key != typed and not opposed(name.sides, sides))


EMPTY = Table()

_PLURAL = 4
"""Letters of an acronym's plural in small letters: ssris, utis."""

_KINDS = {kind: number for number, kind in enumerate(["entry", "spelling", "short-name", ACRONYM, MEMBER])}


def _order(term: Term) -> tuple[int, str, str]:
    return _KINDS.get(term.kind, len(_KINDS)), term.text.casefold(), term.text


def _claims(terms: Iterable[Term], names: Mapping[str, str], *, acronyms: bool) -> dict[Key, list[Claim]]:
    found: dict[Key, set[Claim]] = defaultdict(set)
    for term in terms:
        if term.kind != MEMBER and (term.kind == ACRONYM) == acronyms:
            claim = Claim(term.sense, names[term.concept], term.concept, term.capitals_only)
            found[key(term.text, term.kind)].add(claim)
    return {words: sorted(claims) for words, claims in found.items()}


def _concepts(terms: Iterable[Term], names: Mapping[str, str], ambiguous: set[Key], pairs: Pairs) -> dict[str, Concept]:
    searched: dict[str, dict[Tokens, Name]] = defaultdict(dict)
    for term in terms:
        if term.kind == MEMBER or key(term.text, term.kind) not in ambiguous:
            said, words = _searched(term), key(term.text, NAME)
            searched[term.concept].setdefault(said, Name(term.text, said, words, pairs.sides(words)))
    return {code: Concept(code, name, tuple(searched[code].values())) for code, name in names.items()}


def _searched(term: Term) -> Tokens:
    """An acronym is searched in capitals, where texts tell them: the lung's MAC is not a mac."""
    if term.kind == ACRONYM and language.in_capitals(term.text):
        return (term.text,)
    return tokens(term.text)
