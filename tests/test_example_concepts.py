"""The medical concepts: one name each, true synonyms, ambiguous acronyms declared, boards that exist."""

import json
import re
from collections import Counter
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from activities.examples.material import HERE, SHAPES, material

CONCEPTS = material().concepts
RULES: dict[str, Any] = json.loads((HERE / "rules.json").read_text())
FIXTURES = Path(__file__).parent.parent / "fixtures"
PREFERRED = {term.casefold(): one.name for one in CONCEPTS for term in (one.name, *one.entry_terms)}


def shipped(name: str, model: str) -> list[dict[str, Any]]:
    return [row for row in json.loads((FIXTURES / f"{name}.json").read_text()) if row["model"] == model]


def claims() -> dict[str, list[str]]:
    """Who claims each acronym, compared without case."""
    found: dict[str, list[str]] = {}
    for one in CONCEPTS:
        for acronym in one.acronyms:
            found.setdefault(acronym.casefold(), []).append(one.name)
    return found


def test_there_are_enough_concepts_and_every_board_meets_some() -> None:
    boards = Counter(board for one in CONCEPTS for board in one.boards)
    assert len(CONCEPTS) >= 420
    assert set(boards) == {row["pk"] for row in shipped("boards", "providers.board")}
    assert min(boards.values()) >= 15


def test_no_name_or_entry_term_is_claimed_twice() -> None:
    terms = Counter(term.casefold() for one in CONCEPTS for term in (one.name, *one.entry_terms))
    assert [term for term, times in terms.items() if times > 1] == []


def test_an_acronym_has_two_senses_exactly_when_it_is_declared_ambiguous() -> None:
    ambiguous = {acronym.casefold(): sorted(names) for acronym, names in RULES["ambiguous_acronyms"].items()}
    assert {acronym: sorted(names) for acronym, names in claims().items() if len(names) > 1} == ambiguous


def test_an_acronym_is_not_the_word_of_another_concept() -> None:
    assert [
        acronym for acronym, names in claims().items() if acronym in PREFERRED and PREFERRED[acronym] not in names
    ] == []


def test_acronyms_that_are_ordinary_words_are_acronyms_of_a_concept() -> None:
    assert [word for word in RULES["capitals_only"] if word.casefold() not in claims() or not word.isupper()] == []


def test_terms_are_in_lower_case_but_for_proper_names() -> None:
    words = [word.strip(",;()") for one in CONCEPTS for term in (one.name, *one.entry_terms) for word in term.split()]
    assert {word for word in words if word != word.lower()} == set(RULES["proper_words"])


def test_terms_are_trimmed_and_plain() -> None:
    texts = [text for one in CONCEPTS for text in (one.name, *one.entry_terms, *one.acronyms)]
    assert [
        text for text in texts if text != " ".join(text.split()) or not re.fullmatch(r"[\w\s'’,./()&+-]+", text)
    ] == []


def test_kinds_parents_groups_and_look_alikes_exist() -> None:
    names = {one.name for one in CONCEPTS}
    people = material().people
    named = {name for group in people["concepts_of"].values() for name in group}
    alike = {name for pair in people["look_alikes"] for name in pair}
    parents = {one.parent for one in CONCEPTS if one.parent}
    assert {one.kind for one in CONCEPTS} == set(SHAPES)
    assert (named | alike | parents) - names == set()
    assert [one.name for one in CONCEPTS if one.parent == one.name or len(set(one.boards)) != len(one.boards)] == []


def test_words_that_must_never_be_joined_are_not_synonyms() -> None:
    for one, other in RULES["never_join"]:
        assert PREFERRED.get(one, one) != PREFERRED.get(other, other)


def test_specialties_of_a_field_are_names_of_certificates() -> None:
    certificates = {row["fields"]["name"] for row in shipped("boards", "providers.certificate")}
    assert {name for field in material().fields.values() for name in field.specialties} - certificates == set()


@pytest.mark.parametrize(
    ("term", "preferred"),
    [
        ("heart attack", "myocardial infarction"),
        ("mitral insufficiency", "mitral regurgitation"),
        ("type 2 diabetes mellitus", "type 2 diabetes"),
        ("anaesthesia", "anesthesia"),
        ("vaccine", "vaccination"),
        ("covid", "COVID-19"),
        ("SARS-CoV-2", "COVID-19"),
        ("paracetamol", "acetaminophen"),
        ("high blood pressure", "hypertension"),
        ("shingles", "herpes zoster"),
        ("unconscious bias", "implicit bias"),
    ],
)
def test_readers_words_lead_to_the_concept(term: str, preferred: str) -> None:
    assert PREFERRED[term.casefold()] == preferred


@pytest.mark.parametrize(
    ("acronym", "names"),
    [
        ("UTI", {"urinary tract infection"}),
        ("HFpEF", {"heart failure with preserved ejection fraction"}),
        ("HFrEF", {"heart failure with reduced ejection fraction"}),
        ("T2DM", {"type 2 diabetes"}),
        ("ALL", {"acute lymphoblastic leukemia"}),
        ("MI", {"myocardial infarction", "mitral regurgitation", "motivational interviewing"}),
        ("MATE", {"MATE Act training"}),
    ],
)
def test_acronyms_lead_to_their_senses(acronym: str, names: set[str]) -> None:
    assert set(claims()[acronym.casefold()]) == names


def test_every_sentence_uses_only_the_slots_there_are() -> None:
    source = material()
    sentences = list(strings([source.titles, source.descriptions, source.objectives, source.engagement]))
    slots = {name for sentence in sentences for _, name, _, _ in Formatter().parse(sentence) if name is not None}
    assert slots <= set("codpsfyeakn")
    assert [sentence for sentence in sentences if "<" in sentence or "  " in sentence] == []


def test_example_providers_say_so_in_their_names_and_answer_to_one_another() -> None:
    providers = {one.name: one for one in material().providers}
    assert len(providers) >= 60
    for one in providers.values():
        assert one.name.startswith("Example ")
        assert set(one.fields) <= set(material().fields)
        assert bool(one.accredited_by) != bool(one.accreditor)
        assert not one.accredited_by or providers[one.accredited_by].accreditor


def strings(value: Any) -> Any:
    """Every text inside nested lists and mappings."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from strings(list(value.values()))
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)
