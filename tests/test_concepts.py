"""Concepts in a query: the longest term first, every sense of an acronym shown, nothing joined that must not be."""

import time
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.search.concept_rules import APART, MEMBER, NAME, Pairs, Term, forms, key
from activities.search.concept_table import EMPTY, Table
from activities.search.concepts import Ambiguity, Expansion, Read, read, wider
from activities.search.query import Clause, parse
from tests.test_concept_fixture import shipped


@cache
def table() -> Table:
    return Table.of(*shipped())


def asked(text: str) -> Read:
    return read(text, table())


def also(clause: Clause) -> set[str]:
    """The other names that are searched for a clause."""
    return {" ".join(synonym.tokens) for synonym in clause.synonyms}


def only(text: str) -> Expansion:
    found = asked(text)
    assert found.ambiguities == ()
    (expansion,) = found.expansions
    return expansion


def senses(text: str) -> Ambiguity:
    found = asked(text)
    assert found.expansions == ()
    (ambiguity,) = found.ambiguities
    return ambiguity


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("heart attack", "myocardial infarction"),
        ("Heart Attacks", "myocardial infarction"),
        ("UTI", "urinary tract infection"),
        ("UTIs", "urinary tract infection"),
        ("utis", "urinary tract infection"),
        ("HFpEF", "heart failure with preserved ejection fraction"),
        ("HFrEF", "heart failure with reduced ejection fraction"),
        ("T2DM", "type 2 diabetes"),
        ("diabetes type 2", "type 2 diabetes"),
        ("covid", "COVID-19"),
        ("SARS-CoV-2", "COVID-19"),
        ("covid 19", "COVID-19"),
        ("vaccines", "vaccination"),
        ("immunisation", "vaccination"),
        ("caesarean section", "cesarean delivery"),
        ("Crohns disease", "Crohn disease"),
        ("8 hour opioid training", "MATE Act training"),
        ("self assessment", "self-assessment"),
        ("Sjogren syndrome", "Sjögren syndrome"),
    ],
)
def test_readers_words_mean_the_concept(text: str, name: str) -> None:
    assert only(text).name == name


def test_the_longest_term_counts() -> None:
    (expansion,) = asked("treating heart failure with preserved ejection fraction").expansions
    assert expansion.name == "heart failure with preserved ejection fraction"
    assert also(asked("heart failure with preserved ejection fraction").query.clauses[0]) >= {"hfpef"}


def test_two_concepts_in_one_query_are_both_found() -> None:
    found = asked("high blood pressure pregnancy covid")
    assert [one.name for one in found.expansions] == ["hypertension", "pregnancy", "COVID-19"]


def test_a_name_brings_in_the_other_names_but_no_ambiguous_acronym() -> None:
    """MI would bring in motivational interviewing."""
    (clause,) = asked("heart attack").query.clauses
    assert also(clause) == {"myocardial infarction", "acute myocardial infarction", "cardiac infarction", "AMI"}
    assert only("heart attack").also == (
        "myocardial infarction",
        "acute myocardial infarction",
        "cardiac infarction",
        "AMI",
    )


def test_a_class_finds_its_drugs_and_a_drug_not_its_class() -> None:
    assert also(asked("statins").query.clauses[0]) >= {"atorvastatin", "rosuvastatin"}
    assert also(asked("rosuvastatin").query.clauses[0]) == {"crestor"}


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("NSTEMI", ["acute coronary syndrome", "myocardial infarction"]),
        ("knee arthritis", ["osteoarthritis", "knee pain", "total knee arthroplasty"]),
        ("Crestor", ["statin", "dyslipidemia", "familial hypercholesterolemia"]),
        ("pitavastatin", ["statin", "dyslipidemia", "familial hypercholesterolemia"]),
        ("antibiotic stewardship", ["antimicrobial resistance"]),
        ("mitral stenosis", ["valvular heart disease"]),
        ("xylophone", []),
        ('"statins"', []),
        ("-statins", []),
    ],
)
def test_where_nothing_is_found_the_class_and_related_things_are_told(text: str, offered: list[str]) -> None:
    assert [one.name for one in wider(text, table())] == offered


def test_the_wider_thing_stands_in_the_place_of_what_was_typed() -> None:
    assert [one.text for one in wider("Crestor in women -men CME", table())][:1] == ["statin in women -men"]


def test_related_terms_are_never_searched() -> None:
    assert "dyslipidemia" not in also(asked("statins").query.clauses[0])
    assert only("dyslipidemia").code == "dyslipidemia"


