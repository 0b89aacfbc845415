"""Markup, formulas and line breaks in any text field come out as text in every file and feed, and as nothing else."""

import json
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from django.test import Client
from lxml import html

from activities.models import Activity
from cme_catalog.lib.cells import DANGEROUS, parted, unquoted
from tests.file_reader import ATOM, atom_feed, bibtex_entry, calendar_entries, csv_rows, ris_records, xlsx_rows
from tests.reader import page
from tests.test_markup_injection import NEVER_PRINTED, marked

__all__ = ["marked"]

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

PAGES_ONLY = {"CreditType.plural_name", "Competency.label", "ApprovalType.short_name"}
"""Forms of names that tables leave to the pages."""


def in_json(body: bytes) -> list[str]:
    return list(texts(json.loads(body)))


def texts(value: Any) -> Iterator[str]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    yield from [value] if isinstance(value, str) else [text for one in inner for text in texts(one)]


def in_csv(body: bytes) -> list[str]:
    cells = [cell for row in csv_rows(body) for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(DANGEROUS)]
    return [text for cell in cells for text in (unquoted(cell), *parted(unquoted(cell)))]


def in_xlsx(body: bytes) -> list[str]:
    cells = [cell for row in xlsx_rows(body) for cell in row.values() if isinstance(cell, str)]
    return [text for cell in cells for text in (cell, *parted(cell))]


def in_atom(body: bytes) -> list[str]:
    """The texts of the elements; what is called HTML is read as such and holds no element but line breaks."""
    found = []
    for entry in atom_feed(body).findall(f"{ATOM}entry"):
        shown = html.fragment_fromstring(entry.findtext(f"{ATOM}summary"), create_parent="div")
        assert {element.tag for element in shown.iterdescendants()} <= {"br"}
        found += [entry.findtext(f"{ATOM}title"), entry.findtext(f"{ATOM}author/{ATOM}name"), shown.text_content()]
    return found


def in_calendar(body: bytes) -> list[str]:
    return [str(entry.get(name, "")) for entry in calendar_entries(body) for name in ("SUMMARY", "LOCATION")]


def in_ris(body: bytes) -> list[str]:
    return [value for record in ris_records(body) for values in record.values() for value in values]


READERS: dict[str, Callable[[bytes], list[str]]] = {
    "json": in_json,
    "csv": in_csv,
    "xlsx": in_xlsx,
    "atom": in_atom,
    "ics": in_calendar,
    "ris": in_ris,
}


def shown(found: list[str], marked: dict[str, str]) -> set[str]:
    """The fields whose markup is among the texts."""
    return {field for mark, field in marked.items() if any(mark in text for text in found)}


@pytest.mark.parametrize("kind", READERS)
def test_markup_in_any_field_is_text_in_every_file(client: Client, marked: dict[str, str], kind: str) -> None:
    fields = shown(READERS[kind](client.get(f"/activities.{kind}?expired=1").getvalue()), marked)
    assert "Activity.title" in fields
    assert not fields & NEVER_PRINTED


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_tables_hold_every_field_of_the_record(client: Client, marked: dict[str, str], kind: str) -> None:
    whole = shown(in_json(client.get("/activities.json?expired=1").getvalue()), marked)
    assert whole - shown(READERS[kind](client.get(f"/activities.{kind}?expired=1").getvalue()), marked) <= PAGES_ONLY


def test_markup_is_text_in_what_programs_read_of_the_page(client: Client, marked: dict[str, str]) -> None:
    for activity_id in Activity.objects.values_list("pk", flat=True):
        document = page(client.get(f"/activities/{activity_id}/"))
        (block,) = document.cssselect("script[type='application/ld+json']")
        assert "Activity.title" in shown(in_json(block.text.encode()), marked)
        assert not document.cssselect("script:not([src]):not([type='application/ld+json'])")
        _, _, fields = bibtex_entry(client.get(f"/activities/{activity_id}.bib").content)
        assert "xss onx=" in unescape(fields["title"])
