"""Text in the index finds and ranks what a plain scan of all listings finds, whatever is asked and edited."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.search.index import snapshot
from activities.search.index.question import Question
from activities.search.index.state import State
from activities.search.query import Query, parse
from activities.search.versions import Version
from tests.index_states import content
from tests.text_rows import Listing, asked, catalogs, in_order, listings, queries

FIRST = Version(1, "first")


def built(some: list[Listing]) -> State:
    return State.build(FIRST, [one.row for one in some])


def answers_like_a_scan(state: State, some: list[Listing], query: Query, expired: bool) -> None:
    selection = asked(query, expired=expired)
    question, expected = Question(state, selection), in_order(some, selection)
    assert question.ids(0, 100) == expected
    assert question.total == len(expected)
    assert [question.ids(at, at + 2) for at in range(0, 9, 2)] == [expected[at : at + 2] for at in range(0, 9, 2)]
    if query.wanted:
        ranks = {one.activity_id: one.rank(selection) for one in some}
        slots = question.slots(0, 100)
        assert [question.rank(slot) for slot in slots] == [ranks[activity_id] for activity_id in expected]


@given(some=catalogs, query=queries(), expired=st.booleans())
@settings(max_examples=60)
def test_any_query_is_answered_like_a_scan(some: tuple[Listing, ...], query: Query, expired: bool) -> None:
    answers_like_a_scan(built([*some]), [*some], query, expired)


edits = st.lists(st.integers(0, 12).flatmap(listings), max_size=6)


@given(some=catalogs, changed=edits, gone=st.sets(st.integers(0, 9), max_size=2), query=queries())
@settings(max_examples=30)
def test_after_any_edits_queries_are_answered_like_a_scan(
    some: tuple[Listing, ...], changed: list[Listing], gone: set[int], query: Query
) -> None:
    state, now = built([*some]), {one.slot: one for one in some}
    Question(state, asked(query)).ids(0, 100)
    for number, one in enumerate(changed):
        state, now = state.patched(Version(number + 2, "later"), [one.row]), {**now, one.slot: one}
        answers_like_a_scan(state, [*now.values()], query, True)
    state = state.patched(Version(99, "last"), [], gone)
    left = [one for slot, one in now.items() if slot not in gone]
    answers_like_a_scan(state, left, query, True)
    assert content(state)["texts"] == content(built(left))["texts"]


@given(some=catalogs, changed=edits, query=queries())
@settings(max_examples=8)
def test_a_snapshot_of_edited_texts_answers_like_a_scan(
    some: tuple[Listing, ...], changed: list[Listing], query: Query, tmp_path_factory: pytest.TempPathFactory
) -> None:
    now = {one.slot: one for one in (*some, *changed)}
    edited = built([*some]).patched(Version(2, "later"), [now[slot].row for slot in {one.slot for one in changed}])
    loaded = snapshot.load(snapshot.save(edited, tmp_path_factory.mktemp("index")))
    answers_like_a_scan(loaded, [*now.values()], query, True)
    assert not loaded.texts.segments[0].places.flags.owndata


def test_segments_stay_few(monkeypatch: pytest.MonkeyPatch) -> None:
    state, most = State.build(FIRST, []), 0
    for number in range(200):
        one = Listing(number, texts(f"asthma {number}"), (), "", "")
        state = state.patched(Version(number + 2, "later"), [one.row])
        most = max(most, len(state.texts.segments))
        sizes = [len(segment.members) for segment in state.texts.segments[1:]]
        assert all(older >= 2 * newer for older, newer in pairwise(sizes))
    assert most <= 9
    assert Question(state, asked(parse("asthma"))).total == 200


def texts(title: str, **more: object) -> dict[str, object]:
    return {"title": title, "description": "", "objectives": [], "keywords": [], "provider": "", **more}


def test_an_index_of_nothing_finds_nothing() -> None:
    state = State.build(FIRST, [])
    for text in ("asthma", '"heart attack"', "-asthma", "title:asthma", "board:x"):
        assert Question(state, asked(parse(text))).ids(0, 10) == []


def test_what_an_edit_leaves_of_the_older_state_is_whole() -> None:
    old = Listing(0, texts("asthma"), (), "", "")
    state = built([old])
    before = content(state)
    later = state.patched(Version(2, "later"), [Listing(0, texts("heart"), (), "", "").row])
    assert content(state) == before
    assert Question(state, asked(parse("asthma"))).total == 1
    assert Question(later, asked(parse("asthma"))).total == 0


def test_a_phrase_never_goes_over_the_end_of_a_text() -> None:
    one = Listing(0, texts("a b", objectives=["b c", "d e"], keywords=["f g", "h"], description="i\nj"), (), "", "")
    two = Listing(1, texts("k l"), (), "", "")
    state = built([one, two])
    for phrase in ("a b", "b c", "d e", "f g", "k l"):
        assert Question(state, asked(parse(f'"{phrase}"'))).total == 1, phrase
    for phrase in ("b b", "c d", "g h", "h b", "b f", "i j", "j k", "b k", "l a"):
        assert Question(state, asked(parse(f'"{phrase}"'))).total == 0, phrase


def test_a_token_of_any_script_is_found() -> None:
    state = built([Listing(0, texts("שלום 心臓 ünï x" + "y" * 60), (), "", "")])
    for text in ("שלום", "心臓", "uni", "x" + "y" * 60, "x" + "y" * 31):
        assert Question(state, asked(parse(text))).total == 1, text
    assert Question(state, asked(parse("心"))).total == 0
    assert state.texts.segments[0].lexicon.tokens.dtype.kind == np.dtype("S1").kind
