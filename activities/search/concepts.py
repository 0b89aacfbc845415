"""What else a query asks for: the other names of the concepts in it, shown to the reader and taken out on demand.

Pure: a table is made of rows once and never changes; a query becomes another query. A term counts where it stands in
words of their own: not in quotes, not behind a minus, not in a field.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from activities.search.concept_table import EMPTY, Concept, Name, Table
from activities.search.query import Clause, Query, Synonym, Unit, parse

__all__ = ["EMPTY", "Ambiguity", "Expansion", "Read", "Sense", "Table", "read"]


class Expansion(NamedTuple):
    """A concept that was found in the query.

    `typed` is what the reader wrote, `also` what is searched besides, for a page to print. `without` is the search text
    in which this is not expanded.
    """

    code: str
    name: str
    typed: str
    also: tuple[str, ...]
    without: str


class Sense(NamedTuple):
    """One meaning of an ambiguous acronym, and the search text that means it alone."""

    code: str
    name: str
    text: str


class Ambiguity(NamedTuple):
    """An acronym of several concepts: the names of all are searched. The senses stand commonest first.

    `without` is the search text that asks for the letters alone.
    """

    typed: str
    senses: tuple[Sense, ...]
    also: tuple[str, ...]
    without: str


@dataclass(frozen=True, slots=True)
class Read:
    """A search text as it is searched, and what a page says about it."""

    query: Query
    expansions: tuple[Expansion, ...] = ()
    ambiguities: tuple[Ambiguity, ...] = ()


_SPACES = re.compile(r"[^\w.']+")


class _Match(NamedTuple):
    """Clauses from `start` to before `stop` that are a term, or one alternative (`unit`) of a clause of several."""

    start: int
    stop: int
    unit: int
    tokens: tuple[str, ...]
    concepts: tuple[Concept, ...]


def read(text: str, table: Table = EMPTY, *, expand: bool = True) -> Read:
    """Read a search text and add the names of the concepts in it; without `expand` it is only read.

    The longest term counts first, of equally long ones the first. It takes time in proportion to the text's length.
    """
    query = parse(text, table.capitals)
    matches = sorted(_chosen(query.clauses, table)) if expand else []
    if not matches:
        return Read(query)
    told = [(match, _Texts(query.clauses, match)) for match in matches]
    return Read(
        query=replace(query, clauses=tuple(_merged(query.clauses, matches, table))),
        expansions=tuple(_expansion(match, texts, table) for match, texts in told if len(match.concepts) == 1),
        ambiguities=tuple(_ambiguity(match, texts, table) for match, texts in told if len(match.concepts) > 1),
    )


def _chosen(clauses: Sequence[Clause], table: Table) -> Iterator[_Match]:
    """The matches that count and add something, none of which overlap."""
    found = [*_runs(clauses, table), *_alternatives(clauses, table)]
    taken: set[tuple[int, int]] = set()
    for match in sorted(found, key=lambda one: (-len(one.tokens), one.start, one.unit)):
        places = {(at, match.unit) for at in range(match.start, match.stop)}
        if not places & taken:
            taken |= places
            if any(table.others(concept, match.tokens) for concept in match.concepts):
                yield match


def _runs(clauses: Sequence[Clause], table: Table) -> Iterator[_Match]:
    """Every run of single words, and of words with hyphens, that is a term."""
    for start in range(len(clauses)):
        tokens: tuple[str, ...] = ()
        for stop in range(start, len(clauses)):
            if not _plain(clauses[stop]) or len(clauses[stop].units) > 1 or len(tokens) > table.longest:
                break
            tokens += clauses[stop].units[0].tokens
            if concepts := table.find(tokens):
                yield _Match(start, stop + 1, 0, tokens, concepts)


def _alternatives(clauses: Sequence[Clause], table: Table) -> Iterator[_Match]:
    for at, clause in enumerate(clauses):
        if _plain(clause) and len(clause.units) > 1:
            for number, unit in enumerate(clause.units):
                if not unit.quoted and (concepts := table.find(unit.tokens)):
                    yield _Match(at, at + 1, number, unit.tokens, concepts)


def _plain(clause: Clause) -> bool:
    return not (clause.negative or clause.field or (len(clause.units) == 1 and clause.units[0].quoted))


def _merged(clauses: Sequence[Clause], matches: Iterable[_Match], table: Table) -> Iterator[Clause]:
    """The clauses, those of a match as one, with the other names as synonyms."""
    at = 0
    for start, here in groupby(matches, key=lambda match: match.start):
        some = list(here)
        yield from clauses[at:start]
        at = some[0].stop
        yield replace(_joined(clauses[start:at]), synonyms=tuple(_synonyms(some, table)))
    yield from clauses[at:]


def _joined(clauses: Sequence[Clause]) -> Clause:
    """Single words as one phrase; a clause of several alternatives stays."""
    if len(clauses) == 1:
        return clauses[0]
    tokens = tuple(token for clause in clauses for token in clause.units[0].tokens)
    return Clause((Unit(tokens),), texts=(" ".join(clause.texts[0] for clause in clauses),))


def _synonyms(matches: Iterable[_Match], table: Table) -> Iterator[Synonym]:
    given: set[tuple[str, ...]] = set()
    for match in matches:
        for concept in match.concepts:
            for name in table.others(concept, match.tokens):
                if name.tokens not in given:
                    given.add(name.tokens)
                    yield Synonym(name.tokens, concept.code, table.pairs.longer(name.key))


def _expansion(match: _Match, texts: "_Texts", table: Table) -> Expansion:
    (concept,) = match.concepts
    also = _printed(table.others(concept, match.tokens))
    return Expansion(concept.code, concept.name, texts.typed, also, texts.quoting())


def _ambiguity(match: _Match, texts: "_Texts", table: Table) -> Ambiguity:
    senses = tuple(Sense(one.code, one.name, texts.saying(one.name)) for one in match.concepts)
    also = _printed(name for one in match.concepts for name in table.others(one, match.tokens))
    return Ambiguity(texts.typed, senses, also, texts.quoting())


def _printed(names: Iterable[Name]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.text for name in names))


class _Texts:
    """Search texts that differ in one match and are else as the reader wrote them."""

    def __init__(self, clauses: Sequence[Clause], match: _Match) -> None:
        self.clauses, self.match = clauses, match
        some = clauses[match.start : match.stop]
        self.typed = " ".join(clause.texts[match.unit] for clause in some)

    def quoting(self) -> str:
        """The match in quotation marks, which nothing expands."""
        return self.saying(f'"{self.typed}"')

    def saying(self, text: str) -> str:
        """The match replaced."""
        first = self.clauses[self.match.start]
        if len(first.units) > 1 and not text.startswith('"'):
            text = _SPACES.sub("-", text)  # OR joins what has no space in it
        texts = [*first.texts[: self.match.unit], text, *first.texts[self.match.unit + 1 :]]
        parts = [
            *(clause.written for clause in self.clauses[: self.match.start]),
            " OR ".join(texts),
            *(clause.written for clause in self.clauses[self.match.stop :]),
        ]
        return " ".join(parts)
