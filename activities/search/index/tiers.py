"""Which listings a query finds, and in which tier: the rules of relevance, as sets.

A tier is reached where every clause is found in its fields: the title; the keywords too; the objectives, the
provider's name and the description too. Before them stand listings whose title is the query, or holds it as a phrase.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property, reduce
from operator import and_
from typing import NamedTuple

from activities.search.index.bitmaps import NONE, Slots, union
from activities.search.index.sought import EXACT, STEMMED, SYNONYM, SoughtInAll, likenesses
from activities.search.index.texts import Texts
from activities.search.query import BOARD, KEYWORD, PROVIDER, TITLE, Clause, Query
from activities.search.ranks import FIRST_OF_FIELDS, PHRASE_IN_TITLE, WHOLE_TITLE
from activities.wording import FIELDS

_PLACES = {TITLE: FIELDS.index("title"), KEYWORD: FIELDS.index("keywords"), PROVIDER: FIELDS.index("provider")}
"""Where a clause with a field is sought."""

LAST = len(FIELDS) - 1


class Tier(NamedTuple):
    """`slots` are all listings that the tier or an earlier one reaches; quality counts up to the field `last`."""

    number: int
    last: int
    slots: Slots


class Matches:
    """A query in the texts. `boards` are the listings of each board on the day asked for."""

    def __init__(self, texts: Texts, query: Query, boards: Mapping[str, Slots]) -> None:
        self.texts, self.query, self.boards = texts, query, boards

    def among(self, public: Slots) -> Slots:
        """The listings that hold all the clauses wanted and none of those unwanted."""
        found = [self._found(clause, SYNONYM, LAST) for clause in self.query.wanted]
        kept = reduce(and_, sorted(found, key=len)) if found else public
        unwanted = [self._found(clause, STEMMED, LAST) for clause in self.query.unwanted]
        return kept - union(unwanted) if unwanted else kept

    def tiers(self) -> Iterator[Tier]:
        """The tiers in order; what an earlier one reaches, later ones reach as well."""
        if phrase := [like for unit in self.query.whole for like in likenesses(unit)]:
            holding, whole = self.texts.titled(phrase)
            yield Tier(WHOLE_TITLE, 0, whole)
            yield Tier(PHRASE_IN_TITLE, 0, holding)
        for last in range(len(FIELDS)):
            yield Tier(FIRST_OF_FIELDS + last, last, self.reaching(SYNONYM, last))

    def reaching(self, quality: int, last: int) -> Slots:
        """The listings in which every wanted clause is found at least so well, in the fields up to this one."""
        return reduce(and_, sorted((self._found(one, quality, last) for one in self.query.wanted), key=len))

    def fields(self, clause: Clause, slot: int) -> tuple[str, ...]:
        """The fields of a listing in which the clause is found."""
        if clause.field == BOARD:
            return (BOARD,) if slot in self._found(clause, EXACT, LAST) else ()
        places = [_PLACES[clause.field]] if clause.field else range(len(FIELDS))
        sought = self._sought[clause]
        return tuple(FIELDS[place] for place in places if slot in sought.in_field(SYNONYM, place))

    def _found(self, clause: Clause, quality: int, last: int) -> Slots:
        """Where a clause is found; one with a field of its own is sought there in every tier."""
        if clause.field == BOARD:
            return union(self.boards.get(code, NONE) for code in clause.boards)
        if clause.field:
            return self._sought[clause].in_field(quality, _PLACES[clause.field])
        return self._sought[clause].within(quality, last)

    @cached_property
    def _sought(self) -> dict[Clause, SoughtInAll]:
        return {clause: self.texts.sought(clause) for clause in self.query.clauses if clause.field != BOARD}
