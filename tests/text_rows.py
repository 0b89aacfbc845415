"""Listings of few words, as the index and as a plain scan read them, and random queries about them."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from activities import facts, wording
from activities.records import Record, canonical
from activities.search import scan
from activities.search.index.harvest import Row
from activities.search.query import Query, Synonym, parse
from activities.search.ranks import Rank
from activities.search.selection import Selection
from activities.status import Standing, standing
from tests.factories import DAY
from tests.index_rows import facts_of

SPOKEN = ("asthma", "asthmas", "treat", "treated", "treating", "all", "ALL", "heart", "attack", "attacks")
BOARDS = ("abim", "abs")
LAST_DAYS = ("", "2026-08-31", "2026-09-01", "2026-10-01", "2026-10-02")

text = st.lists(st.sampled_from(SPOKEN), min_size=1, max_size=3).map(" ".join)


@dataclass(frozen=True)
class Listing:
    """A listing with the texts that search reads; its activity ID is its slot's."""

    slot: int
    texts: dict[str, Any]
    boards: tuple[tuple[str, str, str], ...]
    last_day: str
    released: str

    @property
    def record(self) -> Record:
        named = [{"code": name, "name": name} for name in self.texts["keywords"]]
        approvals = [{"board": {"code": code}, "from": first, "until": last} for code, first, last in self.boards]
        provider = {"code": "x", "name": self.texts["provider"]}
        more: Any = {"keywords": named, "provider": provider, "joint_providers": [], "approvals": approvals}
        return {**self.texts, **more}

    @property
    def activity_id(self) -> int:
        return self.slot * 7919 % 1009 + 1

    @property
    def row(self) -> Row:
        approvals = [[code, "board", "", "", first, last] for code, first, last in self.boards]
        dates: Any = {"approvals": approvals, "last_day": self.last_day, "released": self.released}
        told = facts.to_text({**facts_of(), **dates})
        return Row(self.slot, self.activity_id, False, told, b"", wording.of(self.record))

    def rank(self, selection: Selection) -> Rank | None:
        return scan.rank(canonical(self.record), selection.query, selection.day)


def listings(slot: int) -> st.SearchStrategy[Listing]:
    texts = {"title": text, "description": st.one_of(st.just(""), st.lists(text, max_size=2).map("\n".join))}
    texts |= {"objectives": st.lists(text, max_size=2), "keywords": st.lists(text, max_size=2), "provider": text}
    approval = st.tuples(st.sampled_from(BOARDS), st.sampled_from(LAST_DAYS[:3]), st.sampled_from(LAST_DAYS[2:]))
    return st.builds(
        Listing,
        slot=st.just(slot),
        texts=st.fixed_dictionaries(texts),
        boards=st.lists(approval, max_size=1).map(tuple),
        last_day=st.sampled_from(LAST_DAYS),
        released=st.sampled_from(("", "2026-01-01", "2026-02-02")),
    )


catalogs = st.lists(st.integers(0, 9), unique=True, min_size=1, max_size=8).flatmap(
    lambda slots: st.tuples(*map(listings, slots))
)

_word = st.sampled_from((*SPOKEN, "treats", "hearts", "nowhere"))
_unit = st.one_of(_word, _word, text.map(lambda words: f'"{words}"'), text.map(lambda words: words.replace(" ", "-")))
_piece = st.one_of(
    _unit,
    _unit,
    st.builds("{}{}".format, st.sampled_from(("-", "title:", "keyword:", "provider:", "-title:")), _unit),
    st.builds("{} OR {}".format, _unit, _unit),
    st.sampled_from(("board:abim", "-board:abs")),
)


@st.composite
def queries(draw: st.DrawFn) -> Query:
    """A query as a reader may type it, some of its words with other names as concepts have them."""
    read = parse(" ".join(draw(st.lists(_piece, min_size=1, max_size=3))))
    return replace(read, clauses=tuple(_with_names(draw, clause) for clause in read.clauses))


def _with_names(draw: st.DrawFn, clause: Any) -> Any:
    boards = clause.units[0].tokens if clause.field == "board" else ()
    names = draw(st.lists(text, max_size=2)) if draw(st.booleans()) else []
    synonyms = tuple(Synonym(tuple(name.split()), "a-concept") for name in names)
    return replace(clause, boards=boards, synonyms=synonyms)


def in_order(some: list[Listing], selection: Selection) -> list[int]:
    """The activity IDs that a plain scan finds, in the order of relevance."""
    found = [(one, rank) for one in some if (rank := one.rank(selection)) and _open(one, selection)]
    return [one.activity_id for one, rank in sorted(found, key=lambda pair: _place(*pair, selection))]


def _open(one: Listing, selection: Selection) -> bool:
    return selection.include_expired or _standing(one, selection.day) is not Standing.EXPIRED


def _place(one: Listing, rank: Rank, selection: Selection) -> tuple[Any, ...]:
    stands = _standing(one, selection.day)
    released = -date.fromisoformat(one.released).toordinal() if one.released else 0
    newest = (released, -one.activity_id)
    if not selection.query.wanted:
        return newest
    return rank.tier, stands is Standing.EXPIRED, rank.quality, stands is Standing.ENDING_SOON, *newest


def _standing(one: Listing, day: date) -> Standing:
    return standing(date.fromisoformat(one.last_day) if one.last_day else None, day)


def asked(query: Query, *, expired: bool = True) -> Selection:
    return Selection(day=DAY, query=query, sort="relevance", include_expired=expired)
