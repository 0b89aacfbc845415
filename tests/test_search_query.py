"""A search text is read strictly where it has a form, and as plain words where it has none."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.search.identifiers import ACTIVITY, DOI
from activities.search.query import MOST_IN_PHRASE, MOST_WORDS, Clause, Query, Unit, parse


def shown(query: Query) -> str:
    """The clauses as a reader might write them, phrases in brackets, exact ones in quotation marks."""
    return " ".join(map(_shown, query.clauses))


def _shown(clause: Clause) -> str:
    units = " OR ".join(map(_unit, clause.units))
    return f"{'-' * clause.negative}{clause.field}{':' * bool(clause.field)}{units}"


def _unit(unit: Unit) -> str:
    words = " ".join(unit.tokens)
    if unit.quoted:
        return f'"{words}"'
    return f"[{words}]" if len(unit.tokens) > 1 else words


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("", ""),
        ("Heart  attack", "heart attack"),
        ("the all of us", "the all of us"),
        ("ALL pediatric", "ALL pediatric"),
        ("ALL PEDIATRIC", "all pediatric"),
        ("anaesthesia airway", "anesthesia airway"),
        ("“shared decision-making”", '"shared decision making"'),
        ("asthma-free COVID-19", "[asthma free] [covid 19]"),
        ("heart/lung, kidney", "heart lung kidney"),
        ('"heart"failure', '"heart" failure'),
        ('asthma -children -"heart failure" --lung', 'asthma -children -"heart failure" -lung'),
        ("post-op a -", "[post op] a"),
        ("–asthma", "-asthma"),
        ("asthma OR copd OR lung heart", "asthma OR copd OR lung heart"),
        ('"heart failure" OR HFpEF', '"heart failure" OR hfpef'),
        ("asthma or copd", "asthma or copd"),
        ("title:heart provider:JAMA", "title:heart provider:jama"),
        ('Board:"internal medicine" -keyword:equity', 'board:"internal medicine" -keyword:equity'),
        ("title:a OR title:b", "title:a OR b"),
        ("unknown:heart", "unknown heart"),
        ('=HYPERLINK("x")', 'hyperlink "x"'),
        ("'; DROP TABLE --", "drop table"),
        ("heart AND lung NOT kidney NEAR(a b)*", "heart AND lung NOT kidney near a b"),
        ("\u202eheart\u200f\x00attack\x1b", "heart attack"),
        ("a" + "\u0301" * 200, "a"),
        ("\ud800heart", "heart"),
    ],
)
def test_a_text_is_read_as(text: str, read: str) -> None:
    query = parse(text)
    assert shown(query) == read
    assert query.notes == ()


@pytest.mark.parametrize(
    ("text", "read", "note"),
    [
        ('"heart attack', "heart attack", "quote"),
        ('a "b c" "', 'a "b c"', "quote"),
        ("OR safety", "OR safety", "or"),
        ("asthma OR", "asthma OR", "or"),
        ("a OR OR b", "a OR b", "or"),
        ("a OR -b", "a -b", "or"),
        ("-a OR b", "-a OR b", "or"),
        ("title:a OR b", "title:a b", "or"),
        ("title: heart", "title heart", "field"),
        ('provider:""', "provider", "field"),
        (" ".join(["a"] * 40), " ".join(["a"] * MOST_WORDS), "cut"),
        (f'"{"a " * 20}"', f'"{" ".join(["a"] * MOST_IN_PHRASE)}"', "phrase-cut"),
    ],
)
def test_what_has_no_form_is_searched_as_words_and_named(text: str, read: str, note: str) -> None:
    query = parse(text)
    assert shown(query) == read
    assert [one.code for one in query.notes] == [note]


def test_the_phrase_of_a_query_is_its_words_in_order() -> None:
    assert [unit.tokens for unit in parse('heart -children "attack now" title:x').whole] == [
        ("heart",),
        ("attack", "now"),
    ]
    assert parse("heart attack OR failure").whole == ()
    assert parse("title:x -y").whole == ()
    assert parse("b a b -c title:d").tokens == ("b", "a", "d")


WRITTEN = (
    "10.1001/jama.2024.7656",
    "doi:10.1001/JAMA.2024.7656",
    "DOI: 10.1001/jama.2024.7656.",
    "https://doi.org/10.1001/JAMA.2024.7656.",
    "http://dx.doi.org/10.1001/jama.2024.7656",
    "doi.org/10.1001/jama.2024.7656,",
    "(10.1001/jama.2024.7656)",
    "<https://doi.org/10.1001%2Fjama.2024.7656>",
    " “10.1001/jama.2024.7656” ",
    "１０.1001/jama.2024.7656",
)


@pytest.mark.parametrize("written", WRITTEN)
def test_a_doi_is_known_in_any_written_form(written: str) -> None:
    assert parse(written).identifier == (DOI, "10.1001/jama.2024.7656")


def test_a_bracket_that_belongs_to_a_doi_stays() -> None:
    assert parse("10.1016/S0140-6736(20)30183-5").identifier == (DOI, "10.1016/s0140-6736(20)30183-5")
    assert parse("(10.1016/s0140(20))").identifier == (DOI, "10.1016/s0140(20)")


@pytest.mark.parametrize(
    "written",
    ["13645", "#13645", " 13645. ", "activity 13645", "Activity ID 13645", "activity id: 013645", "１３６４５"],
)
def test_an_activity_id_is_known_in_any_written_form(written: str) -> None:
    found = parse(written).identifier
    assert found == (ACTIVITY, "13645")
    assert found is not None
    assert found.activity_id == 13645


@pytest.mark.parametrize(
    "text",
    ["heart 13645", "10.1001", "10.1001/a b", "13645 13646", "١٣٦٤٥", "1" * 13, "-13645", "1e5", "jama.2024.7656"],
)
def test_other_texts_are_no_identifiers(text: str) -> None:
    assert parse(text).identifier is None


HOSTILE = (
    '"',
    "-",
    "a.",
    "title:",
    "((((",
    "a'",
    "OR ",
    "x OR ",
    "activity ",
    "10.1001/)",
    " ",
    "ise",
    "aemi",
    "\u0301",
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_reading_takes_time_in_proportion_to_the_length(piece: str) -> None:
    parse(piece * 10)
    began = time.process_time()
    query = parse("a" + piece * 20_000)
    assert time.process_time() - began < 1
    assert len(query.tokens) <= MOST_WORDS


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    query = parse(text)
    assert sum(len(unit.tokens) for clause in query.clauses for unit in clause.units) <= MOST_WORDS + 1
    assert all(unit.tokens and all(unit.tokens) for clause in query.clauses for unit in clause.units)
    assert hash(query) == hash(parse(text))


@given(st.lists(st.sampled_from(["a", '"', "-", "OR", "title:", " ", "b", ":", "'", "."]), max_size=30))
def test_any_mixture_of_signs_can_be_read(pieces: list[str]) -> None:
    query = parse("".join(pieces))
    assert all(clause.units for clause in query.clauses)
    assert all(not clause.negative or len(clause.units) == 1 for clause in query.clauses)
