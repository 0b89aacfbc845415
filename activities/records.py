"""The record: the one public shape of a listing. Page, API, export, history and import all use it.

Its shape is in `record_shape.py`. Here it is built from an activity, written as the canonical JSON text that digests
cover, and read again.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from activities.models import Activity, ApprovalType, BoardApproval, Competency, Credit, CreditType, Price, Status
from activities.models.vocabulary import Term
from activities.record_shape import (
    ApprovalRecord,
    Content,
    CreditRecord,
    Dates,
    Identity,
    Named,
    Offer,
    PriceRecord,
    Record,
    Standings,
)
from activities.status import last_day
from cme_catalog.lib.numbers import plain
from cme_catalog.lib.text import lines
from providers.models import Provider

__all__ = [
    "ApprovalRecord",
    "CreditRecord",
    "Named",
    "PriceRecord",
    "Record",
    "build",
    "canonical",
    "digest",
    "is_held",
    "is_live",
    "parse",
    "private",
]


def build(activity: Activity) -> Record:
    """The record of an activity; load it with `for_record()`, then this asks the database nothing."""
    return {
        **_identity(activity),
        **_offer(activity),
        **_dates(activity),
        **_content(activity),
        **_standings(activity),
    }


def is_live(activity: Activity) -> bool:
    """Whether the activity is held at a set time, so that its end closes it."""
    return activity.format_id == "live" or activity.delivery in ("in-person", "live-streamed")


def is_held(record: Record) -> bool:
    """Whether the listing is of an activity held at a set time: what `is_live` says of the activity."""
    named = record["format"]
    return (named is not None and named["code"] == "live") or record["delivery"] in ("in-person", "live-streamed")


def private(activity: Activity) -> dict[str, str]:
    """The fields of the listing that only staff may see."""
    return {"internal_note": _prose(activity.internal_note), "verified_by": activity.verified_by}


def canonical(value: Mapping[str, object]) -> str:
    """Canonical JSON text: the same value always gives the same bytes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def digest(text: str) -> str:
    """SHA-256 of the text's UTF-8 bytes, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def parse(text: str) -> Record:
    """The record behind canonical JSON text."""
    return cast(Record, json.loads(text))


def _identity(activity: Activity) -> Identity:
    return {
        "activity_id": activity.activity_id,
        "status": activity.status,
        "withdrawal_reason": activity.withdrawal_reason if activity.status == Status.WITHDRAWN else "",
        "successor": activity.successor_id,
        "title": activity.title,
        "provider": _provider(activity.provider),
        "accredited_provider": _provider(activity.accredited_provider or activity.provider.answerable),
        "joint_providers": sorted(map(_provider, activity.joint_providers.all()), key=lambda named: named["code"]),
    }


def _offer(activity: Activity) -> Offer:
    return {
        "format": _term(activity.format),
        "delivery": activity.delivery,
        "venue": activity.venue,
        "city": activity.city,
        "state": activity.state,
        "country": activity.country,
        "time_zone": activity.time_zone,
        "credits": [_credit(credit) for credit in sorted(activity.credits.all(), key=Credit.natural_key)],
        "prices": [_price(price) for price in sorted(activity.prices.all(), key=Price.natural_key)],
        "registration_url": activity.registration_url,
        "registration": activity.registration,
    }


def _dates(activity: Activity) -> Dates:
    return {
        "released": _day(activity.released),
        "reviewed": _day(activity.reviewed),
        "starts": _day(activity.starts),
        "ends": _day(activity.ends),
        "expires": _day(activity.expires),
        "last_day": _day(last_day(live=is_live(activity), ends=activity.ends, expires=activity.expires)),
    }


def _content(activity: Activity) -> Content:
    return {
        "description": _prose(activity.description),
        "text_origin": activity.text_origin,
        "objectives": lines(activity.objectives),
        "diplomate_engagement": _prose(activity.diplomate_engagement),
        "disclaimers": lines(activity.disclaimers),
        "doi": activity.doi,
        "commercial_support": activity.commercial_support,
        "supporters": lines(activity.supporters),
        "keywords": _terms(activity.keywords.all()),
        "competencies": _terms(activity.competencies.all()),
        "practice_settings": _terms(activity.practice_settings.all()),
        "quality_strategies": _terms(activity.quality_strategies.all()),
        "specialties": _terms(activity.specialties.all()),
    }


def _standings(activity: Activity) -> Standings:
    return {
        "approval_list": activity.approval_list,
        "approvals": [_approval(row) for row in sorted(activity.approvals.all(), key=_approval_order)],
        "provider_reference": activity.provider_reference,
        "accme_id": activity.accme_id,
        "source_url": activity.source_url,
        "source_read": _day(activity.source_read),
        "verified_on": _day(activity.verified_on),
    }


def _provider(provider: Provider) -> Named:
    return {"code": provider.slug, "name": provider.name}


def _term(term: Term | None) -> Named | None:
    return _named(term) if term else None


def _named(term: Any) -> Named:
    named: Named = {"code": term.code, "name": term.name}
    if isinstance(term, Competency):
        named["label"] = term.label
    elif isinstance(term, CreditType):
        named["plural"] = term.plural_name or term.name
    elif isinstance(term, ApprovalType):
        named["short"] = term.short_name
    return named


def _terms(terms: Any) -> list[Named]:
    return [_named(term) for term in sorted(terms, key=lambda term: (term.position, term.code))]


def _credit(credit: Credit) -> CreditRecord:
    return {"type": _term(credit.credit_type), "amount": plain(credit.amount)}


def _price(price: Price) -> PriceRecord:
    return {
        "audience": price.membership_id or "public",
        "audience_name": price.membership.name if price.membership else "",
        "kind": price.kind,
        "amount": "" if price.amount is None else plain(price.amount),
    }


def _approval_order(row: BoardApproval) -> tuple[Any, ...]:
    kinds = (row.approval_type, row.points_kind)
    return (*((term.position, term.code) if term else (99, "") for term in kinds), row.board.label, row.natural_key())


def _approval(row: BoardApproval) -> ApprovalRecord:
    board = row.board
    return {
        "board": {"code": board.code, "abbreviation": board.abbreviation, "label": board.label, "name": board.name},
        "basis": row.basis,
        "type": _term(row.approval_type),
        "points": "" if row.points is None else plain(row.points),
        "points_kind": _term(row.points_kind),
        "from": _day(row.valid_from),
        "until": _day(row.valid_until),
        "complete_by": _day(row.complete_by),
        "reported_by": row.reported_by,
        "evidence_url": row.evidence_url,
        "evidence_reference": row.evidence_reference,
        "checked_on": _day(row.checked_on),
    }


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _prose(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
