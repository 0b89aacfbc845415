"""Other search texts for one that found nothing: nearer spellings, wider things, fewer words. None is taken unasked."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from activities.search import query
from activities.search.catalog_words import LITTLE
from activities.search.concept_table import Table
from activities.search.concepts import wider
from activities.search.query import Clause, Query
from activities.search.spelling import Correction, respelled

MOST_SPELLINGS, MOST_WIDER, MOST_CLAUSES = 3, 4, 6
"""Corrections of a word, wider things, and clauses that are tried: it bounds the work for an empty list."""
FREE = "free"


class Rewording(NamedTuple):
    """What a page says of it, and the text; with `free` only what costs nothing is asked for."""

    label: str
    text: str
    free: bool = False


def nearer(text: str, corrections: Sequence[Correction]) -> Iterator[Rewording]:
    """One misspelt word at a time with each word that may be meant; all of them at once with the likeliest."""
    texts = [respelled(text, one.token, word) for one in corrections for word in one.words[:MOST_SPELLINGS]]
    if len(corrections) > 1:
        for one in corrections:
            text = respelled(text, one.token, one.words[0])
        texts.insert(0, text)
    for spelled in dict.fromkeys(texts[: 2 * MOST_SPELLINGS]):
        yield Rewording(f"Did you mean “{spelled}”?", spelled)


def wider_ones(text: str, table: Table) -> Iterator[Rewording]:
    """The class, or a related thing, in place of what was typed."""
    for one, _ in zip(wider(text, table), range(MOST_WIDER), strict=False):
        yield Rewording(f"“{one.name}” instead of “{one.typed}”", one.text)


def fewer(read: Query) -> Iterator[list[Rewording]]:
    """Without one of the clauses; else one of them alone. Those that keep concepts come first."""
    asked, kept = _asked(read)
    if 2 <= len(asked) <= MOST_CLAUSES:
        plain_first = sorted(range(len(asked)), key=lambda at: bool(asked[at].synonyms))
        yield [_without(asked, at, kept) for at in plain_first] if len(asked) > 2 else []
        yield [_alone(clause, kept) for clause in sorted(asked, key=lambda clause: not clause.synonyms)]


def costing_nothing(read: Query, table: Table) -> Iterator[Rewording]:
    """Where "free" stands among the words: the price asked for as a filter, and the other words, or wider ones."""
    asked, kept = _asked(read)
    rest = [clause for clause in asked if clause.texts != (FREE,) or clause.synonyms]
    if 0 < len(rest) < len(asked):
        text = _text(rest, kept)
        yield Rewording(f"Free of charge: “{text}”", text, free=True)
        for one in wider_ones(text, table):
            yield Rewording(f"Free of charge: {one.label}", one.text, free=True)


def any_of_them(text: str, table: Table) -> Iterator[Rewording]:
    """Any of the words instead of all; a phrase in quotation marks stays whole."""
    asked, kept = _asked(query.parse(text, table.capitals))
    words = [one for clause in asked for one in clause.texts]
    if len(words) > 1:
        yield Rewording("Any of the words instead of all", " ".join([" OR ".join(words), *map(_written, kept)]))


def _asked(read: Query) -> tuple[list[Clause], list[Clause]]:
    """The clauses that can be left out, without words that ask for nothing; and those that stay in any case."""
    said = [clause for clause in read.ranked if clause.synonyms or not set(clause.texts) <= LITTLE]
    return said, [clause for clause in read.clauses if clause.negative or clause.field]


def _without(asked: Sequence[Clause], at: int, kept: Sequence[Clause]) -> Rewording:
    rest = [clause for place, clause in enumerate(asked) if place != at]
    return Rewording(f"Without “{_plain(asked[at])}”", _text(rest, kept))


def _alone(one: Clause, kept: Sequence[Clause]) -> Rewording:
    return Rewording(f"Only “{_plain(one)}”", _text([one], kept))


def _text(clauses: Sequence[Clause], kept: Sequence[Clause]) -> str:
    return " ".join(map(_written, [*clauses, *kept]))


def _written(clause: Clause) -> str:
    return clause.written


def _plain(clause: Clause) -> str:
    return clause.written.replace('"', "")
