"""The shipped concepts: names of one thing each, ambiguous acronyms with their senses, look-alikes apart."""

import json
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from activities.models import ConceptTerm
from activities.search import concept_rules, language
from activities.search.concept_rows import ConceptRows
from activities.search.concept_rules import ACRONYM, APART, NAME, RELATED, Pairs, Term, key

FILE = Path(settings.BASE_DIR) / "fixtures" / "concepts.json"


@cache
def shipped() -> ConceptRows:
    """The rows of the file, read as the search reads those of the database."""
    names: dict[str, str] = {}
    terms: list[Term] = []
    pairs: list[tuple[str, str]] = []
    for row in json.loads(FILE.read_text()):
        fields = row["fields"]
        match row["model"]:
            case "activities.concept":
                names[row["pk"]] = fields["name"]
            case "activities.conceptterm":
                flags = fields.get("capitals_only", False), fields.get("sense", 0)
                terms.append(Term(fields["concept"], fields["text"], fields["kind"], *flags))
            case "activities.neverjoined":
                pairs.append((fields["first"], fields["second"]))
    return ConceptRows(names, terms, Pairs(pairs))


def senses() -> dict[str, list[str]]:
    """The concepts of each ambiguous term, commonest first."""
    found: dict[str, list[Term]] = defaultdict(list)
    for term in shipped().terms:
        if term.sense:
            found[term.text.upper()].append(term)
    return {text: [one.concept for one in sorted(some, key=lambda one: one.sense)] for text, some in found.items()}


def test_there_are_enough_of_them() -> None:
    assert len(shipped().names) >= 400
    assert len(shipped().terms) >= 2 * len(shipped().names)


def test_nothing_is_wrong_between_them() -> None:
    assert [trouble.sentence for trouble in concept_rules.troubles(*shipped())] == []


def test_codes_and_names_are_there_once() -> None:
    rows = [row["pk"] for row in json.loads(FILE.read_text()) if row["model"] == "activities.concept"]
    assert [code for code, times in Counter(rows).items() if times > 1] == []
    assert [name for name, times in Counter(shipped().names.values()).items() if times > 1] == []


def test_every_concept_has_another_name_of_its_own() -> None:
    """Without one it would add nothing to a search."""
    assert set(shipped().names) - {term.concept for term in shipped().terms} == set()


def test_no_concept_says_the_same_twice() -> None:
    """Singular and plural, British and American are one form already."""
    found: dict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for code, name in shipped().names.items():
        found[code][key(name, NAME)] += 1
    for term in shipped().terms:
        found[term.concept][key(term.text, term.kind)] += 1
    assert {code: forms for code, counts in found.items() if (forms := [k for k, n in counts.items() if n > 1])} == {}


def test_senses_are_counted_from_the_commonest() -> None:
    numbers: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for term in shipped().terms:
        if term.sense:
            numbers[key(term.text, term.kind)].append(term.sense)
    assert {words: some for words, some in numbers.items() if sorted(some) != [*range(1, len(some) + 1)]} == {}
    assert [words for words, some in numbers.items() if len(some) == 1] == []


def test_texts_are_trimmed_and_kinds_known() -> None:
    texts = [*shipped().names.values(), *(term.text for term in shipped().terms)]
    assert [text for text in texts if text != " ".join(text.split())] == []
    assert {term.kind for term in shipped().terms} == set(ConceptTerm.Kind.values)


def test_acronyms_that_are_words_count_in_capitals_only() -> None:
    """The words of everyday English that the language knows to be acronyms too; two are typed in small letters also."""
    acronyms = [term for term in shipped().terms if term.kind == ACRONYM and term.text in language.SPOKEN]
    assert {term.text for term in acronyms if not term.capitals_only} == {"ACE", "CAD", "ED"}
    assert {term.text for term in acronyms} >= {"ALL", "US", "IT", "AIDS", "WHO", "AS"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("MI", ["myocardial-infarction", "motivational-interviewing", "mitral-regurgitation"]),
        ("MS", ["multiple-sclerosis", "mitral-stenosis"]),
        ("PD", ["parkinson-disease", "peritoneal-dialysis", "panic-disorder"]),
        ("ALS", ["amyotrophic-lateral-sclerosis", "advanced-life-support"]),
        ("ABPS", ["american-board-of-plastic-surgery", "american-board-of-physician-specialties"]),
        ("AF", ["atrial-fibrillation", "amniotic-fluid"]),
    ],
)
def test_senses_stand_in_the_order_of_commonness(text: str, codes: list[str]) -> None:
    assert senses()[text] == codes


def test_the_acronyms_that_mislead_are_ambiguous() -> None:
    assert set(senses()) >= {"MI", "PE", "RA", "MS", "CP", "PT", "PD", "AS", "ALS", "AF", "ED", "ABPS", "US", "IT"}


@pytest.mark.parametrize(
    ("term", "name"),
    [
        ("heart attack", "myocardial infarction"),
        ("high blood pressure", "hypertension"),
        ("SARS-CoV-2", "COVID-19"),
        ("covid", "COVID-19"),
        ("type 2 diabetes mellitus", "type 2 diabetes"),
        ("vaccine", "vaccination"),
        ("immunisation", "vaccination"),
        ("paracetamol", "acetaminophen"),
        ("adrenaline", "epinephrine"),
        ("maintenance of certification", "continuing certification"),
        ("MATE Act", "MATE Act training"),
        ("DEA opioid training", "MATE Act training"),
        ("pre-eclampsia", "preeclampsia"),
    ],
)
def test_readers_words_lead_to_the_concept(term: str, name: str) -> None:
    named = {key(one.text, one.kind): shipped().names[one.concept] for one in shipped().terms if one.kind not in APART}
    assert named[key(term, NAME)] == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hypotension", "hypertension"),
        ("hyperkalemia", "hypokalemia"),
        ("prednisone", "prednisolone"),
        ("ileum", "ilium"),
        ("dysphagia", "dysphasia"),
        ("bupropion", "buspirone"),
        ("delirium", "dementia"),
    ],
)
def test_look_alikes_are_kept_apart(one: str, other: str) -> None:
    assert shipped().pairs.part(key(one, NAME), key(other, NAME))


def test_related_terms_are_names_of_other_concepts() -> None:
    """What is offered must find all that there is on it."""
    named = {key(name, NAME): code for code, name in shipped().names.items()}
    named |= {key(one.text, one.kind): one.concept for one in shipped().terms if one.kind not in APART}
    related = [(one.concept, key(one.text, NAME)) for one in shipped().terms if one.kind == RELATED]
    assert len(related) > 150
    assert [pair for pair in related if named.get(pair[1], pair[0]) == pair[0]] == []


def test_a_narrower_thing_is_no_name_of_the_wider_one() -> None:
    texts = {code: {term.text for term in shipped().terms if term.concept == code} for code in shipped().names}
    assert not texts["myocardial-infarction"] & {"STEMI", "NSTEMI", "ST-elevation myocardial infarction"}
    assert not texts["heart-failure"] & {"HFpEF", "HFrEF"}
    assert not texts["diabetes-mellitus"] & {"type 2 diabetes", "T2DM"}
