"""A shortlist as a file: exactly these activities, in the reader's order, by an address that needs no cookie."""

import csv
import json
from collections.abc import Iterator
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar
from openpyxl import load_workbook

from activities import workflow
from activities.models import Activity, Status, Withdrawal
from activities.views.shortlist import FILES
from tests.factories import DAY, make_vocabularies, publish, publish_all
from tests.listing_reader import on_day
from tests.reader import read
from tests.test_query_budgets import name_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def catalog() -> Iterator[None]:
    make_vocabularies()
    with on_day(DAY):
        yield


def address(ending: str, *ids: object) -> str:
    return f"/shortlist.{ending}?" + "&".join(f"id={one}" for one in ids)


def body(client: Client, ending: str, *ids: object) -> bytes:
    response = client.get(address(ending, *ids))
    assert response.status_code == 200
    content: bytes = response.getvalue()
    return content


def ids_of(ending: str, content: bytes) -> list[int]:
    """The activity IDs in a file, in its order."""
    if ending == "csv":
        return [int(row["Activity ID"]) for row in csv.DictReader(StringIO(content.decode("utf-8-sig")))]
    if ending == "xlsx":
        rows = load_workbook(BytesIO(content)).active.iter_rows(min_row=2, values_only=True)
        return [row[0] for row in rows]
    if ending == "json":
        return [record["activity_id"] for record in json.loads(content)]
    if ending == "ris":
        lines = content.decode().splitlines()
        return [int(line.removeprefix("ID  - ")) for line in lines if line.startswith("ID  - ")]
    return [int(str(event["UID"]).split("-")[1]) for event in Calendar.from_ical(content).walk("VEVENT")]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json", "ris"])
def test_file_holds_exactly_these_in_their_order(client: Client, ending: str) -> None:
    first, second, third, _ = (publish(f"Asthma {number}") for number in range(4))
    assert ids_of(ending, body(client, ending, third, first, second, first)) == [third, first, second]


def test_calendar_holds_the_last_days_of_these(client: Client) -> None:
    first, second = publish("Asthma", expires=DAY), publish("Eczema")
    publish("Gout", expires=DAY)
    events = Calendar.from_ical(body(client, "ics", first, second)).walk("VEVENT")
    assert ["Asthma" in str(event["SUMMARY"]) for event in events] == [True]


def test_withdrawn_hidden_and_unknown_ones_are_left_out(client: Client) -> None:
    stays, gone, hidden = publish(), publish("Xylophonitis"), publish("Xylophonitis", status=Status.DRAFT)
    workflow.withdraw(
        Activity.objects.get(pk=gone),
        version=1,
        by="the tests",
        reason="A test.",
        public_reason=Withdrawal.ENDED,
    )
    for ending in FILES:
        assert b"Xylophonitis" not in body(client, ending, gone, hidden, stays, 424242)
    assert ids_of("csv", body(client, "csv", gone, hidden, stays, 424242)) == [stays]


def test_shortlist_offers_each_kind_of_file_of_what_it_holds(client: Client) -> None:
    first, second = publish(), publish()
    client.post("/shortlist/", {"save": [str(second), str(first)]})
    links = [
        link.get("href") for link in read(client, "/shortlist/").cssselect("section[aria-labelledby=take-along] a")
    ]
    assert links == [address(ending, second, first) for ending in FILES]
    for link in links:
        assert Client().get(link).status_code == 200


def test_file_has_a_good_name_and_is_cacheable_without_a_cookie(client: Client) -> None:
    response = client.get(address("csv", publish()))
    assert response.headers["Content-Disposition"] == 'attachment; filename="cme-shortlist-2026-09-01.csv"'
    assert response.headers["Cache-Control"].startswith("public")
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert not response.cookies


@pytest.mark.parametrize("value", ["", "x", "-1", "0", "1e5", "१२", "9" * 5000, "1" * 13, "\x7f", "<b>"])
@pytest.mark.parametrize("ending", FILES)
def test_what_is_no_id_is_named_in_plain_text(client: Client, ending: str, value: str) -> None:
    response = client.get(f"/shortlist.{ending}", {"id": value})
    assert response.status_code == 400
    assert response.headers["Content-Type"].startswith("text/plain")
    assert "Name the activities by their IDs" in response.content.decode()


def test_more_than_a_shortlist_holds_are_refused(client: Client) -> None:
    assert client.get(address("csv", *range(1, 102))).status_code == 400


def test_listings_are_read_at_once_however_many(client: Client) -> None:
    ids = publish_all({"title": "Asthma in adults"} for _ in range(30))
    assert queries(client, *ids[:3]) == queries(client, *ids) == ["chosen listings"]


def queries(client: Client, *ids: int) -> list[str]:
    body(client, "csv", *ids)
    with CaptureQueriesContext(connection) as found:
        body(client, "csv", *ids)
    return [name for query in found if (name := name_of(query["sql"])) != "the version"]
