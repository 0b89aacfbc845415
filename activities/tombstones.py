"""What the catalog keeps public of a withdrawn listing: why, and what replaces it; none of its content."""

import json
from typing import TypedDict, cast

from activities.records import Record


class Tombstone(TypedDict):
    """`withdrawal_reason` is a code; `successor` an activity ID, whose listing need not be public."""

    activity_id: int
    withdrawal_reason: str
    successor: int | None


def of(record: Record) -> Tombstone:
    """The tombstone of a withdrawn listing."""
    return {
        "activity_id": record["activity_id"],
        "withdrawal_reason": record["withdrawal_reason"],
        "successor": record["successor"],
    }


def parse(text: str) -> Tombstone:
    """The tombstone behind its canonical JSON text."""
    return cast(Tombstone, json.loads(text))