def test_an_ambiguous_acronym_shows_its_senses_commonest_first() -> None:
    found = senses("MI")
    assert [(one.code, one.text) for one in found.senses] == [
        ("myocardial-infarction", "myocardial infarction"),
        ("motivational-interviewing", "motivational interviewing"),
        ("mitral-regurgitation", "mitral regurgitation"),
    ]
    (clause,) = asked("MI").query.clauses
    assert clause.units[0].tokens == ("mi",)
    assert also(clause) >= {"heart attack", "motivational interview", "mitral insufficiency"}


def test_choosing_a_sense_leaves_the_rest_of_the_query() -> None:
    found = asked("-drugs MI women title:guideline")
    assert found.ambiguities[0].senses[0].text == "-drugs myocardial infarction women title:guideline"
    assert found.ambiguities[0].without == '-drugs "MI" women title:guideline'


def test_boards_letters_are_ambiguous_too() -> None:
    assert [one.name for one in senses("ABPS").senses] == [
        "American Board of Plastic Surgery",
        "American Board of Physician Specialties",
    ]


@pytest.mark.parametrize("word", ["ALL", "US", "IT", "AIDS", "WHO", "AS", "POTS", "MATE", "SAD"])
def test_words_mean_a_concept_in_capitals_only(word: str) -> None:
    found = asked(f"{word} review")
    assert found.expansions or found.ambiguities
    assert found.query.clauses[0].units[0].tokens == (word,)
    assert asked(f"{word.lower()} review") == Read(parse(f"{word.lower()} review"))
    assert asked(f"{word.title()} review") == Read(parse(f"{word.title()} review"))


def test_a_query_all_in_capitals_says_nothing_by_them() -> None:
    assert [one.name for one in asked("TREATMENT FOR ALL PATIENTS").expansions] == []


def test_children_with_leukemia_are_found_by_its_acronym() -> None:
    (leukemia, pediatric) = asked("ALL pediatric").query.clauses
    assert also(leukemia) == {
        "acute lymphoblastic leukemia",
        "acute lymphocytic leukemia",
        "acute lymphoid leukemia",
    }
    assert pediatric.units == parse("pediatric").clauses[0].units
    assert "children" in also(pediatric)


def test_synonyms_that_are_acronyms_are_searched_in_capitals() -> None:
    assert "ALL" in also(asked("acute lymphoblastic leukemia").query.clauses[0])


@pytest.mark.parametrize(
    "text", ['"heart attack"', "-MI stroke-free", "title:MI", "keyword:covid", "heart -x attack", "anaesthesia airway"]
)
def test_quotes_minus_and_fields_expand_nothing(text: str) -> None:
    assert asked(text) == Read(parse(text))


def test_alternatives_are_expanded_each() -> None:
    found = asked("MI OR stroke")
    (clause,) = found.query.clauses
    assert also(clause) >= {"heart attack", "cerebrovascular accident"}
    assert [one.without for one in found.expansions] == ['MI OR "stroke"']
    assert found.ambiguities[0].senses[0].text == "myocardial-infarction OR stroke"
    assert [one.name for one in asked("myocardial-infarction OR stroke").expansions] == [
        "myocardial infarction",
        "stroke",
    ]


def test_taking_an_expansion_out_leaves_the_words() -> None:
    without = only("heart attack women").without
    assert without == '"heart attack" women'
    assert asked(without).expansions == ()


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("hypotension", "hypertension"),
        ("prednisone taper", "prednisolone"),
        ("hyperkalemia", "hypokalemia"),
        ("dysphagia", "dysphasia"),
        ("cardiac arrest", "heart attack"),
        ("HFpEF", "heart failure with reduced ejection fraction"),
    ],
)
def test_the_other_word_is_never_searched(text: str, never: str) -> None:
    assert never not in {name for clause in asked(text).query.clauses for name in also(clause)}


def test_every_preferred_name_means_its_concept_alone() -> None:
    """So a sense that is chosen is unambiguous. One whose other names are all ambiguous adds nothing."""
    for code, name in shipped().names.items():
        found = asked(name)
        assert [one.code for one in found.expansions] in ([code], []), name
        assert found.ambiguities == (), name


def test_long_queries_take_no_longer_than_their_length() -> None:
    """Measured in CPU time, with room: ten times the text, at most thirty times the time."""
    words = "heart failure with preserved ejection fraction MI and "

    def cost(times: int) -> float:
        begin = time.process_time()
        for _ in range(5):
            asked(words * times)
        return time.process_time() - begin

    cost(20)
    assert cost(2_000) < 30 * cost(200) + 0.05


