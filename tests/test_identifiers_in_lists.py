"""An identifier in the search box leads to its listing, in whatever form it is written, and never to a lookalike."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from activities import workflow
from activities.models import Activity, Withdrawal
from activities.search import sql
from activities.search.index.current import Index
from activities.search.selection import Selection
from tests.factories import DAY, approval, make_vocabularies, publish
from tests.listing_reader import on_day, result_ids
from tests.reader import one, page, read, words

pytestmark = pytest.mark.django_db

DOI = "10.1001/jama.2024.7656"


@pytest.fixture(autouse=True)
def catalog() -> Iterator[None]:
    make_vocabularies()
    with on_day(DAY):
        yield


def asked(client: Client, text: str, **more: str) -> tuple[int, str]:
    response = client.get("/activities/", {"q": text, **more})
    return response.status_code, response.headers.get("Location", "")


@pytest.mark.parametrize("written", ["{}", "#{}", "activity {}", "Activity ID {}", " 000{} "])
def test_activity_id_leads_to_its_listing(client: Client, written: str) -> None:
    number = publish()
    status, location = asked(client, written.format(number))
    assert status == 302
    document = read(client, location)
    assert words(one(document, "main .note")).startswith("This is the listing with the activity ID you searched for.")
    assert one(document, "main .note a").get("href").endswith("&q_as=text")


@pytest.mark.parametrize(
    "written", [DOI, f"doi:{DOI}", f"https://doi.org/{DOI.upper()}.", f"http://dx.doi.org/{DOI}", f"DOI: {DOI};"]
)
def test_doi_leads_to_its_listing(client: Client, written: str) -> None:
    number = publish("Physicians", doi=DOI)
    publish("Others", doi="10.1001/jama.2024.7657")
    status, location = asked(client, written)
    assert status == 302
    assert location.startswith(f"/activities/{number}/?q=")
    assert "with the DOI you searched for" in words(one(read(client, location), "main .note"))


def test_text_search_is_a_link_away_and_does_not_come_back(client: Client) -> None:
    number = publish()
    publish(f"A title with {number} in it")
    _, location = asked(client, str(number))
    instead = one(read(client, location), "main .note a").get("href")
    assert result_ids(read(client, instead)) == [number + 1]


def test_expired_listing_is_led_to_with_its_status(client: Client) -> None:
    number = publish(expires=DAY.replace(year=2020))
    status, location = asked(client, str(number))
    assert status == 302
    assert "expired" in words(one(read(client, location), "main")).lower()


def test_withdrawn_listing_is_led_to_and_says_why(client: Client) -> None:
    number = publish()
    row = Activity.objects.get(pk=number)
    workflow.withdraw(row, version=row.version, by="test", reason="It ended.", public_reason=Withdrawal.ENDED)
    status, location = asked(client, str(number))
    assert status == 302
    assert client.get(location).status_code == 410


def test_several_listings_of_a_doi_are_listed_under_a_banner(client: Client) -> None:
    ids = [publish(f"Part {number}", doi=DOI) for number in (1, 2)]
    document = read(client, f"/activities/?q={DOI}")
    assert sorted(result_ids(document)) == ids
    assert f"These listings have the DOI {DOI}." in words(one(document, "#results"))


@pytest.mark.parametrize("text", ["99999999", "10.1001/jama.2024.9999", "999999999999"])
def test_unknown_identifier_is_said_and_never_a_fuzzy_number(client: Client, text: str) -> None:
    publish(doi=DOI)
    publish("Number 9999999")
    document = read(client, f"/activities/?q={text}")
    assert result_ids(document) == []
    assert "The catalog knows no activity with the" in words(one(document, "#results"))


def test_draft_is_an_unknown_identifier(client: Client) -> None:
    number = publish()
    draft = Activity.objects.create(pk=number + 1, title="Draft", provider_id="example-heart", doi=DOI)
    for text in (str(draft.pk), DOI):
        assert "The catalog knows no activity" in words(one(read(client, f"/activities/?q={text}"), "#results"))


def test_filters_go_on_to_narrow(client: Client) -> None:
    """Who filters by a board and types an ID is told that the board does not list it, one step from the listing."""
    number = publish()
    assert asked(client, str(number), board="abim")[0] == 200
    other = publish(approvals=[approval("abim")])
    assert asked(client, str(other), board="abim")[0] == 302


def test_index_and_sql_agree_on_identified_listings() -> None:
    ids = [publish(expires=DAY.replace(year=2020)), publish(), publish()]
    for only in [(ids[0],), (ids[0], ids[2]), (999,)]:
        selection = Selection(day=DAY, text="x", only=only)
        assert Index().ids(selection, 0, 10) == sql.ids(selection, 0, 10) == sorted(set(only) & set(ids), reverse=True)
        assert Index().counts(selection) == sql.counts(selection)


def test_identifier_costs_one_query_more_and_plain_words_none(client: Client) -> None:
    publish(doi=DOI)
    publish(doi=DOI)
    client.get("/activities/?q=asthma")
    with CaptureQueriesContext(connection) as words_asked:
        client.get("/activities/?q=asthma+adults")
    with CaptureQueriesContext(connection) as identifier_asked:
        client.get(f"/activities/?q={DOI}")
    assert len(identifier_asked) <= len(words_asked) + 1


def test_line_on_the_listing_is_only_for_its_own_identifier(client: Client) -> None:
    number = publish(doi=DOI)
    for text in ("asthma", "99", "10.1001/other", "<script>"):
        document = page(client.get(f"/activities/{number}/", {"q": text}))
        assert not [note for note in document.cssselect("main .note") if "you searched for" in words(note)]
