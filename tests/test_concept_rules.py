"""What must hold between the terms of concepts, and the sentences that say so."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.search.concept_rules import APART, Pairs, Term, key, troubles

NAMES = {"mi": "myocardial infarction", "mr": "mitral regurgitation"}
NO_PAIRS = Pairs()


def sentences(*terms: Term, pairs: Pairs = NO_PAIRS, names: dict[str, str] = NAMES) -> list[str]:
    return [trouble.sentence for trouble in troubles(names, terms, pairs)]


def test_true_terms_are_no_trouble() -> None:
    assert sentences(Term("mi", "heart attack", "entry"), Term("mr", "mitral insufficiency", "entry")) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("heart attack", "heart attack"),
        ("heart attack", "Heart Attacks"),
        ("heart-attack", "heart attack"),
        ("oedema", "edema"),
    ],
)
def test_a_term_of_two_concepts_is_named_in_both(one: str, other: str) -> None:
    found = sentences(Term("mi", one, "entry"), Term("mr", other, "entry"))
    assert found == [
        f"“{one}” is also a term of “mitral regurgitation”; give it its sense in each of them, or keep it in one.",
        f"“{other}” is also a term of “myocardial infarction”; give it its sense in each of them, or keep it in one.",
    ]


def test_a_shared_acronym_with_its_senses_is_no_trouble() -> None:
    assert sentences(Term("mi", "MI", "acronym", sense=1), Term("mr", "MI", "acronym", sense=2)) == []


def test_one_sense_is_not_enough() -> None:
    (found,) = sentences(Term("mi", "MI", "acronym", sense=1), Term("mr", "MI", "acronym"))
    assert found.startswith("“MI” is also a term of “myocardial infarction”")


def test_an_acronym_is_not_the_plural_of_another() -> None:
    assert sentences(Term("mi", "ACL", "acronym"), Term("mr", "ACLS", "acronym")) == []


def test_a_preferred_name_means_one_concept() -> None:
    (found,) = sentences(Term("mi", "mitral regurgitation", "entry", sense=1))
    assert found == (
        "“mitral regurgitation” is also a term of “myocardial infarction”; a preferred name means one concept."
    )


def test_a_member_may_belong_to_several_classes() -> None:
    assert sentences(Term("mi", "aspirin", "member"), Term("mr", "aspirin", "member")) == []


@pytest.mark.parametrize("text", ["—", "™", "()"])
def test_a_term_of_signs_alone_is_refused(text: str) -> None:
    assert f"“{text}” holds no letter or digit to search for." in sentences(Term("mi", text, "entry"))


def test_a_term_has_no_more_words_than_a_phrase() -> None:
    assert sentences(Term("mi", "word " * 17, "entry")) == ["A term has at most 16 words."]


@pytest.mark.parametrize("text", ["All", "ALL leukemia", "A", "ABCDEFG", "T2"])
def test_only_a_word_in_capitals_can_ask_for_capitals(text: str) -> None:
    (found,) = sentences(Term("mi", text, "acronym", capitals_only=True))
    assert found == "Only a word of two to six capital letters can be told by its capitals."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hypotension", "hypertension"),
        ("low blood pressure hypotension", "arterial hypertensions"),
        ("hypertension", "hypotension"),
    ],
)
def test_words_never_joined_are_refused_in_one_concept(one: str, other: str) -> None:
    pairs = Pairs([("hypotension", "hypertension")])
    found = sentences(Term("mi", one, "entry"), Term("mi", other, "entry"), pairs=pairs)
    assert found == ["“hypotension” and “hypertension” must never be joined in one concept."] * 2


def test_a_phrase_that_holds_both_sides_of_a_pair_has_no_side() -> None:
    pairs = Pairs([("small cell lung cancer", "non-small cell lung cancer")])
    assert sentences(Term("mi", "non small cell lung cancer", "entry"), pairs=pairs) == []
    assert not pairs.part(key("non-small cell lung cancer", "name"), key("lung cancer", "name"))
    assert pairs.part(key("small cell lung cancer", "name"), key("non-small cell lung cancer", "name"))


words = st.sampled_from(["heart", "attack", "attacks", "failure", "MI", "MR", "all", "ALL", "mitral", "regurgitation"])
texts = st.lists(words, min_size=1, max_size=3).map(" ".join)


@st.composite
def some_terms(draw: st.DrawFn) -> list[Term]:
    kinds = st.sampled_from(["entry", "acronym", "member", "related"])
    concepts = st.sampled_from(["mi", "mr", "third"])
    built = st.builds(Term, concepts, texts, kinds, st.just(False), st.integers(0, 3))
    return draw(st.lists(built, max_size=8))


def shared(terms: list[Term]) -> Iterator[Term]:
    """The slow way: every term against every other."""
    everything = [*terms, *(Term(code, name, "name") for code, name in NAMES.items())]
    for one in everything:
        if one.kind not in APART and not one.sense:
            claims = [other for other in everything if other.kind not in APART and other.concept != one.concept]
            if any(key(other.text, other.kind) == key(one.text, one.kind) for other in claims):
                yield one


@given(some_terms())
def test_whatever_is_shared_without_a_sense_is_found(terms: list[Term]) -> None:
    found = [trouble.term for trouble in troubles(NAMES, terms, NO_PAIRS) if trouble.field in ("sense", "name")]
    assert sorted(found) == sorted(shared(terms))
