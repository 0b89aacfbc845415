"""The compact facts of a listing that the index is built from: codes and whole numbers only."""

import json
from decimal import Decimal
from typing import TypedDict

from activities.prices import cents
from activities.records import ApprovalRecord, Named, Record
from cme_catalog.lib.numbers import hundredths


class Facts(TypedDict):
    """Approvals are [board, basis, approval type, kind of points, from, until], empty where not stated.

    Credits are [credit type, hundredths]; prices are [audience, kind, cents or null]; days are ISO strings.
    """

    approvals: list[list[str]]
    credits: list[tuple[str, int]]
    prices: list[tuple[str, str, int | None]]
    providers: list[str]
    format: str
    delivery: str
    state: str
    support: str
    competencies: list[str]
    keywords: list[str]
    specialties: list[str]
    settings: list[str]
    approval_list: str
    released: str
    starts: str
    ends: str
    last_day: str


def of(record: Record) -> Facts:
    return {
        "approvals": [_approval(row) for row in record["approvals"]],
        "credits": [(_code(row["type"]), hundredths(Decimal(row["amount"]))) for row in record["credits"]],
        "prices": [
            (row["audience"], row["kind"], cents(row) if row["kind"] == "amount" else None) for row in record["prices"]
        ],
        "providers": [record["provider"]["code"], *_codes(record["joint_providers"])],
        "format": _code(record["format"]),
        "delivery": record["delivery"],
        "state": record["state"],
        "support": record["commercial_support"],
        "competencies": _codes(record["competencies"]),
        "keywords": _codes(record["keywords"]),
        "specialties": _codes(record["specialties"]),
        "settings": _codes(record["practice_settings"]),
        "approval_list": record["approval_list"],
        "released": record["released"],
        "starts": record["starts"],
        "ends": record["ends"],
        "last_day": record["last_day"],
    }


def to_text(facts: Facts) -> str:
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))


def _approval(row: ApprovalRecord) -> list[str]:
    return [
        row["board"]["code"],
        row["basis"],
        _code(row["type"]),
        _code(row["points_kind"]),
        row["from"],
        row["until"],
    ]


def _code(named: Named | None) -> str:
    return named["code"] if named else ""


def _codes(named: list[Named]) -> list[str]:
    return [one["code"] for one in named]
