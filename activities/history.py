"""Events are written here and nowhere else: one for each listing whose record or private fields changed."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from django.contrib.auth.models import User
from django.db.models import F
from django.utils import timezone

from activities import records
from activities.models import Activity, Event, Verb
from activities.publishing import BATCH, Snapshot

Actor: TypeAlias = User | str
"""Who changes something: an account, or the name of a command."""


class Cause(NamedTuple):
    """Who, why and by which verb; one cause may change many listings."""

    by: Actor
    reason: str
    verb: Verb


def last_events(activity_ids: Iterable[int]) -> dict[int, Event]:
    """The newest event of each activity that has one: what the listing said before the change at hand."""
    newest = Event.objects.filter(activity_id__in=list(activity_ids), version=F("activity__version"))
    return {event.activity_id: event for event in newest}


def write(activities: list[Activity], causes: Mapping[int, Cause]) -> list[Snapshot]:
    """Write an event for each activity that differs from its last event, and count its version on.

    Activities come from `for_record()`; causes are given by activity ID. Returns the snapshots of the changed ones;
    unchanged ones leave no trace.
    """
    before = last_events([activity.pk for activity in activities])
    at = timezone.now()
    events, snapshots = [], []
    for activity in activities:
        snapshot = Snapshot.take(activity.version + 1, records.build(activity))
        event = _event(activity, snapshot, before.get(activity.pk), causes[activity.pk], at)
        if event is not None:
            activity.version = snapshot.version
            events.append(event)
            snapshots.append(snapshot)
    Event.objects.bulk_create(events, batch_size=BATCH)
    Activity.objects.bulk_update([event.activity for event in events], ["version"], batch_size=BATCH)
    return snapshots


def _event(activity: Activity, snapshot: Snapshot, last: Event | None, cause: Cause, at: datetime) -> Event | None:
    private = records.canonical(records.private(activity))
    if last is not None and (last.digest, last.private) == (snapshot.digest, private):
        return None
    return Event(
        activity=activity,
        version=snapshot.version,
        at=at,
        verb=cause.verb,
        actor=cause.by if isinstance(cause.by, User) else None,
        actor_name=str(cause.by),
        reason=cause.reason,
        changes=_text(changes(last, {**snapshot.record, **json.loads(private)})),
        record=snapshot.text,
        private=private,
        digest=snapshot.digest,
        previous_digest=last.digest if last else "",
    )


def changes(last: Event | None, new: dict[str, Any]) -> dict[str, list[Any]]:
    """Each changed field with its old and new value; against no event, every field that says something."""
    old = {**json.loads(last.record), **json.loads(last.private)} if last else {}
    empty: tuple[Any, ...] = (None, "", [])
    return {
        field: [old.get(field), value]
        for field, value in new.items()
        if old.get(field) != value and (last is not None or value not in empty)
    }


def _text(value: dict[str, list[Any]]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
