"""Dates of listings for a reader's calendar (RFC 5545): the last day of each, and the days on which a live one is held.

Listings state days, not hours, so every entry lasts whole days; a stated time zone stands in its description. An
activity without a stated day has no entry.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event

from activities import records
from activities.exports import Taken
from activities.printing import words
from activities.printing.detail import address
from activities.records import Record
from cme_catalog.site import site_facts

PRODUCT = "-//CME catalog//Dates of activities//EN"
_CLOSING = b"END:VCALENDAR\r\n"


def calendar(taken: Iterable[Taken]) -> Iterator[bytes]:
    """A calendar with the entries of the listings, in their order, written one listing at a time."""
    opening = _frame().to_ical()
    yield opening.removesuffix(_CLOSING)
    for one in taken:
        yield b"".join(entry.to_ical() for entry in entries(one))
    yield _CLOSING


def entries(taken: Taken) -> list[Event]:
    """The entries of one listing: the days it is held first, then its last day unless that is one of them."""
    record = taken.record
    held = records.is_held(record) and bool(record["starts"] or record["ends"])
    found = []
    if held:
        first, last = record["starts"] or record["ends"], record["ends"] or record["starts"]
        found.append(_entry(taken, "held", record["title"], first, last))
    if record["last_day"] and not (held and record["last_day"] == record["ends"]):
        found.append(_entry(taken, "last-day", f"Last day: {record['title']}", record["last_day"], record["last_day"]))
    return found


def _frame() -> Calendar:
    frame = Calendar()
    frame.add("prodid", PRODUCT)
    frame.add("version", "2.0")
    frame.add("calscale", "GREGORIAN")
    frame.add("method", "PUBLISH")
    frame.add("x-wr-calname", site_facts().name)
    return frame


def _entry(taken: Taken, what: str, title: str, first: str, last: str) -> Event:
    record, listing, site = taken.record, taken.listing, site_facts()
    entry = Event()
    entry.add("uid", f"activity-{record['activity_id']}-{what}@{urlsplit(site.url).hostname}")
    entry.add("dtstamp", listing.changed_at)
    entry.add("sequence", listing.version)
    entry.add("summary", _line(title))
    entry.add("dtstart", date.fromisoformat(first))
    entry.add("dtend", date.fromisoformat(last) + timedelta(days=1))
    entry.add("transp", "TRANSPARENT")
    entry.add("url", site.canonical(address(record)))
    entry.add("description", _description(record))
    if place := words.place(record):
        entry.add("location", _line(place))
    return entry


def _description(record: Record) -> str:
    zone = f"Time zone: {record['time_zone']}." if record["time_zone"] else ""
    said = (words.summary(record), zone, "Details may change: the provider's own site has the latest.")
    return "\n".join(_line(sentence) for sentence in said if sentence)


def _line(text: str) -> str:
    return " ".join(text.split())
