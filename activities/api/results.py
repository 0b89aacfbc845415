"""Listings as the API tells them: the stored record, and beside it what depends on the reader and the day."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any, cast

from django.urls import reverse

from activities import records
from activities.api.shapes import EffectivePrice, Result
from activities.models import Listing
from activities.prices import effective_price
from activities.printing.card import standing_of
from activities.records import ApprovalRecord, PriceRecord, Record
from activities.search.selection import ON_ONE_APPROVAL, Selection
from cme_catalog.lib.numbers import plain
from cme_catalog.site import site_facts


def result_texts(listings: Iterable[Listing], selection: Selection, fields: Collection[str] = ()) -> list[str]:
    """The JSON texts of Results. The stored text of each record is put in as it is, unless fields are picked."""
    # Finding the address of each page would take as long as reading its record.
    pages = site_facts().canonical(reverse("activities:activity_list"))
    return [_text(listing, selection, fields, f"{pages}{listing.activity_id}/") for listing in listings]


def _text(listing: Listing, selection: Selection, fields: Collection[str], url: str) -> str:
    record = records.parse(listing.record)
    text = records.canonical(picked(record, fields)) if fields else listing.record
    return put_into(_around(record, selection, url), record=text)


def picked(record: Record, fields: Iterable[str]) -> dict[str, Any]:
    """These fields of the record, in its order."""
    whole = cast(dict[str, Any], record)
    return {name: whole[name] for name in fields}


def put_into(body: Mapping[str, Any], **texts: str) -> str:
    """JSON text of an object with further members that are JSON text already."""
    members = "".join(f',"{name}":{text}' for name, text in texts.items())
    return f"{records.canonical(body)[:-1]}{members}}}"


def _around(record: Record, selection: Selection, url: str) -> Mapping[str, Any]:
    beside: Mapping[str, Any] = Result(
        activity_id=record["activity_id"],
        url=url,
        standing=standing_of(record, selection.day).value,
        effective_price=_price(record["prices"], selection),
        matching_approvals=_matching(record["approvals"], selection),
        record=record,
    )
    return {name: value for name, value in beside.items() if name != "record"}


def _price(prices: list[PriceRecord], selection: Selection) -> EffectivePrice:
    found = effective_price(prices, selection.members)
    return {
        "kind": cast(Any, found.kind),
        "amount": "" if found.cents is None else plain(Decimal(found.cents) / 100),
        "band": found.band,
        "audience": found.audience,
        "audience_name": found.audience_name,
    }


def _matching(rows: list[ApprovalRecord], selection: Selection) -> list[ApprovalRecord] | None:
    """The rows that make the listing match, all facets on the same row; None when the question is not about them."""
    asked = {facet: chosen for facet in ON_ONE_APPROVAL if (chosen := selection.chosen(facet))}
    if not asked:
        return None
    day = selection.day.isoformat()
    return [
        row
        for row in rows
        if row["from"] <= day <= (row["until"] or day)
        and all(value in asked[facet] for facet, value in _said(row).items() if facet in asked)
    ]


def _said(row: ApprovalRecord) -> dict[str, str]:
    return {
        "board": row["board"]["code"],
        "approval": row["type"]["code"] if row["type"] else "",
        "basis": row["basis"],
        "points_kind": row["points_kind"]["code"] if row["points_kind"] else "",
    }
