"""Spelling is offered for what nobody has, never for a real word, and only where it leads to listings."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.search import spelling
from activities.search.index.current import Index
from activities.search.query import parse
from activities.search.reference import reference
from activities.search.selection import Selection
from tests import factories
from tests.factories import DAY, catalog_for_a_module

TITLES = (
    *(
        "Diabetes in adults",
        "Diabetic foot",
        "Hypertension and hypotension",
        "Dysphagia",
        "Dysphasia",
        "Ileum and ilium",
    ),
    *(
        "Prednisone taper",
        "Prednisolone",
        "STEMI care",
        "Hyperkalemia",
        "Anesthesia at 4000m",
        "Neuropathy, neuropathies",
    ),
)


@pytest.fixture(scope="module")
def index(django_db_setup: None, django_db_blocker: object) -> Iterator[Index]:
    with catalog_for_a_module(django_db_blocker):
        for title in TITLES:
            factories.publish(title)
        made = Index()
        made.total(Selection(day=DAY))
        factories.publish("Asthma, which came later; diabetes too")
        yield made


def offered(index: Index, text: str, known: tuple[str, ...] = ()) -> dict[str, tuple[str, ...]]:
    page = index.page(Selection(day=DAY, query=parse(text), sort="relevance"))
    return {one.token: one.words for one in page.corrections(known)}


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("diabetis", ("diabetes", "diabetic")),
        ("diabtes", ("diabetes",)),
        ("daibetes", ("diabetes",)),
        ("hypertenshon", ("hypertension",)),
        ("asthna", ("asthma",)),
        ("stemii", ("stemi",)),
        ("neuropaty", ("neuropathy",)),
    ],
)
def test_a_misspelt_word_is_offered_as_what_may_be_meant(index: Index, typed: str, meant: tuple[str, ...]) -> None:
    assert offered(index, typed) == {typed: meant}


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("dysphagia", "it is a word"),
        ("hypotension", "it is a word"),
        ("ilium", "it is a word"),
        ("prednisone", "it is a word"),
        ("neuropathies", "it is a word in another number"),
        ("diab", "it has four letters"),
        ("diabete5", "it has a digit"),
        ("biabetes", "it begins with another letter"),
        ("disbebis", "it is three edits away"),
        ("asthnaa", "it is two edits away and has seven letters"),
        ("4001m", "it is a number"),
        ("-diabetis", "it is not wanted"),
    ],
)
def test_other_words_are_left_alone(index: Index, typed: str, why: str) -> None:
    assert offered(index, typed) == {}, why


def test_what_a_concept_knows_is_left_alone(index: Index) -> None:
    assert offered(index, "diabetis", known=("diabetis",)) == {}


def test_only_the_doubtful_words_of_a_query_are_corrected(index: Index) -> None:
    assert offered(index, "diabetis foot title:hypotensoin") == {
        "diabetis": ("diabetes", "diabetic"),
        "hypotensoin": ("hypotension",),
    }


def test_a_correction_is_counted_under_the_same_filters(index: Index) -> None:
    asked = Selection(day=DAY, query=parse("diabetis"), sort="relevance")
    page = index.page(asked)
    totals = [page.total_of(replace(asked, query=parse(text))) for text in ("diabetis", "diabetes", "diabetes foot")]
    assert totals == [page.total, 2, 0]
    assert page.total_of(replace(asked, query=parse("diabetes"), state=("CA",))) == 0


@pytest.mark.parametrize(
    ("text", "respelled"),
    [
        ("Diabetis care", "diabetes care"),
        ('"diabetis foot" -x diabetis', '"diabetes foot" -x diabetes'),
        ("title:diabetis", "title:diabetes"),
        ("diabetis’s prediabetis", "diabetis's prediabetis"),
    ],
)
def test_a_corrected_text_keeps_everything_else(text: str, respelled: str) -> None:
    assert spelling.respelled(text, "diabetis", "diabetes") == respelled


@given(text=st.text(alphabet="adeibtsh", min_size=5, max_size=9))
@settings(max_examples=60)
def test_corrections_are_those_of_a_plain_comparison(index: Index, text: str) -> None:
    asked = Selection(day=DAY, query=parse(text), sort="relevance")
    assert index.page(asked).corrections() == reference.page(asked).corrections()


@given(
    at=st.integers(0, 8), letter=st.sampled_from("aehz"), word=st.sampled_from(["diabetes", "anesthesia", "dysphagia"])
)
@settings(max_examples=40)
def test_one_wrong_letter_is_corrected_as_a_plain_comparison_does(
    index: Index, at: int, letter: str, word: str
) -> None:
    asked = Selection(day=DAY, query=parse(f"{word[:at]}{letter}{word[at + 1 :]}"), sort="relevance")
    assert index.page(asked).corrections() == reference.page(asked).corrections()
