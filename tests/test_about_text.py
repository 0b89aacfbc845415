"""What a list says of the search text: other names that are searched, senses of an acronym, and what was malformed."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from lxml.html import HtmlElement

from activities import workflow
from activities.models import Concept, ConceptTerm
from tests.factories import DAY, make_vocabularies, publish
from tests.listing_reader import count, on_day, result_ids
from tests.reader import one, read, words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

TERMS = {
    "myocardial-infarction": ("myocardial infarction", [("heart attack", "entry", 0), ("MI", "acronym", 1)]),
    "motivational-interviewing": ("motivational interviewing", [("MI", "acronym", 2)]),
    "leukemia": ("acute lymphoblastic leukemia", [("ALL", "acronym", 0)]),
}


@pytest.fixture(autouse=True)
def catalog() -> Iterator[None]:
    make_vocabularies()
    for code, (name, terms) in TERMS.items():
        concept = Concept.objects.create(code=code, name=name)
        for text, kind, sense in terms:
            capitals = text == "ALL"
            ConceptTerm.objects.create(concept=concept, text=text, kind=kind, sense=sense, capitals_only=capitals)
    with on_day(DAY):
        yield


@pytest.fixture
def heart() -> int:
    return publish("Care after myocardial infarction")


@pytest.fixture
def talk() -> int:
    return publish("Motivational interviewing in practice")


def asked(client: Client, text: str, **more: str) -> HtmlElement:
    response = client.get("/activities/", {"q": text, **more})
    assert response.status_code == 200
    return read(client, response.wsgi_request.get_full_path())


def said(document: HtmlElement) -> str:
    return words(one(document, "#results"))


def test_other_names_are_searched_and_shown(client: Client, heart: int, talk: int) -> None:
    document = asked(client, "heart attack")
    assert result_ids(document) == [heart]
    (chip,) = document.cssselect("ul[aria-label='Other names that are searched too'] a")
    assert words(chip) == "“heart attack” – also searched: myocardial infarction (remove)"


def test_literal_text_stands_before_other_names(client: Client, heart: int) -> None:
    literal = publish("Heart attack in the young", released=DAY.replace(year=2001))
    publish("A stroke")
    assert result_ids(asked(client, "heart attack")) == [literal, heart]


def test_removing_a_chip_searches_only_for_what_was_typed(client: Client, heart: int) -> None:
    (chip,) = asked(client, "heart attack").cssselect("ul[aria-label='Other names that are searched too'] a")
    narrowed = read(client, chip.get("href"))
    assert result_ids(narrowed) == []
    assert "also searched" not in said(narrowed)


def test_all_other_names_are_switched_off_and_on_again(client: Client, heart: int) -> None:
    off = next(link for link in asked(client, "heart attack").cssselect("#results a") if "only for what" in words(link))
    plain = read(client, off.get("href"))
    assert parse_qs(urlsplit(off.get("href")).query) == {"q": ["heart attack"], "expand": ["0"]}
    assert result_ids(plain) == []
    on = next(link for link in plain.cssselect("#results a") if "other names" in words(link))
    assert result_ids(read(client, on.get("href"))) == [heart]


@pytest.mark.parametrize("text", [" ".join(f"w{n}" for n in range(40)), "again " * 40])
def test_more_words_than_are_searched_are_told_once(client: Client, text: str) -> None:
    assert said(asked(client, text)).count("Only the first 32 words") == 1


def test_words_that_every_listing_answers_are_left_out_and_said(client: Client, heart: int) -> None:
    document = asked(client, "myocardial infarction CME")
    assert result_ids(document) == [heart]
    note = next(note for note in document.cssselect("#results .note") if "CME" in words(note))
    assert words(note).startswith("“CME” was left out: every activity here is CME and gives credit. Ask for")
    required = read(client, note.cssselect("a")[0].get("href"))
    assert result_ids(required) == []
    assert "was left out" not in said(required)
    assert "was left out" not in said(asked(client, "myocardial infarction CME", expand="0"))
    licensed = said(asked(client, "heart attack course for license renewal"))
    assert "Whether it counts for a license, only the licensing board can say." in licensed


def test_acronym_shows_its_senses_commonest_first_with_the_lengths_of_their_lists(
    client: Client, heart: int, talk: int
) -> None:
    second = publish("Another myocardial infarction")
    document = asked(client, "MI")
    assert set(result_ids(document)) == {heart, talk, second}
    links = document.cssselect(".senses a")
    assert [words(link.getparent()) for link in links] == [
        "myocardial infarction 2 activities",
        "motivational interviewing 1 activity",
        "only the letters “MI”",
    ]
    assert [count(read(client, link.get("href"))) for link in links] == [2, 1, 0]


def test_counts_of_senses_keep_the_filters(client: Client, heart: int, talk: int) -> None:
    publish("Free myocardial infarction", prices={"public": 0})
    document = asked(client, "MI", fee="free")
    assert [words(link.getparent()) for link in document.cssselect(".senses a")][:2] == [
        "myocardial infarction 1 activity",
        "motivational interviewing 0 activities",
    ]


def test_word_that_is_also_an_acronym_means_it_in_capitals_only(client: Client) -> None:
    leukemia = publish("Acute lymphoblastic leukemia")
    everything = publish("All of medicine")
    assert leukemia in result_ids(asked(client, "ALL"))
    assert result_ids(asked(client, "all")) == [everything]


def test_malformed_text_is_searched_as_words_and_says_so(client: Client, heart: int) -> None:
    document = asked(client, '"myocardial infarction')
    assert result_ids(document) == [heart]
    assert "quotation mark" in said(document)


def test_text_is_printed_as_text(client: Client) -> None:
    document = asked(client, '<script>alert(1)</script> "heart attack')
    assert not document.cssselect("#results script")


def test_changed_concept_works_on_the_next_request(client: Client, heart: int) -> None:
    assert result_ids(asked(client, "coronary")) == []
    concept = Concept.objects.get(pk="myocardial-infarction")
    with workflow.renaming(concept, by="test", reason="for a test"):
        ConceptTerm.objects.create(concept=concept, text="coronary")
    assert result_ids(asked(client, "coronary")) == [heart]
