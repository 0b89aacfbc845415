"""The judged queries are whole, were not made to please, and are scored as they say."""

import json

import pytest

from activities.examples.fixed import ACTIVITIES
from activities.models.listing import FIRST_ACTIVITY_ID
from activities.search.judged import queries, report, scores
from activities.search.judged.queries import Judged
from activities.search.judged.verdicts import CHECKS, Verdict
from tests.source import ROOT

JUDGED = queries.load()
SHIPPED = json.loads((ROOT / "fixtures/listings.json").read_text(encoding="utf-8"))
REAL = {row["pk"] for row in SHIPPED if row["model"] == "activities.activity"}


def judged(**more: object) -> Judged:
    return Judged(**{"query": "gout", "kind": "concept", "intent": "Gout.", **more})  # type: ignore[arg-type]


def verdict(rank: int | None, **more: object) -> Verdict:
    said = {"judged": judged(grades={1: 3}), "total": 9, "gain": 1.0, "forbidden": (), "broken": ()}
    return Verdict(**{**said, "rank": rank, **more})  # type: ignore[arg-type]


def test_there_are_enough_of_them_and_none_twice() -> None:
    assert len({one.query for one in JUDGED}) == len(JUDGED) >= 130


def test_a_third_of_those_that_count_came_before_the_example_listings_were_looked_at() -> None:
    early = {one.query for one in queries.load(("clinicians.json", "hurried.json"))}
    counted = [one for one in JUDGED if one.relevant]
    assert len([one for one in counted if one.query in early]) >= len(counted) / 3


def test_every_query_says_what_is_meant_and_can_be_judged() -> None:
    graded = queries.grades()
    for one in JUDGED:
        assert one.intent
        assert one.expect or one.query in graded
        assert set(one.expect) <= set(CHECKS), one.query


def test_grades_belong_to_queries_and_say_why() -> None:
    graded = queries.grades()
    assert set(graded) <= {one.query for one in JUDGED}
    assert all(row["reason"] for row in graded.values())


def test_graded_listings_are_of_the_fixed_catalog_and_not_forbidden_too() -> None:
    examples = range(FIRST_ACTIVITY_ID, FIRST_ACTIVITY_ID + ACTIVITIES)
    for one in JUDGED:
        assert all(listing in examples or listing in REAL for listing in {*one.grades, *one.forbidden}), one.query
        assert not one.forbidden & set(one.grades), one.query


def test_queries_compared_with_others_name_judged_ones() -> None:
    names = {one.query for one in JUDGED}
    others = {one.expect[name] for one in JUDGED for name in ("same_set", "same_order") if name in one.expect}
    assert others <= names


@pytest.mark.parametrize(("listed", "rank"), [((5, 6, 1), 3), ((1,), 1), ((5, 6), None), ((), None)])
def test_rank_is_the_place_of_the_first_relevant_listing(listed: tuple[int, ...], rank: int | None) -> None:
    assert scores.first_rank(listed, {1, 2}) == rank


@pytest.mark.parametrize(
    ("rank", "succeeds", "reciprocal"),
    [(1, True, 1.0), (5, True, 0.2), (6, False, 1 / 6), (10, False, 0.1), (11, False, 0.0), (None, False, 0.0)],
)
def test_five_places_succeed_and_ten_count(rank: int | None, succeeds: bool, reciprocal: float) -> None:
    assert (scores.success(rank), scores.reciprocal(rank)) == (succeeds, reciprocal)


def test_gain_is_one_in_the_best_order_and_less_in_any_other() -> None:
    grades = {1: 3, 2: 2, 3: 1}
    assert scores.gain([1, 2, 3, 9], grades) == 1
    assert 0 < scores.gain([3, 2, 1], grades) < scores.gain([2, 1, 3], grades) < 1
    assert scores.gain([9], grades) == 0
    assert scores.gain([9], {}) == 1


def test_grade_of_one_is_related_and_no_answer() -> None:
    assert judged(grades={1: 3, 2: 2, 3: 1}).relevant == {1, 2}
    assert judged(grades={3: 1}).relevant == set()
    assert judged(expect={"first": 7}).relevant == {7}


def test_query_without_an_answer_in_the_catalog_does_not_count() -> None:
    silent = verdict(None, judged=judged(grades={3: 1}))
    assert not silent.counted
    assert silent.fine


def test_misspelling_succeeds_when_nothing_is_missed() -> None:
    misspelled = judged(kind="misspelling", expect={"suggestion": "gout"})
    assert verdict(None, judged=misspelled).success
    assert not verdict(None, judged=misspelled, broken=("“gout” is not offered",)).success


HURRIED = judged(grades={1: 3}, hurried=True)


def test_step_that_leads_to_an_answer_counts_apart() -> None:
    met_by_steps = met([*[verdict(1)] * 19, verdict(None, one_step_away=True)])
    assert met_by_steps["success at 5, or one step from an empty list"]
    hurried = met([verdict(1), *[verdict(1, judged=HURRIED)] * 4, verdict(None, judged=HURRIED, one_step_away=True)])
    assert hurried["success at 5"]
    assert hurried["success at 5, hurried queries"]


def met(verdicts: list[Verdict], rules_broken: tuple[str, ...] = ()) -> dict[str, bool]:
    return {gate.label: gate.met for gate in report.gates(verdicts, rules_broken)}


def test_gates_are_met_by_answers_that_are_all_right() -> None:
    assert all(met([verdict(1), verdict(1, judged=judged(kind="identifier", expect={"first": 1}))]).values())


@pytest.mark.parametrize(
    ("gate", "verdicts", "rules_broken"),
    [
        ("success at 5", [*[verdict(1)] * 18, *[verdict(None)] * 2], ()),
        ("success at 5", [*[verdict(1)] * 18, *[verdict(None, one_step_away=True)] * 2], ()),
        ("success at 5, hurried queries", [verdict(None, judged=HURRIED, one_step_away=True)], ()),
        ("mean reciprocal rank at 10, hurried queries", [verdict(2, judged=HURRIED)], ()),
        ("success at 5, or one step from an empty list", [*[verdict(1)] * 18, *[verdict(None)] * 2], ()),
        ("mean reciprocal rank at 10", [verdict(2)] * 20, ()),
        ("forbidden in the first 10", [verdict(1, forbidden=(4,))], ()),
        ("queries that break what they promise", [verdict(1, broken=("no",))], ()),
        ("rules for every query broken", [verdict(1)], ("It lists withdrawn ones.",)),
        ("identifiers right", [verdict(None, judged=judged(kind="identifier"), broken=("no",))], ()),
    ],
)
def test_gate_is_not_met(gate: str, verdicts: list[Verdict], rules_broken: tuple[str, ...]) -> None:
    assert not met(verdicts, rules_broken)[gate]


def test_table_names_what_was_missed() -> None:
    lines = list(report.table([verdict(3), verdict(None, forbidden=(4, 5), broken=("is odd",))]))
    assert [line.split() for line in lines[1:]] == [
        ["gout", "concept", "9", "3", "yes", "0.33", "1.00"],
        ["gout", "concept", "9", "-", "NO", "0.00", "1.00", "forbidden:", "4,", "5;", "is", "odd"],
    ]
