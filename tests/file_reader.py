"""Strict readers of the files in which listings leave the catalog: what breaks a rule of its format fails the test."""

import csv
import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

from icalendar import Calendar
from lxml import etree
from openpyxl import load_workbook

ATOM = "{http://www.w3.org/2005/Atom}"
_RIS_LINE = re.compile(r"([A-Z][A-Z0-9])  - (.*)")
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def csv_rows(body: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file by heading: with a byte order mark, CRLF, and as many cells as headings in each."""
    text = body.decode("utf-8-sig")
    assert body.startswith(b"\xef\xbb\xbf")
    assert text.endswith("\r\n")
    header, *rows = csv.reader(StringIO(text, newline=""), strict=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def xlsx_rows(body: bytes) -> list[dict[str, Any]]:
    """The rows of a workbook by heading."""
    (sheet,) = load_workbook(BytesIO(body)).worksheets
    header, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def ris_records(body: bytes) -> list[dict[str, list[str]]]:
    """RIS records: each begins with TY, ends with ER and holds one tag on each line between."""
    *chunks, end = body.decode().split("\r\n\r\n")
    assert end == ""
    records = []
    for chunk in chunks:
        found = [_RIS_LINE.fullmatch(line) for line in chunk.split("\r\n")]
        assert all(found), chunk
        tags = [(match[1], match[2]) for match in found if match]
        assert (tags[0][0], tags[-1]) == ("TY", ("ER", ""))
        assert [tag for tag, _ in tags].count("TY") == 1
        assert all(value and value.isprintable() for _, value in tags[:-1]), tags
        records.append({tag: [value for name, value in tags if name == tag] for tag, _ in tags})
    return records


def bibtex_entry(body: bytes) -> tuple[str, str, dict[str, str]]:
    """Type, key and fields of the one entry of a BibTeX file, by counting braces as BibTeX does."""
    head = re.match(r"@([a-z]+)\{([a-z0-9]+),\n", text := body.decode())
    assert head
    rest, fields = text[head.end() :], {}
    while not rest.startswith("}"):
        field = re.match(r"  ([a-z]+) = \{", rest)
        assert field, rest
        value, rest = _braced(rest[field.end() :])
        assert field[1] not in fields
        fields[field[1]] = value
        rest = rest.removeprefix(",").removeprefix("\n")
    assert rest == "}\n"
    return head[1], head[2], fields


def _braced(text: str) -> tuple[str, str]:
    depth = 1
    for at, mark in enumerate(text):
        depth += {"{": 1, "}": -1}.get(mark, 0)
        if not depth:
            return text[:at], text[at + 1 :]
    raise AssertionError("a brace is left open")


def calendar_entries(body: bytes) -> list[Any]:
    """The entries of a calendar, which keeps to CRLF, lines of 75 octets and identifiers that occur once."""
    assert all(len(line) <= 75 and b"\r" not in line and b"\n" not in line for line in body.split(b"\r\n"))
    found = Calendar.from_ical(body)
    assert (found.name, not found.errors) == ("VCALENDAR", True)
    entries = [entry for entry in found.subcomponents if entry.name == "VEVENT"]
    assert len(entries) == len(found.subcomponents)
    identifiers = [str(entry["UID"]) for entry in entries]
    assert len(identifiers) == len(set(identifiers))
    assert all(entry["DTSTAMP"] and entry["DTEND"].dt > entry["DTSTART"].dt for entry in entries)
    return entries


def atom_feed(body: bytes) -> Any:
    """A feed that keeps to RFC 4287: what must be there once is, and dates, identifiers and links are well made."""
    feed = etree.fromstring(body)
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            (once,) = element.findall(f"{ATOM}{name}")
            assert (once.text or "").strip(), name
        assert re.match(r"https?://", element.findtext(f"{ATOM}id"))
        assert _TIMESTAMP.fullmatch(element.findtext(f"{ATOM}updated"))
        assert datetime.fromisoformat(element.findtext(f"{ATOM}updated")).tzinfo
        assert all(author.findtext(f"{ATOM}name") for author in element.findall(f"{ATOM}author"))
        _check_links(element)
    assert feed.findall(f"{ATOM}author")
    assert len([one for one in feed.findall(f"{ATOM}link") if one.get("rel") == "self"]) == 1
    identifiers = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(identifiers) == len(set(identifiers))
    return feed


def _check_links(element: Any) -> None:
    links = element.findall(f"{ATOM}link")
    assert all(re.match(r"https?://[^\s]+$", link.get("href")) for link in links)
    assert len([link for link in links if link.get("rel") == "alternate"]) == 1
    for summary in element.findall(f"{ATOM}summary"):
        assert summary.get("type") in ("text", "html")
        assert not len(summary)


def _number(address: str) -> int:
    return int(address.rstrip("/").rpartition("/")[2])


def _of_calendar(body: bytes) -> Iterator[int]:
    for entry in calendar_entries(body):
        yield _number(str(entry["URL"]))


IDS: dict[str, Callable[[bytes], list[int]]] = {
    "csv": lambda body: [int(row["Activity ID"]) for row in csv_rows(body)],
    "xlsx": lambda body: [row["Activity ID"] for row in xlsx_rows(body)],
    "json": lambda body: [record["activity_id"] for record in json.loads(body)],
    "atom": lambda body: [_number(entry.findtext(f"{ATOM}id")) for entry in atom_feed(body).findall(f"{ATOM}entry")],
    "ics": lambda body: list(dict.fromkeys(_of_calendar(body))),
    "ris": lambda body: [int(record["ID"][0]) for record in ris_records(body)],
}
"""The activity IDs in a file, in its order, by the kind of file."""
