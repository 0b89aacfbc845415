"""A list as the rows of a table: one column for every public field, and a few worked out for the reader.

A column belongs to a leaf of the record's shape, so a new public field without a heading here stops the tests. What
belongs together in lists (the boards, types and days of approvals) stands in the same order in each of their columns.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import itemgetter
from types import NoneType
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints, is_typeddict

from activities import prices, records
from activities.models import Listing
from activities.printing.card import standing_of
from activities.printing.detail import address
from activities.record_shape import Named, Record
from activities.search.selection import Selection
from cme_catalog.lib.cells import joined, quoted
from cme_catalog.lib.spreadsheet import Cell
from cme_catalog.lib.xml_text import fit, may_be_unfit
from cme_catalog.site import site_facts

HEADINGS = {
    "activity_id": "Activity ID",
    "title": "Title",
    "provider.name": "CME provider",
    "provider.code": "CME provider code",
    "accredited_provider.name": "Accredited provider",
    "accredited_provider.code": "Accredited provider code",
    "joint_providers.name": "Joint providers",
    "joint_providers.code": "Joint provider codes",
    "status": "Status",
    "withdrawal_reason": "Withdrawal reason",
    "successor": "Successor",
    "format.name": "Format type",
    "format.code": "Format code",
    "delivery": "Delivery",
    "venue": "Venue",
    "city": "City",
    "state": "State",
    "country": "Country",
    "time_zone": "Time zone",
    "credits.amount": "CME credit amounts",
    "credits.type.name": "CME credit types",
    "credits.type.code": "CME credit type codes",
    "prices.audience": "Price audiences",
    "prices.audience_name": "Price memberships",
    "prices.kind": "Price kinds",
    "prices.amount": "Price amounts, US dollars",
    "registration_url": "Register at",
    "registration": "Registration",
    "released": "Released",
    "reviewed": "Reviewed",
    "starts": "Starts",
    "ends": "Ends",
    "expires": "Expires",
    "last_day": "Last day",
    "description": "Description",
    "text_origin": "Origin of the text",
    "objectives": "Educational objectives",
    "diplomate_engagement": "Diplomate engagement",
    "disclaimers": "Disclaimers",
    "doi": "DOI",
    "commercial_support": "Commercial support",
    "supporters": "Supporters",
    "keywords.name": "Keywords",
    "keywords.code": "Keyword codes",
    "competencies.name": "Competencies",
    "competencies.code": "Competency codes",
    "practice_settings.name": "Practice settings",
    "practice_settings.code": "Practice setting codes",
    "quality_strategies.name": "National quality strategies",
    "quality_strategies.code": "National quality strategy codes",
    "specialties.name": "Specialties",
    "specialties.code": "Specialty codes",
    "approval_list": "Approval list",
    "approvals.board.label": "Boards",
    "approvals.board.name": "Board names",
    "approvals.board.abbreviation": "Board abbreviations",
    "approvals.board.code": "Board codes",
    "approvals.basis": "Approval bases",
    "approvals.type.name": "Approval types",
    "approvals.type.code": "Approval type codes",
    "approvals.points": "Board points",
    "approvals.points_kind.name": "Kinds of board points",
    "approvals.points_kind.code": "Kind of board points codes",
    "approvals.from": "Approved from",
    "approvals.until": "Approved until",
    "approvals.complete_by": "Complete by",
    "approvals.reported_by": "Completion reported by",
    "approvals.evidence_url": "Approval evidence at",
    "approvals.evidence_reference": "Approval evidence documents",
    "approvals.checked_on": "Approvals checked on",
    "provider_reference": "Provider's own ID",
    "accme_id": "ACCME ID",
    "source_url": "Source",
    "source_read": "Source read on",
    "verified_on": "Last verified",
}
"""The leaves of the record in the order of the columns. The short and plural forms of names are for pages only."""

DAYS = frozenset({"released", "reviewed", "starts", "ends", "expires", "last_day", "source_read", "verified_on"})

WORKED_OUT = ("Page", "Standing", "Credit", "Price, US dollars", "Price per credit, US dollars")
"""As the list has them on its day: the address here, open or expired, and the credit and price by which lists sort."""

Read = Callable[[Any], Any]


class Taken(NamedTuple):
    """A listing that leaves the catalog: its record, fit for XML, and when and how often it changed."""

    record: Record
    listing: Listing


@dataclass(frozen=True, slots=True)
class Table:
    """The table of a selection: the same columns for every selection, the prices those of the reader's memberships."""

    selection: Selection

    @property
    def header(self) -> list[str]:
        number, title, *others = HEADINGS.values()
        return [number, title, *WORKED_OUT, *others]

    def rows(self, taken: Iterable[Taken]) -> Iterator[list[Cell]]:
        """A row for each, typed: numbers, days and texts; None or no text where nothing is stated."""
        site = site_facts()
        for record, _ in taken:
            number, title, *others = [read(record) for read in _READERS]
            yield [number, title, site.canonical(address(record)), *self._worked_out(record), *others]

    def _worked_out(self, record: Record) -> list[Cell]:
        price = prices.effective_price(record["prices"], self.selection.members).cents
        credit = prices.sorting_credit(record["credits"], self.selection.credit_type)
        per_credit = prices.price_per_credit(price, credit)
        amounts = [_parts_of(100, credit), _parts_of(100, price), _parts_of(10_000, per_credit)]
        return [standing_of(record, self.selection.day).word, *amounts]


def taken(listings: Iterable[Listing]) -> Iterator[Taken]:
    """Public listings with their records."""
    for listing in listings:
        record = records.parse(listing.record)
        yield Taken(fit(record) if may_be_unfit(listing.record) else record, listing)


def plain_cell(cell: Cell) -> str:
    """A typed cell as text that no spreadsheet takes for a formula."""
    if isinstance(cell, str):
        return quoted(cell)
    return "" if cell is None else str(cell)


def _parts_of(whole: int, number: int | None) -> Decimal | None:
    return None if number is None else Decimal(number) / whole


def leaves(shape: Any = Record, path: str = "") -> dict[str, Read]:
    """Every leaf of the shape by its path, with what reads it: lists come joined, what is not stated is empty."""
    found: dict[str, Read] = {}
    for key, kind in get_type_hints(shape).items():
        if shape is not Named or key in Named.__required_keys__:
            found |= _below(key, kind, f"{path}{key}")
    return found


def _below(key: str, kind: Any, path: str) -> dict[str, Read]:
    held = itemgetter(key)
    inner = get_args(kind)[0] if get_origin(kind) is list or NoneType in get_args(kind) else kind
    if not is_typeddict(inner):
        return {path: (lambda holder: joined(held(holder))) if get_origin(kind) is list else held}
    reading = _of_each if get_origin(kind) is list else _of_one
    return {one: reading(held, read) for one, read in leaves(inner, f"{path}.").items()}


def _of_each(held: Read, read: Read) -> Read:
    return lambda holder: joined([read(one) for one in many]) if (many := held(holder)) else ""


def _of_one(held: Read, read: Read) -> Read:
    return lambda holder: read(one) if (one := held(holder)) else ""


def _typed(path: str, read: Read) -> Read:
    if path in DAYS:
        return lambda record: date.fromisoformat(text) if (text := read(record)) else None
    return read


_READERS = [_typed(path, leaves()[path]) for path in HEADINGS]
