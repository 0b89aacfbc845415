"""Listings as the API tells them: the stored record, and beside it what depends on the reader and the day."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, cast

from activities import records
from activities.api.shapes import EffectivePrice, Result
from activities.models import Listing
from activities.prices import effective_price
from activities.printing.card import standing_of
from activities.printing.detail import address
from activities.records import ApprovalRecord, PriceRecord, Record
from activities.search.selection import ON_ONE_APPROVAL, Selection
from cme_catalog.lib.numbers import plain
from cme_catalog.site import site_facts


def result_text(listing: Listing, selection: Selection, fields: Iterable[str] = ()) -> str:
    """The JSON text of a Result. The stored text of the record is put into it as it is, unless fields are picked."""
    record = records.parse(listing.record)
    text = records.canonical(picked(record, fields)) if fields else listing.record
    return put_into(_around(record, selection), record=text)


def picked(record: Record, fields: Iterable[str]) -> dict[str, Any]:
    """These fields of the record, in its order."""
    whole = cast(dict[str, Any], record)
    return {name: whole[name] for name in fields}


def put_into(body: Mapping[str, Any], **texts: str) -> str:
    """JSON text of an object with further members that are JSON text already."""
    members = "".join(f',"{name}":{text}' for name, text in texts.items())
    return f"{records.canonical(body)[:-1]}{members}}}"


def _around(record: Record, selection: Selection) -> Mapping[str, Any]:
    beside: Mapping[str, Any] = Result(
        activity_id=record["activity_id"],
        url=site_facts().canonical(address(record)),
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
