"""Makes everything derived anew where it is missing, differs or should not be there."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.db import transaction

from activities import publishing, records, staleness, workflow
from activities.history import Cause
from activities.models import Activity, Status, Verb
from activities.publishing import BATCH, Snapshot
from activities.staleness import Reason, Stale

CAUSE = Cause("publish_catalog", "rebuilt from the rows of the activity", Verb.REBUILT)

KEPT_VERSIONS = 1_000
"""Of the log of changes, when a rebuild trims it: a process that is further behind reads everything anew."""

Advance = Callable[[int], None]
"""Told how many more activities are done."""


@dataclass(slots=True)
class Rebuilt:
    """What a rebuild found, by reason, and what it did. Events are written for rows that changed without one."""

    found: Counter[Reason] = field(default_factory=Counter)
    events: int = 0
    written: int = 0
    taken_down: int = 0


def stale(activity_ids: list[int], advance: Advance, *, look_twice: bool) -> Iterator[Stale]:
    """What is stale about the listings of the activities.

    Nothing is locked, and somebody may just be editing a listing that seems stale: `look_twice` leaves out what is
    current at the second look.
    """
    for start in range(0, len(activity_ids), BATCH):
        some = activity_ids[start : start + BATCH]
        problems = list(staleness.of_activities(some))
        if problems and look_twice:
            problems = list(staleness.of_activities([problem.activity_id for problem in problems]))
        yield from problems
        advance(len(some))


def rebuild(problems: Iterable[Stale]) -> Rebuilt:
    """Put right what is stale, in one transaction; current listings are not touched."""
    done = Rebuilt()
    ids: dict[Reason, set[int]] = defaultdict(set)
    for problem in problems:
        done.found[problem.reason] += 1
        ids[problem.reason].add(problem.activity_id)
    with transaction.atomic():
        _put_right(ids, done)
    return done


def _put_right(ids: dict[Reason, set[int]], done: Rebuilt) -> None:
    done.taken_down = publishing.take_down(_hidden(ids[Reason.NOT_PUBLIC]))
    done.events = workflow.settle(ids[Reason.NOT_RECORDED], CAUSE)
    derived = ids[Reason.MISSING] | ids[Reason.RECORD] | ids[Reason.FACTS]
    done.written = _publish(sorted(derived - ids[Reason.NOT_RECORDED]))
    publishing.forget_changes(keep=0 if ids[Reason.MISSING] else KEPT_VERSIONS)


def _hidden(activity_ids: set[int]) -> list[int]:
    """Those that are hidden indeed, held so that nobody publishes them meanwhile."""
    locked = Activity.objects.select_for_update().filter(pk__in=activity_ids).order_by("pk")
    return [activity.pk for activity in locked if activity.status not in (Status.PUBLISHED, Status.WITHDRAWN)]


def _publish(activity_ids: list[int]) -> int:
    size = workflow.MOST_AT_ONCE
    chunks = (activity_ids[start : start + size] for start in range(0, len(activity_ids), size))
    return sum(publishing.publish(_snapshots(chunk)) for chunk in chunks)


def _snapshots(activity_ids: list[int]) -> Iterator[Snapshot]:
    for start in range(0, len(activity_ids), BATCH):
        some = activity_ids[start : start + BATCH]
        locked = Activity.objects.select_for_update(of=("self",)).for_record().filter(pk__in=some)
        for activity in locked:
            yield Snapshot.take(activity.version, records.build(activity))
