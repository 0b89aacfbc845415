"""The same questions answered the slow and plain way: one record after another, by the rules of prices and status.

It shares nothing with the SQL but the selection, and keeps both databases honest.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from activities.models import Listing
from activities.prices import effective_price, price_per_credit, sorting_credit
from activities.records import ApprovalRecord, Record, canonical, parse
from activities.search import scan
from activities.search.ranks import Rank
from activities.search.selection import FACETS, ON_ONE_APPROVAL, Selection
from activities.status import Standing, standing
from cme_catalog.lib.text import sort_key


class Records(list[Record]):
    def __repr__(self) -> str:
        return f"<{len(self)} records>"


def all_records() -> Records:
    return Records(parse(listing.record) for listing in Listing.objects.filter(withdrawn=False))


def ids(records: Records, selection: Selection) -> list[int]:
    """Every matching activity ID, in order."""
    found = [record for record in records if matches(record, selection)]
    return [record["activity_id"] for record in sorted(found, key=lambda record: _place(record, selection))]


def counts(records: Records, selection: Selection, values: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """For each facet and value, the length of the list when the value replaces the facet's selection."""
    found = {}
    for facet, value in values:
        asked = selection.choosing(facet, value)
        found[facet, value] = sum(matches(record, asked) for record in records)
    return found


def left_out_by_price(records: Records, selection: Selection) -> int:
    if selection.max_price is None:
        return 0
    rest = [record for record in records if matches(record, replace(selection, max_price=None))]
    return sum(effective_price(record["prices"], selection.members).cents is None for record in rest)


def unrecorded(records: Records, selection: Selection) -> int:
    if not selection.board:
        return 0
    wider = selection
    for facet in ON_ONE_APPROVAL:
        wider = wider.choosing(facet)
    unsure = [record for record in records if record["approval_list"] != "complete"]
    return sum(matches(record, wider) and not matches(record, selection) for record in unsure)


def matches(record: Record, asked: Selection) -> bool:
    return (
        not asked.nothing
        and all(not asked.chosen(facet) or _has(record, facet, asked) for facet in _SEPARATE)
        and _approved(record, asked)
        and _credited(record, asked)
        and _affordable(record, asked)
        and _dated(record, asked)
        and _rank(record, asked) is not None
    )


_SEPARATE = [facet for facet in FACETS if facet not in (*ON_ONE_APPROVAL, "credit_type")]


def _has(record: Record, facet: str, asked: Selection) -> bool:
    return bool(set(asked.chosen(facet)) & set(_values(record, facet, asked)))


def _values(record: Record, facet: str, asked: Selection) -> list[str]:
    several: dict[str, Any] = {
        "competency": record["competencies"],
        "keyword": record["keywords"],
        "specialty": record["specialties"],
        "setting": record["practice_settings"],
        "provider": [record["provider"], *record["joint_providers"]],
        "format": [record["format"]] if record["format"] else [],
    }
    if facet in several:
        return [named["code"] for named in several[facet]]
    if facet == "fee":
        return [effective_price(record["prices"], asked.members).band]
    return [{"delivery": record["delivery"], "state": record["state"], "support": record["commercial_support"]}[facet]]


def _approved(record: Record, asked: Selection) -> bool:
    if not any(asked.chosen(facet) for facet in ON_ONE_APPROVAL):
        return True
    return any(_in_force(row, asked.day) and _on_row(row, asked) for row in record["approvals"])


def _on_row(row: ApprovalRecord, asked: Selection) -> bool:
    kind, points_kind = row["type"], row["points_kind"]
    says = {
        "board": row["board"]["code"],
        "basis": row["basis"],
        "approval": kind["code"] if kind else "",
        "points_kind": points_kind["code"] if points_kind else "",
    }
    return all(not asked.chosen(facet) or says[facet] in asked.chosen(facet) for facet in ON_ONE_APPROVAL)


def _in_force(row: ApprovalRecord, day: date) -> bool:
    return (row["from"] or "0001") <= day.isoformat() <= (row["until"] or "9999")


def _credited(record: Record, asked: Selection) -> bool:
    if not asked.credit_type and asked.min_credits is None and asked.max_credits is None:
        return True
    least = asked.min_credits if asked.min_credits is not None else 0
    most = asked.max_credits if asked.max_credits is not None else 10**9
    return any(
        least <= Decimal(row["amount"]) * 100 <= most
        and (not asked.credit_type or (row["type"] is not None and row["type"]["code"] in asked.credit_type))
        for row in record["credits"]
    )


def _affordable(record: Record, asked: Selection) -> bool:
    if asked.max_price is None:
        return True
    cents = effective_price(record["prices"], asked.members).cents
    return cents is not None and cents <= asked.max_price


def _dated(record: Record, asked: Selection) -> bool:
    starts = record["starts"]
    after = asked.starts_from is None or (bool(starts) and starts >= asked.starts_from.isoformat())
    before = asked.starts_to is None or (bool(starts) and starts <= asked.starts_to.isoformat())
    return after and before and (asked.include_expired or not _expired(record, asked.day))


def _expired(record: Record, day: date) -> bool:
    last = record["last_day"]
    return standing(date.fromisoformat(last) if last else None, day) is Standing.EXPIRED


def _rank(record: Record, asked: Selection) -> Rank | None:
    return scan.rank(canonical(record), asked.query, asked.day)


def _place(record: Record, asked: Selection) -> tuple[Any, ...]:
    """The sort key: what is empty stands last, ties end with the larger activity ID."""
    credit = sorting_credit(record["credits"], asked.credit_type)
    cents = effective_price(record["prices"], asked.members).cents
    newest = _falling(date.fromisoformat(record["released"]).toordinal() if record["released"] else None)
    keys: dict[str, tuple[Any, ...]] = {
        "relevance": (*_relevance(record, asked), newest) if asked.query.wanted else newest,
        "newest": newest,
        "expiring": (not record["last_day"], record["last_day"]),
        "credits": _falling(credit),
        "price": _rising(cents),
        "price-per-credit": _rising(price_per_credit(cents, credit)),
        "title": (not sort_key(record["title"]), sort_key(record["title"])),
    }
    return (*keys[asked.sort], -record["activity_id"])


def _relevance(record: Record, asked: Selection) -> tuple[int, bool, int, bool]:
    rank, last = _rank(record, asked), record["last_day"]
    assert rank is not None
    stands = standing(date.fromisoformat(last) if last else None, asked.day)
    return rank.tier, stands is Standing.EXPIRED, rank.quality, stands is Standing.ENDING_SOON


def _rising(number: int | None) -> tuple[bool, int]:
    return (number is None, number or 0)


def _falling(number: int | None) -> tuple[bool, int]:
    return (number is None, -(number or 0))
