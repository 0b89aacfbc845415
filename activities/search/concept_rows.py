"""Reads the concepts, their terms and the pairs never joined, in one query."""

from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import BooleanField, F, PositiveSmallIntegerField, Value

from activities.models import Concept, ConceptTerm, NeverJoined
from activities.search.concept_rules import NAME, PAIR, Pairs, Term
from activities.search.concept_table import Table


class ConceptRows(NamedTuple):
    """The preferred names by code, the other terms, and the pairs."""

    names: dict[str, str]
    terms: list[Term]
    pairs: Pairs


Rows = tuple[tuple[str, str, str, bool, int], ...]


def rows() -> Rows:
    """What the database holds, in an order of its own: two reads are equal when nothing changed."""
    plain = {"capitals": Value(False, BooleanField()), "at": Value(0, PositiveSmallIntegerField())}
    columns = ("concept_code", "written", "sort", "capitals", "at")
    names = _rows(Concept.objects.all(), F("code"), F("name"), Value(NAME), **plain)
    terms = _rows(
        ConceptTerm.objects.all(), F("concept_id"), F("text"), F("kind"), capitals=F("capitals_only"), at=F("sense")
    )
    pairs = _rows(NeverJoined.objects.all(), F("first"), F("second"), Value(PAIR), **plain)
    first, *others = (one.values_list(*columns) for one in (names, terms, pairs))
    return tuple(sorted((*row[:3], bool(row[3]), row[4]) for row in first.union(*others, all=True)))


def _rows(rows: Any, code: Any, text: Any, sort: Any, **more: Any) -> Any:
    return rows.order_by().annotate(concept_code=code, written=text, sort=sort, **more)


def read() -> ConceptRows:
    """The rows, sorted out by what they are."""
    return _sorted_out(rows())


def table() -> Table:
    """All concepts as the search needs them; where no row changed since they were read last, the same table."""
    return _table(rows())


@lru_cache(maxsize=2)
def _table(found: Rows) -> Table:
    return Table.of(*_sorted_out(found))


def _sorted_out(found: Rows) -> ConceptRows:
    names = {code: text for code, text, kind, _, _ in found if kind == NAME}
    terms = [Term(*row) for row in found if row[2] not in (NAME, PAIR)]
    return ConceptRows(names, terms, Pairs((code, text) for code, text, kind, _, _ in found if kind == PAIR))
