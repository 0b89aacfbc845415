"""The listing on a day in the past: what readers saw last on that day in the catalog's zone, provable, unmistakable."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from hypothesis import given
from hypothesis import strategies as some
from lxml.html import HtmlElement
from pytest_django import Settings

from activities import records, workflow
from activities.as_of import seen, states
from activities.models import Activity, Event, Status, Withdrawal
from tests.factories import approval, catalog_for_a_module, publish
from tests.listing_reader import labelled, links, on_day
from tests.reader import assert_well_made, one, read, words
from tests.staff import at_desk, reviewer
from tests.test_query_budgets import asked

pytestmark = pytest.mark.django_db

FIRST, CHANGED, AGAIN, NOW = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1), date(2026, 11, 25)
ZONES = ("UTC", "America/New_York", "Pacific/Honolulu", "Pacific/Kiritimati")


@pytest.fixture(scope="module")
def activity_id(django_db_setup: None, django_db_blocker: Any) -> Iterator[int]:
    """Published on September 1; its title changed on October 1 and once more on November 1."""
    with catalog_for_a_module(django_db_blocker):
        with on_day(FIRST):
            number = publish("Asthma in 2025", approvals=[approval("abim", valid_until=CHANGED)], expires=AGAIN)
        with on_day(CHANGED):
            retitle(number, "Asthma in 2026")
        with on_day(AGAIN):
            retitle(number, "Asthma in 2027")
        yield number


@pytest.fixture(autouse=True)
def now(activity_id: int) -> Iterator[None]:
    with on_day(NOW):
        yield


def retitle(number: int, title: str, note: str = "") -> None:
    row = Activity.objects.get(pk=number)
    with workflow.editing(row, version=row.version, by="Edith Editor", reason="The provider says so.") as locked:
        locked.title, locked.internal_note = title, note
        locked.save(update_fields=["title", "internal_note"])


def withdraw(number: int) -> None:
    row = Activity.objects.get(pk=number)
    public_reason = Withdrawal.ENDED
    workflow.withdraw(row, version=row.version, by="the tests", reason="A test.", public_reason=public_reason)


def as_of(client: Client, number: int, day: object) -> HtmlElement:
    document = read(client, f"/activities/{number}/?as_of={day}")
    assert_well_made(document)
    assert one(document, "meta[name=robots]").get("content") == "noindex"
    assert not document.cssselect("link[rel=canonical]")
    return document


def title(document: HtmlElement) -> str:
    return words(one(document, "h1"))


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (FIRST, "Asthma in 2025"),
        (CHANGED - timedelta(1), "Asthma in 2025"),
        (CHANGED, "Asthma in 2026"),
        (AGAIN - timedelta(1), "Asthma in 2026"),
        (AGAIN, "Asthma in 2027"),
        (NOW, "Asthma in 2027"),
    ],
)
def test_page_says_what_the_listing_said_at_the_end_of_the_day(
    client: Client, activity_id: int, day: date, says: str
) -> None:
    assert title(as_of(client, activity_id, day)) == says


def test_banner_says_that_this_is_the_past_and_links_to_today(client: Client, activity_id: int) -> None:
    document = as_of(client, activity_id, "2026-10-07")
    banner = one(document, ".banner")
    assert "This is the listing as of October 7, 2026, not as it is now." in words(banner)
    assert "from October 1, 2026 until November 1, 2026, when it changed" in words(banner)
    assert one(banner, "a").get("href") == f"/activities/{activity_id}/"
    assert "still does" in words(one(as_of(client, activity_id, NOW), ".banner"))


def test_standing_and_approvals_are_those_of_the_day(client: Client, activity_id: int) -> None:
    then, later = (as_of(client, activity_id, day) for day in (CHANGED, AGAIN + timedelta(1)))
    assert words(one(then, ".decision .status")) != "Expired"
    assert words(one(later, ".decision .status")) == "Expired"
    assert labelled(then)["Board approvals"] == "1 board"
    assert labelled(later)["Board approvals"] == "Not recorded here"


def test_neighboring_states_are_linked(client: Client, activity_id: int) -> None:
    middle = as_of(client, activity_id, "2026-10-07")
    assert links(middle, "Before that: as of September 1, 2026") == ["?as_of=2026-09-01"]
    assert links(middle, "After that: as of November 1, 2026") == ["?as_of=2026-11-01"]
    assert "Before that" not in words(as_of(client, activity_id, FIRST))
    assert "After that" not in words(as_of(client, activity_id, NOW))


def test_digest_is_that_of_the_record_of_the_day(client: Client, activity_id: int) -> None:
    event = Event.objects.get(activity_id=activity_id, version=2)
    assert words(one(as_of(client, activity_id, CHANGED), "code")) == event.digest == records.digest(event.record)


def test_past_listing_offers_neither_to_register_nor_to_save(client: Client, activity_id: int) -> None:
    document = as_of(client, activity_id, FIRST)
    assert not document.cssselect("main a[href^='/shortlist/'], main a.button")


def test_day_before_the_first_public_state_says_so_and_shows_nothing(client: Client) -> None:
    with on_day(FIRST):
        number = publish("Xylophonitis", status=Status.DRAFT)
    with on_day(CHANGED):
        row = Activity.objects.get(pk=number)
        workflow.submit(row, version=1, by="the tests", reason="A test.")
        workflow.publish(row, version=2, by="the tests", reason="A test.")
        retitle(number, "Asthma")
    document = as_of(client, number, "2026-09-30")
    assert "On September 30, 2026 this catalog did not list the activity. It first did on October 1, 2026." in words(
        document
    )
    assert "Xylophonitis" not in words(document)
    assert links(document, "After that: as of October 1, 2026") == ["?as_of=2026-10-01"]


def test_day_on_which_it_was_withdrawn_says_so_and_shows_nothing(client: Client, activity_id: int) -> None:
    with on_day(date(2026, 11, 5)):
        withdraw(activity_id)
    with on_day(date(2026, 11, 10)):
        row = Activity.objects.get(pk=activity_id)
        workflow.publish(row, version=row.version, by="the tests", reason="A test.")
        retitle(activity_id, "Asthma once more")
    document = as_of(client, activity_id, "2026-11-07")
    assert "On November 7, 2026 the listing was withdrawn. It had been since November 5, 2026" in words(document)
    assert f"Reason: {Withdrawal.ENDED.label}" in words(document)
    assert "Asthma in 2027" not in words(document)
    assert links(document, "Before that: as of November 1, 2026") == ["?as_of=2026-11-01"]
    assert title(as_of(client, activity_id, "2026-11-04")) == "Asthma in 2027"
    assert title(as_of(client, activity_id, "2026-11-10")) == "Asthma once more"


def test_listing_that_is_withdrawn_now_or_never_was_public_answers_as_without_the_day(
    client: Client, activity_id: int
) -> None:
    withdraw(activity_id)
    hidden = publish(status=Status.DRAFT)
    for number, status in ((activity_id, 410), (hidden, 404), (424242, 404)):
        assert client.get(f"/activities/{number}/?as_of=2026-10-01").status_code == status


def test_other_spellings_of_the_address_keep_the_day(client: Client, activity_id: int) -> None:
    response = client.get(f"/activities/0{activity_id}/?as_of=2026-10-01")
    assert response.headers["Location"] == f"/activities/{activity_id}/?as_of=2026-10-01"


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("2026-11-26", "Use a day up to today"),
        ("2199-12-31", "Use a day up to today"),
        ("9999-12-31", "Use a date such as"),
        ("0001-01-01", "Use a date such as"),
        ("2026-02-30", "Use a date such as"),
        ("2026-1-1", "Use a date such as"),
        ("٢٠٢٦-١٠-٠١", "Use a date such as"),
        ("yesterday", "Use a date such as"),
        ("<b>", "Use a date such as"),
        ("9" * 5000, "Use a date such as"),
        ("\x07", "Use a date such as"),
    ],
)
def test_day_that_cannot_be_shown_is_named_and_nothing_else_is_shown(
    client: Client, activity_id: int, value: str, says: str
) -> None:
    response = client.get(f"/activities/{activity_id}/", {"as_of": value})
    assert response.status_code == 200
    document = as_of(client, activity_id, value.replace("\x07", "%07"))
    assert says in words(one(document, ".banner"))
    assert not document.cssselect(".decision")


def test_empty_day_is_not_asked_for(client: Client, activity_id: int) -> None:
    assert "as it is now" not in words(read(client, f"/activities/{activity_id}/?as_of="))


def test_change_of_what_only_staff_see_is_no_new_state(client: Client, activity_id: int) -> None:
    with on_day(date(2026, 11, 10)):
        retitle(activity_id, "Asthma in 2027", note="A secret.")
    document = as_of(client, activity_id, NOW)
    assert "from November 1, 2026" in words(one(document, ".banner"))
    assert "secret" not in words(document)


def test_who_made_it_so_is_for_staff_alone_and_kept_by_no_cache(client: Client, activity_id: int) -> None:
    address = f"/activities/{activity_id}/?as_of={CHANGED}"
    visitor = client.get(address)
    assert "Edith Editor" not in visitor.content.decode()
    assert visitor.headers["Cache-Control"].startswith("public")
    assert not visitor.cookies
    desk = at_desk(reviewer()).get(address)
    assert "Version 2 by Edith Editor: The provider says so." in desk.content.decode()
    assert desk.headers["Cache-Control"] == "no-store"
    client.cookies["sessionid"] = "forged"
    assert client.get(address).content == visitor.content


def test_listing_links_to_itself_as_it_is_today(client: Client, activity_id: int) -> None:
    document = read(client, f"/activities/{activity_id}/")
    assert links(document, "Link to the listing as it is today") == [f"/activities/{activity_id}/?as_of={NOW}"]


def test_as_many_queries_for_a_long_history_as_for_a_short_one(client: Client, activity_id: int) -> None:
    address = f"/activities/{activity_id}/?as_of={NOW}"
    before = asked(client, address)
    assert before == ["a listing and the version", "an event", "public states"]
    for number in range(30):
        retitle(activity_id, f"Asthma, part {number}")
    assert asked(client, address) == before


@pytest.mark.parametrize("zone", ZONES)
def test_the_day_ends_at_midnight_in_the_catalogs_zone(client: Client, settings: Settings, zone: str) -> None:
    settings.TIME_ZONE = zone
    midnight = datetime(2026, 10, 2, tzinfo=ZoneInfo(zone))
    with on_day(FIRST):
        number = publish("Before")
    with time_machine.travel(midnight - timedelta(seconds=1), tick=False):
        retitle(number, "Last second")
    with time_machine.travel(midnight, tick=False):
        retitle(number, "First second")
    assert title(as_of(client, number, "2026-10-01")) == "Last second"
    assert title(as_of(client, number, "2026-10-02")) == "First second"
    assert title(as_of(client, number, "2026-09-30")) == "Before"


moments = some.integers(0, 7 * 24 * 3600).map(lambda second: datetime(2026, 9, 1, tzinfo=UTC) + timedelta(0, second))
happenings = some.lists(some.tuples(moments, some.booleans(), some.sampled_from("abc")), max_size=12)


@given(happenings, some.integers(0, 10))
def test_a_day_shows_the_last_public_event_up_to_its_end(happened: list[tuple[datetime, bool, str]], days: int) -> None:
    rows = [(version, *row) for version, row in enumerate(sorted(happened), start=1)]
    day = date(2026, 8, 31) + timedelta(days)
    end = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("America/New_York")) + timedelta(1)
    earlier = [row for row in rows if row[1] < end]
    found = seen(states(rows), day)
    if not earlier:
        assert found.state is None
    else:
        _, _, withdrawn, digest = earlier[-1]
        assert found.state is not None
        assert (found.state.withdrawn, found.state.digest) == (withdrawn, "" if withdrawn else digest)
        assert found.state.day <= day
    if found.later:
        assert found.later.day > day
        assert not found.state or found.later.digest != found.state.digest
    if found.earlier:
        assert found.state is not None
        assert found.earlier.day < found.state.day
        assert seen(states(rows), found.earlier.day).state == found.earlier
