"""The files in which a list leaves the catalog, and what they are called: each is the whole list, sent as it is read.

The activity IDs are taken at once, of one version of the catalog; listings follow in steps. One that is withdrawn
meanwhile is left out, one that changes meanwhile is given as it then stands.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from io import StringIO
from itertools import chain
from typing import NamedTuple

from django.urls import reverse
from django.utils.text import slugify

from activities import calendars, citations, exports, feeds, status
from activities.exports import Taken
from activities.models import Listing
from activities.records import Record
from activities.search import addresses, chips
from activities.search.results import Every
from activities.search.selection import FACETS, Selection
from activities.search.vocabularies import Vocabularies
from activities.structured_data import course, script_text
from cme_catalog.lib.batches import batched
from cme_catalog.lib.spreadsheet import workbook

AT_ONCE = 200
"""Rows that are sent together."""
LONGEST_NAME = 80
BYTE_ORDER_MARK = "\ufeff"
"""Without it spreadsheets take UTF-8 for an older encoding."""


class Wanted(NamedTuple):
    """A checked question with the names that its words are made of, and the list that answers it."""

    selection: Selection
    vocabularies: Vocabularies
    every: Every


class ListFile(NamedTuple):
    """A kind of file. One that is not `attached` is shown or followed where it stands, as feeds are."""

    label: str
    content_type: str
    write: Callable[[Wanted], Iterable[bytes]]
    attached: bool = True


class ListingFile(NamedTuple):
    """A kind of file of one listing."""

    label: str
    content_type: str
    write: Callable[[Taken], bytes]
    attached: bool = True


def as_csv(wanted: Wanted) -> Iterator[bytes]:
    """Comma-separated, with a byte order mark and CRLF, as spreadsheets expect; no cell begins like a formula."""
    table = exports.Table(wanted.selection)
    rows = (map(exports.plain_cell, row) for row in table.rows(exports.taken(wanted.every)))
    yield BYTE_ORDER_MARK.encode()
    for some in batched(chain([table.header], rows), AT_ONCE):
        text = StringIO()
        csv.writer(text, lineterminator="\r\n").writerows(some)
        yield text.getvalue().encode()


def as_xlsx(wanted: Wanted) -> Iterator[bytes]:
    """A workbook with real numbers and days."""
    table = exports.Table(wanted.selection)
    return workbook("Activities", table.header, table.rows(exports.taken(wanted.every)), len(wanted.every))


def as_json(wanted: Wanted) -> Iterator[bytes]:
    """An array of records, each exactly the text that its digest covers."""
    before = b"["
    for some in batched(wanted.every, AT_ONCE):
        yield before + ",\n".join(listing.record for listing in some).encode()
        before = b",\n"
    yield b"[]\n" if before == b"[" else b"]\n"


def as_atom(wanted: Wanted) -> Iterator[bytes]:
    """One page of a feed: unlike the other files it is read again and again, for what is new."""
    pieces = chips.build(wanted.selection, wanted.vocabularies)
    about = "; ".join(f"{piece.about}: {piece.label}" for piece in pieces)
    yield feeds.atom(wanted.selection, wanted.every, about or "all open activities")


def as_calendar(wanted: Wanted) -> Iterator[bytes]:
    return calendars.calendar(exports.taken(wanted.every))


def as_ris(wanted: Wanted) -> Iterator[bytes]:
    return citations.ris(exports.taken(wanted.every), status.today())


LIST_FILES = {
    "csv": ListFile("CSV", "text/csv; charset=utf-8", as_csv),
    "xlsx": ListFile("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
    "json": ListFile("JSON", "application/json", as_json),
    "atom": ListFile("Atom feed", "application/atom+xml; charset=utf-8", as_atom, attached=False),
    "ics": ListFile("Calendar", "text/calendar; charset=utf-8", as_calendar),
    "ris": ListFile("Citations (RIS)", "application/x-research-info-systems; charset=utf-8", as_ris),
}
"""By the ending of the address, in the order in which pages offer them."""


def record_as_json(taken: Taken) -> bytes:
    """The record, exactly the text that its digest covers."""
    return taken.listing.record.encode()


def dates_of(taken: Taken) -> bytes:
    return b"".join(calendars.calendar([taken]))


def ris_of(taken: Taken) -> bytes:
    return b"".join(citations.ris([taken], status.today()))


def bibtex_of(taken: Taken) -> bytes:
    return citations.bibtex(taken.record, status.today())


LISTING_FILES = {
    "ris": ListingFile("RIS", LIST_FILES["ris"].content_type, ris_of),
    "bib": ListingFile("BibTeX", "application/x-bibtex; charset=utf-8", bibtex_of),
    "ics": ListingFile("Calendar", LIST_FILES["ics"].content_type, dates_of),
    "json": ListingFile("JSON", LIST_FILES["json"].content_type, record_as_json, attached=False),
}
"""The same of one listing."""


def name(selection: Selection, ending: str) -> str:
    """A name for the file that says what was asked, in lower-case ASCII letters, digits and hyphens."""
    pieces = [selection.text, *(code for facet in FACETS for code in selection.chosen(facet)), *selection.members]
    pieces += ["expired"] if selection.include_expired else []
    pieces += [f"open {selection.open_on}"] if selection.open_on else []
    asked = "-".join(["cme-activities", *filter(None, map(slugify, pieces))])[:LONGEST_NAME].rstrip("-")
    return f"{asked}-{status.today().isoformat()}.{ending}"


class Keepsake(NamedTuple):
    """What the page of a listing offers besides its facts: a citation in words, files, and what programs read."""

    citation: str
    files: list[tuple[str, str, str]]
    structured_data: str


def keepsake(listing: Listing, record: Record, day: date) -> Keepsake:
    """For the page of a public listing. A calendar is offered where there is a day to put into it."""
    dated = bool(calendars.entries(Taken(record, listing)))
    return Keepsake(
        citation=citations.text(record, day),
        files=[
            (ending, kind.label, _file_of(record, ending))
            for ending, kind in LISTING_FILES.items()
            if dated or ending != "ics"
        ],
        structured_data=script_text(course(record, listing.changed_at, day)),
    )


def _file_of(record: Record, ending: str) -> str:
    return reverse("activities:listing_file", kwargs={"activity_id": record["activity_id"], "ending": ending})


def question(selection: Selection) -> str:
    """What follows the path of a file of this list: a question mark and the query, or nothing when all is usual."""
    query = addresses.query(addresses.whole_list(selection))
    return f"?{query}" if query else ""
