"""A listing as it was on a day: what its events say that readers saw last on that day, in the catalog's time zone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils import timezone

from activities import records, status
from activities.models import Event, Withdrawal
from activities.printing.detail import Detail, detail_of
from cme_catalog.lib.parameters import Day
from cme_catalog.lib.problems import ParameterForm, refusal


class PastDay(Day):
    """A day up to today."""

    def read(self, text: str) -> date:
        day: date = super().read(text)
        if day > status.today():
            raise refusal(text, "future-day", "Use a day up to today: nobody knows yet what it will say.")
        return day


class AsOfForm(ParameterForm):
    as_of = PastDay(label="The listing on another day", required=False)


class State(NamedTuple):
    """What readers saw from `day` on, until the next state; of a day with several, the last."""

    day: date
    version: int
    withdrawn: bool
    digest: str


@dataclass(frozen=True, slots=True)
class Seen:
    """The answer for a day. `state` is None before the first public state, which is `later` then."""

    day: date
    state: State | None
    earlier: State | None
    later: State | None


def states(rows: Iterable[tuple[int, datetime, bool, str]]) -> list[State]:
    """The states behind public events (version, time, withdrawn, digest) in the order of their versions.

    An event that changed nothing readers saw begins no state; a withdrawn listing shows nothing that could change.
    """
    last_of_day: dict[date, State] = {}
    for version, at, withdrawn, digest in rows:
        day = timezone.localdate(at)
        last_of_day[day] = State(day, version, withdrawn, "" if withdrawn else digest)
    found: list[State] = []
    for state in last_of_day.values():
        if not found or found[-1].digest != state.digest:
            found.append(state)
    return found


def seen(found: list[State], day: date) -> Seen:
    """What readers saw at the end of the day, and the states before and after it."""
    at = sum(state.day <= day for state in found)
    return Seen(
        day=day,
        state=found[at - 1] if at else None,
        earlier=found[at - 2] if at > 1 else None,
        later=found[at] if at < len(found) else None,
    )


def history_of(activity_id: int) -> list[State]:
    """The public states of a listing, the first one first. One query, without the records."""
    events: Any = Event.objects.public_of(activity_id)
    return states(events.values_list("version", "at", "withdrawn", "digest"))


class Past(NamedTuple):
    """A state with its page as it was on the day; of a withdrawn one, the public reason in words."""

    event: Event
    page: Detail
    withdrawn: bool
    reason: str


def past(activity_id: int, seen: Seen) -> Past | None:
    """The state that was seen, read from its event; None when there was none. One query."""
    if seen.state is None:
        return None
    event = Event.objects.get(activity_id=activity_id, version=seen.state.version)
    record = records.parse(event.record)
    reasons: dict[str, Any] = dict(Withdrawal.choices)
    page = detail_of(record, event.version, seen.day)
    return Past(event, page, seen.state.withdrawn, reasons.get(record["withdrawal_reason"], ""))
