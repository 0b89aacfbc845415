"""Words that every listing answers, as CME does, are not asked of a listing; where they may mean more, they are."""

import pytest

from activities.search.concept_rules import Pairs, Term
from activities.search.concept_table import Table
from activities.search.concepts import Read, read

TABLE = Table.of(
    {"abuse": "child abuse", "simulation": "simulation-based training", "cme": "continuing medical education"},
    [
        Term("abuse", "child maltreatment", "entry"),
        Term("simulation", "simulation training", "entry"),
        Term("cme", "CME", "acronym"),
    ],
    Pairs(),
)


def asked(text: str, *, expand: bool = True) -> Read:
    return read(text, TABLE, expand=expand)


def searched(text: str) -> str:
    return " ".join(clause.written for clause in asked(text).query.clauses)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("medical errors CME", "medical errors"),
        ("cme medical errors", "medical errors"),
        ("CME on medical errors", "medical errors"),
        ("child abuse course", "child abuse"),
        ("child abuse training", "child abuse"),
        ("child abuse CME course", "child abuse"),
        ("child abuse cme credits", "child abuse"),
        ("course on child abuse", "child abuse"),
        ("training in child abuse", "child abuse"),
        ("child abuse course for license renewal", "child abuse"),
        ("child abuse CME for my state medical license", "child abuse"),
        ("CME for opioids", "opioids"),
        ("-ethics child abuse CME", "-ethics child abuse"),
    ],
)
def test_word_that_every_listing_answers_is_left_out(text: str, left: str) -> None:
    assert searched(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "CME",
        "CME course",
        "training",
        "course for license renewal",
        "simulation training",
        "strength training",
        "disease course",
        "course of colitis",
        "training residents",
        "license renewal",
        "medical license",
        '"CME" asthma',
        "title:CME asthma",
        "asthma -CME",
        "asthma OR CME",
        '"child abuse course"',
        "child abuse for license renewal",
        "for CME",
        "",
    ],
)
def test_word_that_may_mean_more_is_searched(text: str) -> None:
    assert searched(text) == text
    assert asked(text).unneeded is None


def test_reader_sees_what_was_left_out_and_can_ask_for_it() -> None:
    found = asked("child abuse course for license renewal").unneeded
    assert found
    assert (found.typed, found.purpose) == ("course for license renewal", True)
    assert found.required == 'child abuse "course" "for" "license" "renewal"'
    assert searched(found.required) == found.required
    plain = asked("CME on heart").unneeded
    assert plain
    assert (plain.typed, plain.purpose) == ("CME", False)
    assert plain.required == '"CME" "on" heart'


def test_only_what_was_typed_leaves_nothing_out() -> None:
    found = asked("child abuse course", expand=False)
    assert found.unneeded is None
    assert [clause.written for clause in found.query.clauses] == ["child", "abuse", "course"]


def test_other_names_are_searched_as_without_the_word() -> None:
    assert asked("child abuse course").query == asked("child abuse").query
