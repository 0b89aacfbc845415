"""The concepts as the search needs them: every term in normal form, made once for each state of the rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, Self, TypeVar

from activities.search import language
from activities.search.concept_rules import (
    ACRONYM,
    APART,
    MEMBER,
    NAME,
    RELATED,
    Key,
    Pairs,
    Side,
    Term,
    forms,
    key,
    opposed,
    tokens,
)

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


class Words:
    """Words that are known in any number."""

    def __init__(self, forms: Iterable[str]) -> None:
        self._forms = frozenset(forms)

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and language.number_form(word) in self._forms


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
    _classes: Mapping[Key, Sequence[str]] = field(default_factory=dict)
    _related: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, names: Mapping[str, str], terms: Iterable[Term], pairs: Pairs) -> Self:
        """The table of these rows. Terms without a concept or without words are passed over."""
        everything = [*(Term(code, name, NAME) for code, name in names.items()), *sorted(terms, key=_order)]
        everything = [term for term in everything if term.concept in names and key(term.text, term.kind)]
        acronyms, words = _claims(everything, names, acronyms=True), _claims(everything, names, acronyms=False)
        classes = _grouped((key(term.text, NAME), term.concept) for term in everything if term.kind == MEMBER)
        ambiguous = {found for claims in (acronyms, words) for found, some in claims.items() if len(some) > 1}
        return cls(
            concepts=_concepts(everything, names, ambiguous, pairs),
            capitals=language.SPOKEN | {term.text for term in everything if term.capitals_only},
            longest=max((len(found) for some in (acronyms, words, classes) for found in some), default=0),
            pairs=pairs,
            _acronyms=acronyms,
            _words=words,
            _classes=classes,
            _related=_grouped((term.concept, term.text) for term in everything if term.kind == RELATED),
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

    def wider(self, tokens: Tokens) -> tuple[str, ...]:
        """What to ask for when the tokens find nothing: the classes of which they name a member, and related texts.

        They may name the member itself, or a concept one of whose names is a member.
        """
        meant = [concept.code for concept in self.find(tokens)]
        members = [
            forms(tuple(token.lower() for token in tokens)),
            *(one for code in meant for one in self._keys.get(code, ())),
        ]
        classes = dict.fromkeys(code for member in members for code in self._classes.get(member, ()))
        names = [self.concepts[code].name for code in classes if code not in meant]
        return tuple(
            dict.fromkeys([*names, *(text for code in [*meant, *classes] for text in self._related.get(code, ()))])
        )

    @cached_property
    def _keys(self) -> Mapping[str, Sequence[Key]]:
        """The terms that mean each concept."""
        claimed = ((claim.code, found) for found, claims in self._words.items() for claim in claims)
        return _grouped(claimed)

    @cached_property
    def words(self) -> "Words":
        """Every word of a name or of a pair that must never be joined, in singular and plural: real words, though no
        listing may have them.
        """
        named = (word for concept in self.concepts.values() for name in concept.names for word in name.tokens)
        paired = (word for pair in self.pairs.words for text in pair for word in tokens(text))
        return Words(language.number_form(word) for some in (named, paired) for word in some)

    def others(self, concept: Concept, tokens: Tokens) -> tuple[Name, ...]:
        """The names of the concept besides the one that was typed, but none that must never be joined with it."""
        typed = forms(tuple(token.lower() for token in tokens))
        sides = self.pairs.sides(typed)
        return tuple(name for name in concept.names if name.key != typed and not opposed(name.sides, sides))


EMPTY = Table()

_PLURAL = 4
"""Letters of an acronym's plural in small letters: ssris, utis."""

_KINDS = {kind: number for number, kind in enumerate(["entry", "spelling", "short-name", ACRONYM, MEMBER])}


_K = TypeVar("_K")
_V = TypeVar("_V")


def _grouped(pairs: Iterable[tuple[_K, _V]]) -> dict[_K, list[_V]]:
    found: dict[_K, list[_V]] = defaultdict(list)
    for one, other in pairs:
        found[one].append(other)
    return dict(found)


def _order(term: Term) -> tuple[int, str, str]:
    return _KINDS.get(term.kind, len(_KINDS)), term.text.casefold(), term.text


def _claims(terms: Iterable[Term], names: Mapping[str, str], *, acronyms: bool) -> dict[Key, list[Claim]]:
    found: dict[Key, set[Claim]] = defaultdict(set)
    for term in terms:
        if term.kind not in APART and (term.kind == ACRONYM) == acronyms:
            claim = Claim(term.sense, names[term.concept], term.concept, term.capitals_only)
            found[key(term.text, term.kind)].add(claim)
    return {words: sorted(claims) for words, claims in found.items()}


def _concepts(terms: Iterable[Term], names: Mapping[str, str], ambiguous: set[Key], pairs: Pairs) -> dict[str, Concept]:
    searched: dict[str, dict[Tokens, Name]] = defaultdict(dict)
    for term in terms:
        if term.kind == MEMBER or (term.kind != RELATED and key(term.text, term.kind) not in ambiguous):
            said, words = _searched(term), key(term.text, NAME)
            searched[term.concept].setdefault(said, Name(term.text, said, words, pairs.sides(words)))
    return {code: Concept(code, name, tuple(searched[code].values())) for code, name in names.items()}


def _searched(term: Term) -> Tokens:
    """An acronym is searched in capitals, where texts tell them: the lung's MAC is not a mac."""
    if term.kind == ACRONYM and language.in_capitals(term.text):
        return (term.text,)
    return tokens(term.text)
