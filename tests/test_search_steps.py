"""Nothing found is a step, not an end: each way on with its count, and none taken without the reader."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from lxml.html import HtmlElement

from activities.models import Concept, ConceptTerm
from activities.search.results import answer
from activities.search.steps import steps
from tests.factories import DAY, approval, make_vocabularies, publish
from tests.listing_reader import count, on_day, result_ids
from tests.reader import one, page, read, words
from tests.staff import at_desk, editor

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def catalog() -> Iterator[None]:
    make_vocabularies()
    with on_day(DAY):
        yield


def asked(client: Client, text: str, **more: str) -> HtmlElement:
    response = client.get("/activities/", {"q": text, **more})
    assert response.status_code == 200
    return page(response)


def offered(document: HtmlElement) -> dict[str, int]:
    """The steps with their counts."""
    items = document.cssselect(".steps li")
    return {words(item.cssselect("a")[0]): int(words(item.cssselect(".quiet")[0]).split()[0]) for item in items}


def assert_counts_are_lengths(client: Client, document: HtmlElement) -> None:
    for item in document.cssselect(".steps li"):
        link = item.cssselect("a")[0]
        assert count(read(client, link.get("href"))) == int(words(item.cssselect(".quiet")[0]).split()[0])


def test_misspelt_word_is_offered_and_never_applied(client: Client) -> None:
    publish("Diabetes in adults")
    document = asked(client, "diabetis")
    assert result_ids(document) == []
    assert offered(document) == {"Did you mean “diabetes”?": 1}
    assert_counts_are_lengths(client, document)


def test_two_misspelt_words_are_offered_together(client: Client) -> None:
    publish("Diabetes treatment")
    assert offered(asked(client, "diabetis tretment")) == {"Did you mean “diabetes treatment”?": 1}


@pytest.mark.parametrize(
    ("real", "typed"),
    [("Dysphagia", "dysphasia"), ("Hypertension", "hypotension"), ("Prednisolone", "prednisone"), ("Ileum", "ilium")],
)
def test_word_that_a_concept_has_is_never_taken_for_another(client: Client, real: str, typed: str) -> None:
    publish(f"{real} in adults")
    Concept.objects.create(code="word", name=typed)
    assert offered(asked(client, typed)) == {}


def test_spelling_is_offered_only_when_it_finds_something_here(client: Client) -> None:
    publish("Diabetes in adults")
    assert "Did you mean “diabetes”?" not in offered(asked(client, "diabetis", fee="free"))


def test_any_of_the_words_is_offered(client: Client) -> None:
    publish("Asthma in adults")
    publish("Gout in adults")
    document = asked(client, "asthma gout")
    assert offered(document) == {"Only “asthma”": 1, "Only “gout”": 1, "Any of the words instead of all": 2}
    assert_counts_are_lengths(client, document)


def test_any_of_the_words_leaves_a_phrase_whole_and_keeps_what_is_no_word(client: Client) -> None:
    publish("Asthma in adults")
    publish("Gout in children")
    publish("Gout decision made by others, shared")
    publish("Shared decision making")
    document = asked(client, '"shared decision making" gout -children')
    assert offered(document) == {
        "Only “shared decision making”": 1,
        "Only “gout”": 1,
        "Any of the words instead of all": 2,
    }
    assert_counts_are_lengths(client, document)
    document = asked(client, "asthma gout title:adults")
    assert offered(document) == {"Only “asthma”": 1, "Any of the words instead of all": 1}


def test_each_word_is_left_out_in_turn_and_small_words_with_it(client: Client) -> None:
    publish("Gout treatment")
    document = asked(client, "treatment of gout in wintertime")
    assert offered(document) == {"Without “wintertime”": 1, "Any of the words instead of all": 1}
    assert_counts_are_lengths(client, document)


def named(code: str, name: str, **terms: str) -> None:
    concept = Concept.objects.create(code=code, name=name)
    for kind, text in terms.items():
        ConceptTerm.objects.create(concept=concept, text=text, kind=kind)


def test_class_and_related_things_are_offered_and_searched_only_then(client: Client) -> None:
    named("lipids", "lipid-lowering therapy", member="statin")
    named("statin", "statin", member="atorvastatin", related="dyslipidemia")
    publish("Lipid-lowering therapy in adults")
    publish("Dyslipidemia in adults")
    for text in ("statins", "atorvastatin"):
        document = asked(client, text)
        assert result_ids(document) == []
        assert_counts_are_lengths(client, document)
    assert offered(asked(client, "statins")) == {
        "“lipid-lowering therapy” instead of “statins”": 1,
        "“dyslipidemia” instead of “statins”": 1,
    }
    assert offered(asked(client, "atorvastatin")) == {"“dyslipidemia” instead of “atorvastatin”": 1}


def test_free_is_offered_as_a_price(client: Client) -> None:
    named("osteoarthritis", "osteoarthritis", member="knee arthritis")
    publish("Ethics of autopsies", prices={"public": 0})
    publish("Osteoarthritis", prices={"public": 0})
    publish("Osteoarthritis again", prices={"public": 30})
    document = asked(client, "free ethics CME")
    assert offered(document) == {
        "Free of charge: “ethics”": 1,
        "Only “ethics”": 1,
        "Any of the words instead of all": 1,
    }
    assert_counts_are_lengths(client, document)
    document = asked(client, "free knee arthritis")
    assert offered(document) == {"Free of charge: “osteoarthritis” instead of “knee arthritis”": 1}
    assert_counts_are_lengths(client, document)
    assert "Free of charge" not in words(one(asked(client, "free ethics CME", fee="50-200"), "#results"))


def test_filters_are_offered_one_by_one_and_all_at_once(client: Client) -> None:
    publish("Asthma in adults", approvals=[approval("abim")])
    document = asked(client, "asthma", board="abs", fee="free")
    assert offered(document) == {"Without any filter": 1}
    assert offered(asked(client, "asthma", board="abs")) == {"Without board: Surgery (ABS)": 1}
    assert_counts_are_lengths(client, document)


def test_expired_ones_are_offered(client: Client) -> None:
    publish("Asthma in adults", expires=DAY.replace(year=2020))
    assert offered(asked(client, "asthma")) == {"Including expired activities": 1}


def test_steps_count_in_the_catalog_that_the_list_is_of(django_assert_num_queries: Any) -> None:
    publish("Asthma in adults")
    empty = answer(QueryDict("q=asthma+gout"))
    publish("Gout in adults")
    with django_assert_num_queries(0):
        assert [(step.label, step.count) for step in steps(empty)] == [
            ("Only “asthma”", 1),
            ("Any of the words instead of all", 1),
        ]


def test_odd_text_leads_nowhere_and_breaks_nothing(client: Client) -> None:
    publish()
    for text in ("xxxxx " * 30, "-asthma -adults zzzzzz", '"zzz" OR', "title:zzzzzz provider:", "z" * 499):
        assert_counts_are_lengths(client, asked(client, text))


def test_staff_see_why_a_listing_stands_where_it_does(client: Client) -> None:
    publish("Adult asthma", sets={"keywords": ["asthma"]})
    publish("Lungs of adults", sets={"keywords": ["asthma"]})
    reasons = asked(at_desk(editor()), "asthma adult", explain="1").cssselect(".reason")
    assert [words(reason) for reason in reasons] == [
        "Tier 4, all in the title; exact. “asthma”: title, keywords; “adult”: title",
        "Tier 5, all in title and keywords; exact. “asthma”: keywords; “adult”: title",
    ]
    assert not asked(client, "asthma", explain="1").cssselect(".reason")


def test_page_for_staff_is_no_answer_for_others(client: Client) -> None:
    publish()
    desk = at_desk(editor())
    first = desk.get("/activities/?q=asthma&explain=1")
    assert first.headers["Cache-Control"] == "no-store"
    assert "reason" not in client.get("/activities/?q=asthma&explain=1").content.decode()
    one(page(desk.get("/activities/?q=asthma&explain=1")), ".reason")
