"""A listing as a file: its record to the byte, its days for a calendar, citations of its page."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from activities import records, workflow
from activities.models import Activity, Listing, Status, Withdrawal
from tests.factories import DAY, make_vocabularies, publish
from tests.file_reader import bibtex_entry, calendar_entries, ris_records
from tests.listing_reader import labelled, links, listing, on_day

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
KINDS = ("json", "ics", "ris", "bib")


@pytest.fixture(autouse=True)
def catalog() -> Iterator[None]:
    make_vocabularies()
    with on_day(DAY):
        yield


def body(client: Client, activity_id: int, kind: str) -> bytes:
    response = client.get(f"/activities/{activity_id}.{kind}")
    assert response.status_code == 200
    return response.content


def entries(client: Client, activity_id: int) -> list[tuple[str, date, date]]:
    found = calendar_entries(body(client, activity_id, "ics"))
    return [(str(entry["SUMMARY"]), entry["DTSTART"].dt, entry["DTEND"].dt) for entry in found]


def test_json_is_the_bytes_that_the_digest_covers(client: Client) -> None:
    made = publish("Asthma & “été” <b>", doi="10.5555/x")
    response = client.get(f"/activities/{made}.json")
    stored = Listing.objects.get(activity=made)
    assert response.headers["ETag"] == f'"{stored.digest}"'
    assert records.digest(response.content.decode()) == stored.digest
    assert response.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("tag", ['"{}"', 'W/"{}"', '"other", "{}"'])
def test_json_is_not_sent_to_who_has_it(client: Client, tag: str) -> None:
    made = publish()
    digest = Listing.objects.get(activity=made).digest
    again = client.get(f"/activities/{made}.json", headers={"If-None-Match": tag.format(digest)})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", f'"{digest}"')


@pytest.mark.parametrize("kind", KINDS)
def test_file_is_for_taking_away(client: Client, kind: str) -> None:
    made = publish()
    response = client.get(f"/activities/{made}.{kind}")
    attached = f'attachment; filename="cme-activity-{made}.{kind}"'
    assert response.headers.get("Content-Disposition") == (None if kind == "json" else attached)
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies
    assert client.head(f"/activities/{made}.{kind}").content == b""
    assert client.post(f"/activities/{made}.{kind}").status_code == 405


@pytest.mark.parametrize("kind", KINDS)
def test_hidden_and_unknown_listings_have_the_same_404_and_withdrawn_ones_410(client: Client, kind: str) -> None:
    draft, gone = publish(status=Status.DRAFT), publish()
    activity = Activity.objects.get(pk=gone)
    workflow.withdraw(activity, version=1, by="the tests", reason="A test.", public_reason=Withdrawal.ENDED)
    hidden, unknown = client.get(f"/activities/{draft}.{kind}"), client.get(f"/activities/424242.{kind}")
    assert (hidden.status_code, unknown.status_code) == (404, 404)
    assert hidden.content == unknown.content
    response = client.get(f"/activities/{gone}.{kind}")
    assert response.status_code == 410
    assert "The provider no longer offers it." in response.text


@pytest.mark.parametrize("number", ["9" * 13, "9" * 5000, "-1", "1e3", "١٢"])
def test_number_that_is_no_activity_id_is_a_404(client: Client, number: str) -> None:
    assert client.get(f"/activities/{number}.json").status_code == 404


def test_leading_zeros_redirect(client: Client) -> None:
    made = publish()
    response = client.get(f"/activities/00{made}.ris")
    assert (response.status_code, response.headers["Location"]) == (301, f"/activities/{made}.ris")


def test_last_day_is_a_whole_day_in_the_calendar(client: Client) -> None:
    made = publish("Asthma", expires=DAY)
    assert entries(client, made) == [("Last day: Asthma", DAY, DAY + timedelta(days=1))]


def test_live_activity_has_the_days_on_which_it_is_held(client: Client) -> None:
    starts, ends = DAY, DAY + timedelta(days=2)
    held: dict[str, Any] = {"delivery": "in-person", "city": "Albany", "state": "NY", "time_zone": "America/New_York"}
    made = publish("Congress", starts=starts, ends=ends, expires=ends + timedelta(days=300), **held)
    assert entries(client, made) == [("Congress", starts, ends + timedelta(days=1))]
    (entry,) = calendar_entries(body(client, made, "ics"))
    assert str(entry["LOCATION"]) == "Albany, NY"
    assert "Time zone: America/New_York." in str(entry["DESCRIPTION"])


def test_credit_that_ends_before_a_live_activity_has_a_day_of_its_own(client: Client) -> None:
    made = publish("Congress", format_id="live", starts=DAY, ends=DAY + timedelta(days=2), expires=DAY)
    assert [title for title, *_ in entries(client, made)] == ["Congress", "Last day: Congress"]


def test_listing_without_a_day_has_an_empty_calendar_and_no_link_to_it(client: Client) -> None:
    made = publish("Asthma")
    assert entries(client, made) == []
    assert links(listing(client, made), "Calendar") == []


def test_calendar_entry_keeps_its_identifier_when_it_changes(client: Client) -> None:
    made = publish("Asthma", expires=DAY)
    (before,) = calendar_entries(body(client, made, "ics"))
    with workflow.editing(Activity.objects.get(pk=made), version=1, by="the tests", reason="A test.") as activity:
        activity.expires = DAY + timedelta(days=9)
        activity.save(update_fields=["expires"])
    (after,) = calendar_entries(body(client, made, "ics"))
    assert before["UID"] == after["UID"] == f"activity-{made}-last-day@testserver"
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["DTSTART"].dt == DAY + timedelta(days=9)


@pytest.mark.parametrize(
    "title",
    [
        "Line\r\nER  - \r\nTY  - BOOK",
        "END:VEVENT\nBEGIN:VALARM",
        "100 % of $5 & #1_x^2~{",
        "}} @misc{evil, title={x",
        'back\\slash "quoted" ;,:',
        "été 😀 \u2028 next",
        "x" * 400,
        "form\x0cfeed \x85 \x1e",
    ],
)
def test_no_title_breaks_out_of_a_file(client: Client, title: str) -> None:
    made = publish("Plain", expires=DAY, sets={"keywords": ["equity"]})
    with workflow.editing(Activity.objects.get(pk=made), version=1, by="the tests", reason="A test.") as activity:
        Activity.objects.filter(pk=made).update(title=title)
        activity.refresh_from_db()
    (record,) = ris_records(body(client, made, "ris"))
    (entry,) = calendar_entries(body(client, made, "ics"))
    kind, key, fields = bibtex_entry(body(client, made, "bib"))
    assert record["ID"] == [str(made)]
    assert (kind, key) == ("misc", f"cme{made}")
    assert "Equity, Diversity, and Inclusion" in fields["keywords"]
    if title.isascii() and title.isprintable():
        assert record["TI"] == [title]
        assert str(entry["SUMMARY"]) == f"Last day: {title}"


def test_bibtex_cites_the_page_and_names_the_article(client: Client) -> None:
    made = publish("Asthma: 50 % & more", doi="10.5555/a_b", released=DAY)
    _, _, fields = bibtex_entry(body(client, made, "bib"))
    assert fields == {
        "title": r"{Asthma: 50 \% \& more}",
        "author": "{Example Heart}",
        "year": "2026",
        "howpublished": "CME Catalog",
        "url": f"http://testserver/activities/{made}/",
        "urldate": "2026-09-01",
        "note": rf"Activity ID {made}. Related article: DOI 10.5555/a\_b",
    }


def test_page_offers_citation_and_files(client: Client) -> None:
    made = publish("Asthma", expires=DAY, released=DAY)
    document = listing(client, made)
    assert labelled(document)["Cite or keep this listing"].startswith(
        f"Example Heart (2026). Asthma. Activity {made}. CME Catalog. "
        f"http://testserver/activities/{made}/. Read September 1, 2026."
    )
    for label, kind in (("RIS", "ris"), ("BibTeX", "bib"), ("Calendar", "ics"), ("JSON", "json")):
        assert links(document, label) == [f"/activities/{made}.{kind}"]
    (alternate,) = document.cssselect("head link[rel=alternate][type='application/json']")
    assert alternate.get("href") == f"/activities/{made}.json"
