"""Every list parameter against every kind of junk: a bad value is dropped, only that value, and named."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.filters import ActivityFilter, Reader
from activities.search import addresses
from activities.search.results import MOST_PROBLEMS, Answer, answer
from activities.search.selection import FACETS, Selection
from activities.search.vocabularies import Vocabularies
from cme_catalog.lib.parameters import MOST_WORDS, Codes
from cme_catalog.lib.problems import Dropped
from tests import factories
from tests.factories import DAY, catalog_for_a_module
from tests.random_catalog import selections

pytestmark = pytest.mark.django_db

CONTRACT = (
    "q q_as expand explain board approval basis points_kind competency format delivery credit_type provider keyword"
    " specialty setting state fee max_price member min_credits max_credits support starts_from starts_to open_on"
    " expired sort page per_page"
)
PARAMETERS = list(ActivityFilter.base_filters)
TEXTS = ["q", *(name for name in PARAMETERS if name.startswith("find_"))]
STRICT = [name for name in PARAMETERS if name not in TEXTS]
JUNK = {
    "NUL": "\0",
    "NUL inside": "abim\0",
    "10**40": str(10**40),
    "NaN": "NaN",
    "Infinity": "Infinity",
    "exponent": "1e5",
    "underscore": "1_000",
    "Arabic digits": "١٢",
    "full-width digits": "１２",
    "hexadecimal": "0x10",
    "30 February": "2026-02-30",
    "year 1": "0001-01-01",
    "year 9999": "9999-12-31",
    "week date": "2026-W36-1",
    "slashes": "09/01/2026",
    "negative": "-1",
    "three decimals": "1.005",
    "lone surrogate": "\ud800",
    "right-to-left override": "\u202eabim",
    "very long": "x" * 5000,
    "SQL": "'; DROP TABLE activities_activity; --",
    "wildcards": "%_*",
    "formula": '=HYPERLINK("x")',
    "markup": "<script>alert(1)</script>",
    "zero width": "ab\u200bim",
    "200 accents": "e" + "\u0301" * 200,
    "list": "abim,abs",
}
NO_SEARCH_TEXT = ("wildcards", "NUL", "NUL inside", "lone surrogate", "very long")


@pytest.fixture(scope="module")
def known(django_db_setup: None, django_db_blocker: object) -> Iterator[Vocabularies]:
    with catalog_for_a_module(django_db_blocker), time_machine.travel(f"{DAY}T12:00:00-04:00", tick=False):
        for letter in "FGHIJKLMNOPQ":
            factories.publish(
                f"Asthma {letter}", state="Ontario", approvals=[factories.approval("abim")], prices={"public": "30"}
            )
        yield Vocabularies.load()


def data(*pairs: tuple[str, str]) -> QueryDict:
    """A query string with values that could hardly be sent."""
    given = QueryDict(mutable=True)
    for name, value in pairs:
        given.appendlist(name, value)
    return given


def question(known: Vocabularies, *pairs: tuple[str, str]) -> ActivityFilter:
    return ActivityFilter(data(*pairs), today=DAY, vocabularies=known)


def read(known: Vocabularies, query: str) -> Selection:
    selection: Selection = ActivityFilter(QueryDict(query), today=DAY, vocabularies=known).selection
    return selection


def asked(query: str) -> Answer:
    return answer(QueryDict(query))


def test_the_parameters_are_those_of_the_contract_and_what_finds_values_of_long_facets() -> None:
    assert " ".join(name for name in PARAMETERS if not name.startswith("find_")) == CONTRACT


@pytest.mark.parametrize("parameter", STRICT)
def test_junk_is_named_and_leaves_no_other_trace(known: Vocabularies, parameter: str) -> None:
    for name, junk in JUNK.items():
        refused = question(known, (parameter, junk))
        assert [problem.parameter for problem in refused.problems] == [parameter], name
        untouched = {"nothing": refused.selection.nothing, "refused": refused.selection.refused}
        assert refused.selection == replace(Selection(day=DAY), **untouched), name
        assert refused.selection.nothing == ({parameter} if parameter in FACETS else set()), name


@pytest.mark.parametrize("junk", JUNK.values(), ids=list(JUNK))
def test_a_refused_value_is_short_and_safe_to_print(known: Vocabularies, junk: str) -> None:
    (problem,) = question(known, ("board", junk)).problems
    assert problem.value.isprintable()
    assert len(problem.value) <= 41 * len(r"\u200b")
    assert problem.expected.endswith(".")
    assert str(problem).startswith("board: “")


def test_a_question_full_of_junk_is_answered(known: Vocabularies) -> None:
    for name, junk in JUNK.items():
        found = answer(data(*((parameter, junk) for parameter in PARAMETERS)))
        assert (found.total, found.listings, found.pages.number) == (0, (), 1), name
        assert len(found.problems) == MOST_PROBLEMS, name
        assert found.more_problems >= len(STRICT) - MOST_PROBLEMS, name


@pytest.mark.parametrize("parameter", TEXTS)
def test_text_may_be_nearly_anything(known: Vocabularies, parameter: str) -> None:
    for name, junk in JUNK.items():
        found = answer(data((parameter, junk)))
        refused = name in NO_SEARCH_TEXT
        assert [problem.parameter for problem in found.problems] == ([parameter] if refused else []), name
        # A search for everything but a word that no listing has finds them all.
        assert found.total == (12 if refused or parameter != "q" or name == "negative" else 0), name


@pytest.mark.parametrize("text", ["***", "…", "%", "\u200b", "()"])
def test_search_text_without_a_word_is_named(known: Vocabularies, text: str) -> None:
    (problem,) = question(known, ("q", text)).problems
    assert (problem.parameter, problem.reason) == ("q", "no-word")


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("board=nobody", "unknown-code"),
        ("fee=cheap", "unknown-code"),
        ("sort=best", "unknown-value"),
        ("page=0", "not-a-number"),
        ("per_page=11", "unknown-value"),
        ("max_price=1e5", "not-a-number"),
        ("max_price=1000000", "not-a-number"),
        ("open_on=2026-02-30", "not-a-date"),
        ("open_on=2026-08-31", "past-day"),
        ("min_credits=2&max_credits=1", "crossed"),
        ("starts_from=2026-10-02&starts_to=2026-10-01", "crossed"),
        ("max_price=10&max_price=20", "repeated"),
        ("q=%00", "control-character"),
        (f"q={'x' * 501}", "too-long"),
        (f"q={'+'.join(f'w{n}' for n in range(MOST_WORDS + 1))}", "too-many-words"),
    ],
)
def test_programs_are_told_the_reason_by_a_code(known: Vocabularies, query: str, reason: str) -> None:
    found = ActivityFilter(QueryDict(query), today=DAY, vocabularies=known)
    assert [problem.reason for problem in found.problems] == [reason]


def test_a_bad_value_beside_a_good_one_leaves_the_good_one(known: Vocabularies) -> None:
    found = asked("board=nobody&board=abim&max_price=abc&max_price=50")
    assert (found.selection.board, found.selection.max_price, found.total) == (("abim",), 5000, 12)
    assert [(problem.parameter, problem.value) for problem in found.problems] == [
        ("board", "nobody"),
        ("max_price", "abc"),
    ]


@pytest.mark.parametrize("facet", FACETS)
def test_a_facet_with_bad_values_only_finds_nothing(known: Vocabularies, facet: str) -> None:
    found = asked(f"{facet}=no+such+value&{facet}=nor+this")
    assert (found.total, len(found.problems)) == (0, 2)
    assert found.canonical == f"{facet}=no+such+value"
    assert asked(found.canonical).total == 0


def test_a_bad_membership_changes_no_list(known: Vocabularies) -> None:
    found = asked("member=nobody")
    assert (found.total, len(found.problems)) == (12, 1)


def test_empty_values_as_forms_send_them_are_not_given(known: Vocabularies) -> None:
    found = asked("&".join(f"{parameter}=" for parameter in PARAMETERS))
    assert (found.total, found.problems, found.canonical) == (12, (), "")
    assert asked("fee=+&q=+").problems == ()


def test_unknown_parameters_are_ignored(known: Vocabularies) -> None:
    found = asked("board[]=abs&board__in=abs&utm_source=x&id__regex=(a%2B)%2B$&BOARD=abs&activity_id=1")
    assert (found.total, found.problems, found.canonical) == (12, (), "")


def test_codes_are_read_in_any_case_and_states_as_they_are_stored(known: Vocabularies) -> None:
    selection = read(known, "board=ABIM&fee=Free&state=ny&sort=TITLE&q_as=Text&board=+abs+")
    assert (selection.board, selection.fee, selection.state) == (("abim", "abs"), ("free",), ("NY",))
    assert (selection.sort, selection.identifiers) == ("title", False)


def test_a_letter_that_only_looks_lower_case_is_no_code(known: Vocabularies) -> None:
    assert read(known, urlencode({"competency": "m\u212a"})).nothing == {"competency"}


def test_ten_thousand_repeats_are_one_value_or_one_count_of_problems(known: Vocabularies) -> None:
    same = answer(data(*[("board", "abim")] * 10_000))
    assert (same.total, same.problems) == (12, ())
    different = answer(data(*(("board", f"x{n}") for n in range(10_000))))
    assert (len(different.problems), different.more_problems) == (MOST_PROBLEMS, 10_000 - MOST_PROBLEMS)


def test_a_hundred_values_of_a_facet_are_used_and_the_others_named() -> None:
    field = Codes(find=lambda text: text, expected="Anything.")
    with pytest.raises(Dropped) as dropped:
        field.clean([f"value-{n:03}" for n in range(103)])
    assert len(dropped.value.kept) == 100
    assert [error.code for error in dropped.value.error_list] == ["too-many"] * 3


def test_crossed_bounds_match_nothing_and_say_so(known: Vocabularies) -> None:
    found = asked("min_credits=2&max_credits=1")
    assert (found.total, found.selection.min_credits, found.selection.max_credits) == (0, 200, 100)


def test_open_on_sets_the_day_and_ignores_expired(known: Vocabularies) -> None:
    tomorrow = DAY + timedelta(days=1)
    selection = read(known, f"open_on={tomorrow}&expired=1")
    assert (selection.day, selection.open_on, selection.include_expired) == (tomorrow, tomorrow, False)
    assert read(known, f"open_on={DAY}").day == DAY
    bad = read(known, f"open_on={DAY - timedelta(days=1)}&expired=1")
    assert (bad.day, bad.open_on, bad.include_expired) == (DAY, None, True)


def test_a_page_beyond_the_last_is_the_last_and_a_bad_one_the_first(known: Vocabularies) -> None:
    last = asked("per_page=10&page=999999999")
    assert (last.pages.number, last.selection.page, len(last.listings), last.problems) == (2, 2, 2, ())
    assert last.canonical == "page=2&per_page=10"
    first = asked("per_page=10&page=1e3")
    assert (first.pages.number, [problem.parameter for problem in first.problems]) == (1, ["page"])


def test_relevance_needs_words_and_is_usual_with_them(known: Vocabularies) -> None:
    assert read(known, "sort=relevance").sort == "newest"
    assert read(known, "q=asthma").sort == "relevance"
    assert read(known, "q=asthma&sort=newest").sort == "newest"


def test_search_words_are_normalised_once_each(known: Vocabularies) -> None:
    selection = read(known, urlencode({"q": "  Été\tÉTÉ e\u0301te\u0301  ALL™ sars-cov-2 "}))
    assert selection.query.tokens == ("ete", "ALL", "sars", "cov", "2")
    assert selection.text == "Été ÉTÉ e\u0301te\u0301 ALL™ sars-cov-2"


@pytest.mark.parametrize("turn", ["\u202a", "\u202e", "\u2066", "\u2069"])
def test_characters_that_turn_the_direction_of_writing_are_dropped(known: Vocabularies, turn: str) -> None:
    selection = read(known, urlencode({"q": f"{turn}asth{turn}ma{turn}"}))
    assert (selection.text, selection.query.tokens) == ("asthma", ("asthma",))
    assert asked(urlencode({"q": turn})).problems[0].reason == "no-word"


def test_only_the_first_words_of_a_very_long_search_are_used(known: Vocabularies) -> None:
    found = read(known, f"q={'+'.join(f'w{n}' for n in range(40))}")
    assert found.query.tokens == tuple(f"w{n}" for n in range(MOST_WORDS))


@pytest.mark.one_database
@given(selection=selections())
@settings(max_examples=200)
def test_every_selection_can_be_read_from_its_address(known: Vocabularies, selection: Selection) -> None:
    asked_for = replace(selection, nothing=frozenset(), day=DAY)
    crossed = replace(asked_for, max_credits=None, starts_to=None)
    for one in (asked_for, crossed):
        assert read(known, addresses.query(one)) == one


def test_the_form_prints_bad_values_again_without_breaking(known: Vocabularies) -> None:
    printed = str(question(known, *((name, junk) for name in PARAMETERS for junk in JUNK.values())).form)
    assert printed.isprintable() or "\0" not in printed
    printed.encode()


VALUES = [
    *JUNK.values(),
    "abim",
    "ama",
    "journal",
    "free",
    "2",
    "5",
    "49.50",
    "2026-10-02",
    "2027-01-01",
    "title",
    "1",
    "",
]
GIVEN = st.lists(st.tuples(st.sampled_from([*PARAMETERS, "utm_source"]), st.sampled_from(VALUES)), max_size=12)


@given(pairs=GIVEN)
@settings(max_examples=60)
def test_a_question_read_without_a_form_is_what_the_form_says(
    known: Vocabularies, pairs: list[tuple[str, str]]
) -> None:
    form = question(known, *pairs).form
    read = Reader(known, DAY).read(data(*pairs))
    assert read.problems == form.problems()
    assert read.given == form.cleaned_data


@pytest.mark.one_database
def test_what_was_typed_is_printed_again_as_the_form_prints_it(known: Vocabularies) -> None:
    for name in ("q", "max_price", "open_on"):
        for value in VALUES:
            field = question(known, (name, value)).form[name]
            typed = Reader(known, DAY).read(data((name, value))).typed(name)
            assert typed == (field.field.widget.format_value(field.value()) or ""), value
