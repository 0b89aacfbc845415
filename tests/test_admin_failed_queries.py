"""From what was searched in vain, one step leads to a concept's term and to a test that stays."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from activities.models import Concept, ConceptTerm, FailedQuery, SearchTest
from tests.factories import DAY, make_vocabularies, publish
from tests.listing_reader import on_day, result_ids
from tests.reader import one, page, read, words
from tests.staff import at_desk, editor, errors, opened, post, reviewer, send

pytestmark = pytest.mark.django_db

QUERIES = "/admin/activities/failedquery/"


@pytest.fixture(autouse=True)
def catalog() -> Iterator[None]:
    make_vocabularies()
    Concept.objects.create(code="diabetes", name="diabetes mellitus")
    with on_day(DAY):
        yield


@pytest.fixture
def query() -> FailedQuery:
    return FailedQuery.objects.create(text="sugar sickness", times=7, last_day=date(2026, 8, 30))


@pytest.fixture
def edith() -> Client:
    return at_desk(editor())


def address(query: FailedQuery) -> str:
    return f"{QUERIES}{query.pk}/change/"


def means(client: Client, query: FailedQuery, **answers: str) -> str:
    """What the form says is wrong after the answers were sent; nothing when they were taken."""
    given = {"reason": "A reader's word", **answers}
    response = send(client, address(query), opened(client, address(query)), **given)
    return "" if response.status_code == 302 else errors(response)


def test_work_list_shows_the_most_frequent_first(edith: Client, query: FailedQuery) -> None:
    FailedQuery.objects.create(text="rarely asked", last_day=DAY)
    rows = read(edith, QUERIES).cssselect("#result_list tbody tr")
    assert [words(row.cssselect("th")[0]) for row in rows] == ["sugar sickness", "rarely asked"]


def test_meaning_becomes_a_term_and_works_on_the_next_request(
    client: Client, edith: Client, query: FailedQuery
) -> None:
    number = publish("Diabetes mellitus in adults")
    assert result_ids(read(client, "/activities/?q=sugar+sickness")) == []
    assert means(edith, query, concept="diabetes") == ""
    assert result_ids(read(client, "/activities/?q=sugar+sickness")) == [number]
    query.refresh_from_db()
    assert query.state == FailedQuery.State.MENDED
    assert ConceptTerm.objects.get().text == "sugar sickness"


def test_meaning_becomes_a_permanent_test(edith: Client, query: FailedQuery) -> None:
    means(edith, query, concept="diabetes")
    test = SearchTest.objects.get()
    assert (test.text, test.finds_what, test.added_by) == ("sugar sickness", "diabetes mellitus", "edith")


def test_change_of_the_concept_says_who_and_why(edith: Client, query: FailedQuery) -> None:
    means(edith, query, concept="diabetes")
    entry = LogEntry.objects.get(object_id="diabetes")
    assert entry.user.username == "edith"
    assert "A reader's word" in entry.change_message
    assert "sugar sickness" in entry.change_message


def test_term_of_another_concept_is_refused_in_a_sentence(edith: Client, query: FailedQuery) -> None:
    other = Concept.objects.create(code="other", name="other thing")
    ConceptTerm.objects.create(concept=other, text="sugar sickness")
    assert "other thing" in means(edith, query, concept="diabetes")
    assert not SearchTest.objects.exists()


def test_mended_needs_a_concept_and_a_reason_is_asked_for(edith: Client, query: FailedQuery) -> None:
    assert "Choose the concept" in means(edith, query, state="mended")
    assert "required" in means(edith, query, concept="diabetes", reason="")
    query.refresh_from_db()
    assert query.state == FailedQuery.State.WAITING


def test_text_is_set_aside_alone_or_with_others(edith: Client, query: FailedQuery) -> None:
    assert means(edith, query, state="set-aside") == ""
    other = FailedQuery.objects.create(text="zebra", last_day=DAY)
    post(edith, QUERIES, {"action": "set_aside", "_selected_action": [str(query.pk), str(other.pk)]})
    assert set(FailedQuery.objects.values_list("state", flat=True)) == {"set-aside"}


def test_text_is_printed_as_text(edith: Client) -> None:
    odd = FailedQuery.objects.create(text="<script>alert 1</script>", last_day=DAY)
    for where in (QUERIES, address(odd)):
        assert "<script>alert" not in edith.get(where).content.decode()
    assert one(page(edith.get(address(odd))), ".field-as_readers_see_it a").get("href").startswith("/activities/?q=%3C")


def test_reviewer_removes_a_test_that_makes_no_sense_any_more() -> None:
    test = SearchTest.objects.create(text="a", finds_what="b", added_on=DAY)
    post(at_desk(reviewer()), f"/admin/activities/searchtest/{test.pk}/delete/", {"post": "yes"})
    assert not SearchTest.objects.exists()


def test_acronym_is_a_term_in_capitals_and_an_everyday_word_only_so(edith: Client) -> None:
    for text, capitals_only in (("t2dm", False), ("all", True)):
        query = FailedQuery.objects.create(text=text, last_day=DAY)
        assert means(edith, query, concept="diabetes", kind="acronym") == ""
        term = ConceptTerm.objects.get(text=text.upper())
        assert (term.kind, term.capitals_only) == ("acronym", capitals_only)
