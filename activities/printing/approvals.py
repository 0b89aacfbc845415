"""What boards say of an activity, as a reader may read it on a day: by type, with registrations apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from activities.models import ApprovalList, BoardApproval
from activities.records import ApprovalRecord, Record

REGISTERED = BoardApproval.Basis.REGISTERED.value


class Force(StrEnum):
    """Whether an approval counts on a day. Only one that is in force is an approval to a reader."""

    IN_FORCE = "in-force"
    NOT_YET = "not-yet"
    ENDED = "ended"


def force(row: ApprovalRecord, day: date) -> Force:
    """An approval counts from its first day to its last, both included; an empty end is open."""
    if row["until"] and row["until"] < day.isoformat():
        return Force.ENDED
    return Force.NOT_YET if row["from"] and row["from"] > day.isoformat() else Force.IN_FORCE


@dataclass(frozen=True, slots=True)
class Claim:
    """One row of a table, with what it is worth on the day."""

    row: ApprovalRecord
    force: Force


@dataclass(frozen=True, slots=True)
class Group:
    """The approvals of one type, under the heading the directory prints; those in force first."""

    code: str
    heading: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Approvals:
    """The approvals by type, the registrations, and how much is known beyond them.

    `boards` counts the boards with an approval in force. `known` is "complete" (a board not named does not list the
    activity), "partial" or "not-recorded" (nothing is known of a board not named).
    """

    groups: tuple[Group, ...]
    registrations: tuple[Claim, ...]
    boards: int
    registered_with: int
    known: str

    @property
    def complete(self) -> bool:
        return self.known == ApprovalList.COMPLETE

    @property
    def recorded(self) -> bool:
        """Whether the catalog holds a list at all, if only a part of it."""
        return self.known != ApprovalList.NOT_RECORDED or bool(self.groups)


def of(record: Record, day: date) -> Approvals:
    """The approvals of a record on a day."""
    claims = [Claim(row, force(row, day)) for row in record["approvals"]]
    approved = [claim for claim in claims if claim.row["basis"] != REGISTERED]
    registered = [claim for claim in claims if claim.row["basis"] == REGISTERED]
    return Approvals(
        groups=_groups(approved),
        registrations=_in_order(registered),
        boards=_boards(approved),
        registered_with=_boards(registered),
        known=record["approval_list"],
    )


def _groups(claims: list[Claim]) -> tuple[Group, ...]:
    """By type; the record holds the rows in the order of the types."""
    by_type = groupby(claims, key=lambda claim: claim.row["type"] or {"code": "", "name": ""})
    return tuple(Group(named["code"], named["name"], _in_order(rows)) for named, rows in by_type)


def _in_order(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    return tuple(sorted(claims, key=lambda claim: claim.force is not Force.IN_FORCE))


def _boards(claims: Iterable[Claim]) -> int:
    return len({claim.row["board"]["code"] for claim in claims if claim.force is Force.IN_FORCE})
