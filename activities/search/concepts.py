"""What else a query asks for: the other names of the concepts in it, shown to the reader and taken out on demand.

Pure: a table is made of rows once and never changes; a query becomes another query. A term counts where it stands in
words of their own: not in quotes, not behind a minus, not in a field.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, NamedTuple

from activities.search import catalog_words
from activities.search.concept_table import EMPTY, Concept, Name, Table, Tokens
from activities.search.query import Clause, Query, Synonym, Unit, parse

__all__ = ["EMPTY", "Ambiguity", "Expansion", "Read", "Sense", "Table", "Unneeded", "Wider", "read", "wider"]


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


class Unneeded(NamedTuple):
    """Words that every listing answers and that are not searched; `required` is the search text that asks for them.

    `purpose` says that they name a license or the like, of which no listing can tell whether it counts there.
    """

    typed: str
    required: str
    purpose: bool


class Wider(NamedTuple):
    """A wider or related thing than what was typed, and the search text that asks for it instead."""

    typed: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Read:
    """A search text as it is searched, and what a page says about it."""

    query: Query
    expansions: tuple[Expansion, ...] = ()
    ambiguities: tuple[Ambiguity, ...] = ()
    unneeded: Unneeded | None = None


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
    if not expand:
        return Read(query)
    query, unneeded = _without_unneeded(query, table)
    matches = sorted(match for match in _chosen(query.clauses, table) if _adds(match, table))
    if not matches:
        return Read(query, unneeded=unneeded)
    told = [(match, _Texts(query.clauses, match)) for match in matches]
    return Read(
        query=replace(query, clauses=tuple(_merged(query.clauses, matches, table))),
        expansions=tuple(_expansion(match, texts, table) for match, texts in told if len(match.concepts) == 1),
        ambiguities=tuple(_ambiguity(match, texts, table) for match, texts in told if len(match.concepts) > 1),
        unneeded=unneeded,
    )


def wider(text: str, table: Table) -> Iterator[Wider]:
    """What else could be asked for where the text finds nothing, one of its terms at a time."""
    query, _ = _without_unneeded(parse(text, table.capitals), table)
    for match in sorted(_longest(_runs(query.clauses, table, table.wider))):
        texts = _Texts(query.clauses, match)
        for name in table.wider(match.tokens):
            yield Wider(texts.typed, name, texts.saying(name))


def _without_unneeded(query: Query, table: Table) -> tuple[Query, Unneeded | None]:
    clauses = query.clauses
    matches = (match for match in _chosen(clauses, table) if match.tokens not in catalog_words.ALONE)
    taken = {at for match in matches for at in range(match.start, match.stop)}
    places = catalog_words.unneeded(clauses, taken)
    if not places:
        return query, None
    typed = " ".join(catalog_words.named([clauses[at].texts[0] for at in places]))
    required = " ".join(f'"{one.texts[0]}"' if at in places else one.written for at, one in enumerate(clauses))
    kept = tuple(clause for at, clause in enumerate(clauses) if at not in places)
    return replace(query, clauses=kept), Unneeded(typed, required, not catalog_words.PURPOSE.isdisjoint(typed.split()))


def _chosen(clauses: Sequence[Clause], table: Table) -> Iterator[_Match]:
    """The concepts in the clauses, none of which overlap."""
    return _longest([*_runs(clauses, table), *_alternatives(clauses, table)])


def _adds(match: _Match, table: Table) -> bool:
    return any(table.others(concept, match.tokens) for concept in match.concepts)


def _longest(found: Iterable[_Match]) -> Iterator[_Match]:
    """The longest term counts, of equally long ones the first."""
    taken: set[tuple[int, int]] = set()
    for match in sorted(found, key=lambda one: (-len(one.tokens), one.start, one.unit)):
        places = {(at, match.unit) for at in range(match.start, match.stop)}
        if not places & taken:
            taken |= places
            yield match


def _runs(clauses: Sequence[Clause], table: Table, find: Callable[[Tokens], Any] | None = None) -> Iterator[_Match]:
    """Every run of single words, and of words with hyphens, that is a term, or that `find` finds something for."""
    for start in range(len(clauses)):
        tokens: tuple[str, ...] = ()
        for stop in range(start, len(clauses)):
            if not _plain(clauses[stop]) or len(clauses[stop].units) > 1 or len(tokens) > table.longest:
                break
            tokens += clauses[stop].units[0].tokens
            if (find or table.find)(tokens):
                yield _Match(start, stop + 1, 0, tokens, table.find(tokens))


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
