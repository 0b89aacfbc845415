"""The search box offers concepts, boards, providers and titles that begin as what is typed; it works without them."""

from collections.abc import Iterator

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from activities import publishing
from activities.models import Concept, ConceptTerm
from activities.search.beginnings import Beginnings
from tests.factories import DAY, make_vocabularies, publish
from tests.listing_reader import on_day
from tests.reader import one, read

NAMES = ["heart failure", "failure of the heart", "Heart attack", "asthma", "Ménière disease"]


def test_beginning_of_any_word_finds_a_name_and_its_own_beginning_first() -> None:
    names = Beginnings((name, name) for name in NAMES)
    assert names.find("hea", 9) == ["Heart attack", "heart failure", "failure of the heart"]
    assert names.find("heart f", 9) == ["heart failure"]
    assert names.find("meniere", 9) == ["Ménière disease"]
    assert names.find("hea", 1) == ["Heart attack"]
    assert names.find("—", 9) == names.find("", 9) == names.find("eart", 9) == []


@given(names=st.lists(st.text(alphabet="ab ", max_size=8), max_size=8), typed=st.text(alphabet="ab ", max_size=4))
def test_names_found_are_just_those_with_words_that_begin_so(names: list[str], typed: str) -> None:
    wanted = " ".join(typed.split())
    begins = [name for name in names if wanted and f" {' '.join(name.split())}".find(f" {wanted}") >= 0]
    assert sorted(Beginnings((name, name) for name in names).find(typed, 99)) == sorted(begins)


@pytest.fixture
def catalog() -> Iterator[None]:
    make_vocabularies()
    concept = Concept.objects.create(code="mi", name="myocardial infarction")
    ConceptTerm.objects.create(concept=concept, text="heart attack")
    with on_day(DAY):
        yield


def offered(client: Client, typed: str) -> list[tuple[str, str]]:
    response = client.get("/suggestions/", {"q": typed})
    assert response.status_code == 200, typed
    body = response.content.decode().strip()
    options = html.fragments_fromstring(body) if body else []
    return [(option.get("value"), option.text or "") for option in options]


@pytest.mark.django_db
@pytest.mark.usefixtures("catalog")
class TestSearchBox:
    def test_each_kind_is_offered_and_says_what_it_is(self, client: Client) -> None:
        publish("Heart rhythm at night", provider="example-heart")
        publish("Heart rhythm by day", expires=DAY.replace(year=2020))
        assert offered(client, "hea") == [
            ("myocardial infarction", "topic"),
            ("Example Heart", "provider"),
            ("Heart rhythm at night", "activity"),
        ]
        assert offered(client, "internal m") == [("Internal Medicine", "board")]

    def test_title_is_found_by_whole_words_and_an_unfinished_last_one(self, client: Client) -> None:
        publish("Heart rhythm at night")
        assert offered(client, "night rhy") == [("Heart rhythm at night", "activity")]
        assert offered(client, "nigh rhythm") == []

    def test_new_title_is_offered_on_the_next_request(self, client: Client) -> None:
        assert offered(client, "xyl") == []
        publish("Xylitol and teeth")
        assert offered(client, "xyl") == [("Xylitol and teeth", "activity")]

    def test_new_name_is_offered_on_the_next_request(self, client: Client) -> None:
        publish("Heart rhythm at night")
        assert offered(client, "podagr") == []
        concept = Concept.objects.create(code="gout", name="gout")
        ConceptTerm.objects.create(concept=concept, text="podagra")
        publishing.publish([], names_changed=True)
        assert offered(client, "podagr") == [("gout", "topic")]

    def test_withdrawn_providers_and_hidden_listings_are_not_offered(self, client: Client) -> None:
        publish("Secret plans", status="draft")
        assert offered(client, "secr") == offered(client, "example sk") == []

    @pytest.mark.parametrize(
        "typed", ["", "h", " ", "h" * 5000, "\x00"[:0] + "\u202e", "%", "'; DROP", '<b>"', "\ud800"]
    )
    def test_odd_text_offers_nothing_and_breaks_nothing(self, client: Client, typed: str) -> None:
        publish("Heart rhythm at night")
        assert offered(client, typed.encode("utf-8", "replace").decode()) == []

    def test_option_is_text(self, client: Client) -> None:
        publish('Asthma <script>alert(1)</script> & "quotes"')
        (option,) = offered(client, "asth")
        assert option == ('Asthma <script>alert(1)</script> & "quotes"', "activity")

    @pytest.mark.parametrize(
        ("address", "box"), [("/", "home-search"), ("/about/", "site-search"), ("/activities/", "id_q")]
    )
    def test_every_search_box_has_its_list(self, client: Client, address: str, box: str) -> None:
        document = read(client, address)
        assert one(document, f"input#{box}").get("list") == "suggestions"
        one(document, "datalist#suggestions")
