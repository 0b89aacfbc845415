"""A listing is open to the last second of its last day in the catalog's stated time zone, on every page alike."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from tests.factories import approval, make_vocabularies, publish
from tests.listing_reader import count, listing, result_ids
from tests.reader import one, read, words

pytestmark = pytest.mark.django_db

ZONES = ("UTC", "America/New_York", "Pacific/Honolulu", "Pacific/Kiritimati")
DAYS = (
    date(2026, 9, 1),
    date(2026, 12, 31),
    date(2028, 2, 29),
    date(2026, 3, 8),  # Clocks in New York go forward,
    date(2026, 11, 1),  # and back.
)

in_every_zone = pytest.mark.parametrize("zone", ZONES)
on_every_day = pytest.mark.parametrize("day", DAYS, ids=str)


def a_second_before_midnight(day: date, zone: str) -> datetime:
    """The last second of the day there."""
    return datetime.combine(day, time(23, 59, 59), ZoneInfo(zone))


def a_second_after_midnight(day: date, zone: str) -> datetime:
    """The first second but one of the next day there."""
    return datetime.combine(day + timedelta(1), time(0, 0, 1), ZoneInfo(zone))


def shown(client: Client, activity_id: int) -> dict[str, bool]:
    """Whether each page shows the listing as open."""
    return {
        "list": activity_id in result_ids(read(client, "/activities/")),
        "facet": bool(
            one(read(client, "/activities/"), "input[name=provider][value=example-heart]").get("data-count") != "0"
        ),
        "detail": words(one(listing(client, activity_id), ".decision .status")) != "Expired",
        "provider": activity_id in result_ids(read(client, "/providers/example-heart/")),
        "count of the provider": not words(one(read(client, "/providers/"), ".index li:first-child")).endswith(" 0"),
    }


@in_every_zone
@on_every_day
def test_last_second_of_the_last_day_is_open_and_the_next_day_is_not(
    client: Client, settings: Settings, zone: str, day: date
) -> None:
    settings.TIME_ZONE = zone
    make_vocabularies()
    activity_id = publish(expires=day)
    with time_machine.travel(a_second_before_midnight(day, zone), tick=False):
        assert set(shown(client, activity_id).values()) == {True}
    with time_machine.travel(a_second_after_midnight(day, zone), tick=False):
        assert set(shown(client, activity_id).values()) == {False}


@in_every_zone
def test_live_activity_closes_after_its_end_there(client: Client, settings: Settings, zone: str) -> None:
    settings.TIME_ZONE = zone
    make_vocabularies()
    ends = date(2026, 9, 1)
    activity_id = publish(format_id="live", starts=ends, ends=ends, expires=date(2026, 12, 31))
    with time_machine.travel(a_second_before_midnight(ends, zone), tick=False):
        assert shown(client, activity_id)["detail"]
        assert shown(client, activity_id)["list"]
    with time_machine.travel(a_second_after_midnight(ends, zone), tick=False):
        assert not shown(client, activity_id)["detail"]
        assert not shown(client, activity_id)["list"]


@in_every_zone
def test_approval_begins_and_ends_at_midnight_there(client: Client, settings: Settings, zone: str) -> None:
    settings.TIME_ZONE = zone
    make_vocabularies()
    day = date(2026, 9, 1)
    activity_id = publish(approvals=[approval("abim", valid_from=day, valid_until=day)])
    moments = {
        a_second_before_midnight(day - timedelta(1), zone): False,
        a_second_after_midnight(day - timedelta(1), zone): True,
        a_second_before_midnight(day, zone): True,
        a_second_after_midnight(day, zone): False,
    }
    for moment, counts in moments.items():
        with time_machine.travel(moment, tick=False):
            assert count(read(client, "/activities/?board=abim")) == int(counts), moment
            assert count(read(client, "/activities/?board=abim&open_on=2027-01-01")) == 0
            found = words(one(listing(client, activity_id), "section[aria-labelledby=approvals] tbody th"))
            assert (found == "Internal Medicine") is counts, moment


def test_the_stated_zone_decides_not_that_of_the_server(client: Client, settings: Settings) -> None:
    make_vocabularies()
    activity_id = publish(expires=date(2026, 9, 1))
    with time_machine.travel(datetime(2026, 9, 2, 5, tzinfo=ZoneInfo("UTC")), tick=False):
        settings.TIME_ZONE = "Pacific/Honolulu"
        assert shown(client, activity_id)["detail"]
        settings.TIME_ZONE = "UTC"
        assert not shown(client, activity_id)["detail"]