WORDS = ["heart", "attack", "attacks", "failure", "low", "high", "pressure", "MI", "mi", "ALL", "all", "ileum", "ilium"]
PAIRS = [("low pressure", "high pressure"), ("ileum", "ilium"), ("attack", "failure")]
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
queries = st.lists(
    st.sampled_from([*WORDS, '"heart attack"', "-MI", "title:mi", "OR", "heart-attack", "MI/ALL"]), max_size=8
).map(" ".join)


@st.composite
def tables(draw: st.DrawFn) -> tuple[dict[str, str], list[Term], Pairs]:
    """Any rows, also such as no check would let in."""
    names = draw(st.dictionaries(st.sampled_from(["a", "b", "c"]), texts, max_size=3))
    kinds = st.sampled_from(["entry", "acronym", "spelling", "member", "related"])
    built = st.builds(Term, st.sampled_from(["a", "b", "c"]), texts, kinds, st.booleans(), st.integers(0, 3))
    return names, draw(st.lists(built, max_size=8)), Pairs(draw(st.lists(st.sampled_from(PAIRS), max_size=3)))


@given(tables(), queries)
def test_without_expansion_a_query_is_as_it_was_read(rows: tuple[dict[str, str], list[Term], Pairs], text: str) -> None:
    made = Table.of(*rows)
    assert read(text, made, expand=False) == Read(parse(text, made.capitals))
    assert read(text, EMPTY) == Read(parse(text))


@given(tables(), queries, st.randoms())
def test_the_order_of_rows_means_nothing(
    rows: tuple[dict[str, str], list[Term], Pairs], text: str, chance: "st.Random"
) -> None:
    names, terms, pairs = rows
    shuffled = chance.sample(terms, len(terms))
    assert read(text, Table.of(names, shuffled, pairs)) == read(text, Table.of(names, terms, pairs))


@given(tables(), queries)
def test_no_word_is_lost_and_none_is_counted_twice(rows: tuple[dict[str, str], list[Term], Pairs], text: str) -> None:
    made = Table.of(*rows)
    found = read(text, made).query

    def tokens(clauses: tuple[Clause, ...]) -> list[str]:
        return [token for clause in clauses for unit in clause.units for token in unit.tokens]

    assert tokens(found.clauses) == tokens(parse(text, made.capitals).clauses)


@given(tables(), queries)
def test_no_concept_leads_from_one_word_of_a_pair_to_the_other(
    rows: tuple[dict[str, str], list[Term], Pairs], text: str
) -> None:
    made = Table.of(*rows)
    for clause in read(text, made).query.clauses:
        for synonym in clause.synonyms:
            units = [forms(tuple(token.lower() for token in unit.tokens)) for unit in clause.units]
            kept_apart = [
                made.pairs.part(forms(tuple(token.lower() for token in synonym.tokens)), one) for one in units
            ]
            assert not all(kept_apart)


@given(tables(), queries)
def test_a_longer_term_is_never_cut_by_a_shorter_one(rows: tuple[dict[str, str], list[Term], Pairs], text: str) -> None:
    """Of all runs of plain words that are terms, one of the longest is taken."""
    made = Table.of(*rows)
    plain = parse(text, made.capitals).clauses
    runs = [
        stop - start
        for start in range(len(plain))
        for stop in range(start + 1, len(plain) + 1)
        if all(
            len(one.units) == 1 and not (one.negative or one.field or one.units[0].quoted) for one in plain[start:stop]
        )
        if (tokens := tuple(token for one in plain[start:stop] for token in one.units[0].tokens))
        if any(made.others(concept, tokens) for concept in made.find(tokens))
        if all(len(one.units[0].tokens) == 1 for one in plain[start:stop])
    ]
    if runs:
        longest = max(len(clause.units[0].tokens) for clause in read(text, made).query.clauses if clause.synonyms)
        assert longest >= max(runs)


@given(tables())
def test_an_ambiguous_term_is_no_synonym(rows: tuple[dict[str, str], list[Term], Pairs]) -> None:
    names, terms, _ = rows
    made = Table.of(*rows)
    claims: dict[tuple[str, ...], set[str]] = {}
    for term in [*terms, *(Term(code, name, NAME) for code, name in names.items())]:
        if term.kind not in APART and term.concept in names:
            claims.setdefault(key(term.text, term.kind), set()).add(term.concept)
    shared = {words for words, codes in claims.items() if len(codes) > 1}
    members = {term.text for term in terms if term.kind == MEMBER}
    for concept in made.concepts.values():
        assert not {name.text for name in concept.names if name.key in shared} - members


@pytest.mark.parametrize(
    "word", ["infarction", "prednisone", "prednisolone", "ilium", "warfarin", "pressors", "opiates"]
)
def test_words_of_names_and_of_pairs_are_real_words(word: str) -> None:
    assert word in table().words
    assert "diabetis" not in table().words
