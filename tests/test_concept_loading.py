"""Loading concepts from a file: all or nothing, every refusal with its place, nothing written twice."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from activities.models import CatalogCommit, Concept, ConceptTerm, NeverJoined
from activities.search import concept_rows
from tests.fixture_files import Raw, load, refusal, row
from tests.test_concept_fixture import shipped

pytestmark = pytest.mark.django_db

MI = row("activities.concept", "mi", name="myocardial infarction")
MR = row("activities.concept", "mr", name="mitral regurgitation")


def term(concept: str, text: str, **fields: object) -> Raw:
    return row("activities.conceptterm", concept=concept, text=text, **fields)


def test_the_shipped_ones_load_and_load_again(tmp_path: Path) -> None:
    call_command("loaddata", "concepts", verbosity=0)
    found = concept_rows.read()
    assert (found.names, set(found.terms)) == (shipped().names, set(shipped().terms))
    assert sorted(found.pairs.words) == sorted(shipped().pairs.words)
    version = CatalogCommit.objects.get()
    assert version.names_changed
    call_command("loaddata", "concepts", verbosity=0)
    assert CatalogCommit.objects.get() == version


def test_a_term_that_another_concept_has_is_refused_with_its_place(tmp_path: Path) -> None:
    message = refusal(tmp_path, MI, MR, term("mi", "heart attack"), term("mr", "Heart attacks"))
    assert (
        'some.json, line 1: activities.conceptterm ["mr", "Heart attacks"]: sense: “Heart attacks” is also a term of'
        " “myocardial infarction”; give it its sense in each of them, or keep it in one." in message
    )
    assert not Concept.objects.exists()


def test_a_term_is_held_against_those_that_are_there(tmp_path: Path) -> None:
    load(tmp_path, MI, term("mi", "heart attack"))
    message = refusal(tmp_path, MR, term("mr", "HEART ATTACK"))
    assert '["mr", "HEART ATTACK"]: sense: “HEART ATTACK” is also a term of “myocardial infarction”' in message
    assert '["mi", "heart attack"]' not in message


def test_senses_make_a_shared_acronym_loadable(tmp_path: Path) -> None:
    rows = [term("mi", "MI", kind="acronym", sense=1), term("mr", "MI", kind="acronym", sense=2)]
    assert "4 new" in load(tmp_path, MI, MR, *rows)


def test_a_pair_is_held_against_the_terms_that_are_there(tmp_path: Path) -> None:
    load(tmp_path, MI, term("mi", "ileum"), term("mi", "ilium"))
    message = refusal(tmp_path, row("activities.neverjoined", first="ileum", second="ilium"))
    assert (
        'activities.neverjoined ["ileum", "ilium"]: text: “ileum” and “ilium” must never be joined in one concept.'
    ) in message


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (term("mi", "ALL", capitals_only="yes"), "capitals_only: Write true or false."),
        (term("mi", "ALL", kind="slang"), "kind: Value 'slang' is not a valid choice."),
        (term("mi", "ALL", sense=-1), "sense:"),
        (term("mi", "two\nlines"), "text: This is one line of text; remove the line break."),
        (term("mi", "™"), "text: “™” holds no letter or digit to search for."),
        (term("mi", "beta", kind="member", sense=1), "A member has neither a sense nor capitals"),
        (term("who", "beta"), 'concept: There is no concept "who".'),
        (row("activities.conceptterm", concept="mi"), "text: This must be stated."),
        (row("activities.neverjoined", first="a", second="a"), "A pair is made of two different words."),
    ],
)
def test_a_bad_row_is_named_with_its_field(tmp_path: Path, raw: Raw, sentence: str) -> None:
    message = refusal(tmp_path, MI, raw)
    assert sentence in message
    assert "some.json, line 1: activities." in message


def test_a_file_may_change_a_term_and_leaves_the_others(tmp_path: Path) -> None:
    load(tmp_path, MI, term("mi", "heart attack"), term("mi", "AMI", kind="acronym"))
    assert "1 changed" in load(tmp_path, term("mi", "AMI", kind="short-name"))
    assert dict(ConceptTerm.objects.values_list("text", "kind")) == {"heart attack": "entry", "AMI": "short-name"}


def test_the_database_keeps_one_meaning_too() -> None:
    """Whoever writes past the checks is stopped at the plainest ones."""
    one, other = (Concept.objects.create(code=code, name=code) for code in ("one", "other"))
    ConceptTerm.objects.create(concept=one, text="same")
    NeverJoined.objects.create(first="a", second="b")
    for bad in (
        lambda: ConceptTerm.objects.create(concept=other, text="same"),
        lambda: ConceptTerm.objects.create(concept=one, text="same", sense=2),
        lambda: ConceptTerm.objects.create(concept=one, text="x", kind="slang"),
        lambda: ConceptTerm.objects.create(concept=one, text="x", kind="member", capitals_only=True),
        lambda: NeverJoined.objects.create(first="a", second="b"),
        lambda: NeverJoined.objects.create(first="a", second="a"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            bad()
