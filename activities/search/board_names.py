"""The boards that a query names after `board:`."""

from dataclasses import replace

from activities.search.language import number_form, tokens_of
from activities.search.query import BOARD, Clause, Query, Unit
from activities.search.vocabularies import Vocabulary


def found(query: Query, boards: Vocabulary) -> Query:
    """The query with the codes of the boards whose name, abbreviation or code holds what is asked for."""
    if all(clause.field != BOARD for clause in query.clauses):
        return query
    names = {code: f" {_key([code, *tokens_of(term.label)])} " for code, term in boards.items()}
    return replace(query, clauses=tuple(_named(clause, names) for clause in query.clauses))


def _named(clause: Clause, names: dict[str, str]) -> Clause:
    if clause.field != BOARD:
        return clause
    asked = [f" {_of(unit)} " for unit in clause.units]
    return replace(clause, boards=tuple(code for code, name in names.items() if any(one in name for one in asked)))


def _of(unit: Unit) -> str:
    return _key(unit.tokens)


def _key(tokens: list[str] | tuple[str, ...]) -> str:
    return " ".join(map(number_form, tokens))
