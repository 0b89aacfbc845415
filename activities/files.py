"""The files in which a list leaves the catalog, and what they are called: each is the whole list, sent as it is read.

The activity IDs are taken at once, of one version of the catalog; listings follow in steps. One that is withdrawn
meanwhile is left out, one that changes meanwhile is given as it then stands.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from io import StringIO
from itertools import chain
from typing import NamedTuple

from django.urls import reverse
from django.utils.text import slugify

from activities import calendars, citations, exports, feeds, status
from activities.search import addresses, chips
from activities.search.results import Every
from activities.search.selection import FACETS, Selection
from activities.search.vocabularies import Vocabularies
from cme_catalog.lib.batches import batched
from cme_catalog.lib.spreadsheet import workbook

AT_ONCE = 200
"""Rows that are sent together."""
LONGEST_NAME = 80
BYTE_ORDER_MARK = "\ufeff"
"""Without it spreadsheets take UTF-8 for an older encoding."""


class Asked(NamedTuple):
    """A checked question with the names that its words are made of, and the list that answers it."""

    selection: Selection
    vocabularies: Vocabularies
    every: Every


class ListFile(NamedTuple):
    """A kind of file. One that is not `attached` is shown or followed where it stands, as feeds are."""

    label: str
    content_type: str
    write: Callable[[Asked], Iterable[bytes]]
    attached: bool = True


def as_csv(asked: Asked) -> Iterator[bytes]:
    """Comma-separated, with a byte order mark and CRLF, as spreadsheets expect; no cell begins like a formula."""
    table = exports.Table(asked.selection)
    rows = (map(exports.plain_cell, row) for row in table.rows(exports.taken(asked.every)))
    yield BYTE_ORDER_MARK.encode()
    for some in batched(chain([table.header], rows), AT_ONCE):
        text = StringIO()
        csv.writer(text, lineterminator="\r\n").writerows(some)
        yield text.getvalue().encode()


def as_xlsx(asked: Asked) -> Iterator[bytes]:
    """A workbook with real numbers and days."""
    table = exports.Table(asked.selection)
    return workbook("Activities", table.header, table.rows(exports.taken(asked.every)), len(asked.every))


def as_json(asked: Asked) -> Iterator[bytes]:
    """An array of records, each exactly the text that its digest covers."""
    before = b"["
    for some in batched(asked.every, AT_ONCE):
        yield before + ",\n".join(listing.record for listing in some).encode()
        before = b",\n"
    yield b"[]\n" if before == b"[" else b"]\n"


def as_atom(asked: Asked) -> Iterator[bytes]:
    """One page of a feed: unlike the other files it is read again and again, for what is new."""
    pieces = chips.build(asked.selection, asked.vocabularies)
    about = "; ".join(f"{piece.about}: {piece.label}" for piece in pieces)
    yield feeds.atom(asked.selection, asked.every, about or "all open activities")


def as_calendar(asked: Asked) -> Iterator[bytes]:
    return calendars.calendar(exports.taken(asked.every))


def as_ris(asked: Asked) -> Iterator[bytes]:
    return citations.ris(exports.taken(asked.every), status.today())


LIST_FILES = {
    "csv": ListFile("CSV", "text/csv; charset=utf-8", as_csv),
    "xlsx": ListFile("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
    "json": ListFile("JSON", "application/json", as_json),
    "atom": ListFile("Atom feed", "application/atom+xml; charset=utf-8", as_atom, attached=False),
    "ics": ListFile("Calendar", "text/calendar; charset=utf-8", as_calendar),
    "ris": ListFile("Citations (RIS)", "application/x-research-info-systems; charset=utf-8", as_ris),
}
"""By the ending of the address, in the order in which pages offer them."""


def name(selection: Selection, ending: str) -> str:
    """A name for the file that says what was asked, in lower-case ASCII letters, digits and hyphens."""
    pieces = [selection.text, *(code for facet in FACETS for code in selection.chosen(facet)), *selection.members]
    pieces += ["expired"] if selection.include_expired else []
    pieces += [f"open {selection.open_on}"] if selection.open_on else []
    asked = "-".join(["cme-activities", *filter(None, map(slugify, pieces))])[:LONGEST_NAME].rstrip("-")
    return f"{asked}-{status.today().isoformat()}.{ending}"


def offered(selection: Selection) -> list[tuple[str, str, str]]:
    """For each kind of file its ending, its label, and the address at which this list is that file."""
    whole = addresses.whole_list(selection)
    return [
        (ending, kind.label, addresses.address(whole, reverse("activities:list_file", args=[ending])))
        for ending, kind in LIST_FILES.items()
    ]
