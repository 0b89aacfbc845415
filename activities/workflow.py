"""The verbs that change listings. Every edit goes through one of them: lock, version check, event, publish.

The actor is always given; a command gives its name. An account must hold the permission of the verb.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Q

from activities import history, publishing
from activities.history import Actor, Cause
from activities.models import Activity, Status, Verb, Withdrawal
from activities.publishing import BATCH, Snapshot

MOST_AT_ONCE = 10_000
"""Listings written under one catalog version; it bounds the memory of a large change."""


class Refused(Exception):
    """The change is not allowed; the message says why and what to do."""


class StaleVersion(Refused):
    """Somebody else changed the listing since it was read."""

    def __init__(self, current: Activity, version: int) -> None:
        self.current, self.version = current, version
        super().__init__(
            f"Activity {current.pk} was changed by somebody else: you read version {version},"
            f" it is now at version {current.version}. Nothing was saved."
        )


@contextmanager
def creating(activity: Activity, *, by: Actor, reason: str) -> Iterator[Activity]:
    """Add an activity; it gets the next activity ID unless it carries one. Add credits, prices and so on inside."""
    _require(by, "activities.add_activity")
    _require_reason(reason)
    with transaction.atomic():
        if activity.pk is None:
            activity.pk = publishing.allot_activity_id()
        activity.save(force_insert=True)
        yield activity
        settle([activity.pk], Cause(by, reason, Verb.CREATED))


@contextmanager
def editing(
    activity: Activity, *, version: int, by: Actor, reason: str, verb: Verb = Verb.CHANGED
) -> Iterator[Activity]:
    """Change one activity and its rows inside; then one event is written and the listing published.

    Yields the locked row. Raises StaleVersion when `version` is not the current one, Refused without a reason.
    """
    with editing_many({activity.pk: version}, by=by, reason=reason, verb=verb) as (locked,):
        yield locked


@contextmanager
def editing_many(
    versions: Mapping[int, int], *, by: Actor, reason: str, verb: Verb = Verb.CHANGED
) -> Iterator[list[Activity]]:
    """Change several activities under one catalog version. `versions` maps activity IDs to the versions read."""
    _require(by, "activities.change_activity")
    _require_reason(reason)
    with transaction.atomic():
        locked = list(Activity.objects.select_for_update().filter(pk__in=versions).order_by("pk"))
        for activity in locked:
            if activity.version != versions[activity.pk]:
                raise StaleVersion(activity, versions[activity.pk])
        yield locked
        settle(versions, Cause(by, reason, verb))


@contextmanager
def renaming(term: models.Model, *, by: Actor, reason: str) -> Iterator[None]:
    """Change a vocabulary term, board, provider or membership inside; every listing that prints it gets an event."""
    _require(by, f"{term._meta.app_label}.change_{term._meta.model_name}")
    _require_reason(reason)
    with transaction.atomic():
        yield
        settle(printing(term), Cause(by, reason, Verb.RENAMED), names_changed=True)


def submit(activity: Activity, *, version: int, by: Actor, reason: str) -> None:
    """Send a draft to review."""
    _move(activity, Status.IN_REVIEW, Verb.SUBMITTED, version=version, by=by, reason=reason)


def return_to_draft(activity: Activity, *, version: int, by: Actor, reason: str) -> None:
    """Send a listing in review back to its editors."""
    _move(activity, Status.DRAFT, Verb.RETURNED, version=version, by=by, reason=reason)


def publish(activity: Activity, *, version: int, by: Actor, reason: str) -> None:
    """Make a listing public, or a withdrawn one public again. Accounts need the permission to publish."""
    _require(by, "activities.publish_activity")
    _move(activity, Status.PUBLISHED, Verb.PUBLISHED, version=version, by=by, reason=reason)


def withdraw(
    activity: Activity,
    *,
    version: int,
    by: Actor,
    reason: str,
    public_reason: Withdrawal,
    successor: Activity | None = None,
) -> None:
    """Take a public listing back: its address answers 410 with the public reason and the successor."""
    _require(by, "activities.publish_activity")
    with editing(activity, version=version, by=by, reason=reason, verb=Verb.WITHDRAWN) as locked:
        _check_step(locked, Status.WITHDRAWN)
        locked.status, locked.withdrawal_reason, locked.successor = Status.WITHDRAWN, public_reason, successor
        locked.save(update_fields=["status", "withdrawal_reason", "successor"])


_STEPS = {
    Status.DRAFT: {Status.IN_REVIEW, Status.PUBLISHED},
    Status.IN_REVIEW: {Status.DRAFT, Status.PUBLISHED},
    Status.PUBLISHED: {Status.WITHDRAWN},
    Status.WITHDRAWN: {Status.PUBLISHED},
}


def _move(activity: Activity, to: Status, verb: Verb, *, version: int, by: Actor, reason: str) -> None:
    with editing(activity, version=version, by=by, reason=reason, verb=verb) as locked:
        _check_step(locked, to)
        locked.status, locked.withdrawal_reason = to, ""
        locked.save(update_fields=["status", "withdrawal_reason"])


def _check_step(activity: Activity, to: Status) -> None:
    if to not in _STEPS[Status(activity.status)]:
        raise Refused(
            f"Activity {activity.pk} is {activity.get_status_display().lower()}; it cannot become {to.label.lower()}."
        )


def settle(activity_ids: Iterable[int], cause: Cause, *, names_changed: bool = False) -> int:
    """Write events for the activities whose rows differ from their last event, publish them, and count them.

    For callers that changed rows inside the present transaction. `names_changed` says that names were changed which
    pages also print outside listings: the catalog's version then goes on even when no listing changes. Raises Refused
    when a listing that was public would become a draft again: what was public can only be withdrawn.
    """
    return settle_each(dict.fromkeys(activity_ids, cause), names_changed=names_changed)


def settle_each(causes: Mapping[int, Cause], *, names_changed: bool = False) -> int:
    """The same for activities that changed for different causes, each given by activity ID."""
    ids = sorted(causes)
    chunks = [ids[start : start + MOST_AT_ONCE] for start in range(0, len(ids), MOST_AT_ONCE)]
    return sum(_settle(chunk, causes, names_changed) for chunk in chunks or [[]])


def _settle(activity_ids: list[int], causes: Mapping[int, Cause], names_changed: bool) -> int:
    """Records are rendered as they are made, so that a large change holds listings in memory and not records too."""
    changed: list[int] = []

    def snapshots() -> Iterator[Snapshot]:
        for start in range(0, len(activity_ids), BATCH):
            some = Activity.objects.for_record().filter(pk__in=activity_ids[start : start + BATCH])
            batch = history.write(list(some), causes)
            _refuse_hiding(batch)
            changed.extend(snapshot.record["activity_id"] for snapshot in batch)
            yield from batch

    publishing.publish(snapshots(), always=names_changed)
    return len(changed)


def _refuse_hiding(changed: list[Snapshot]) -> None:
    hidden = [snapshot.record["activity_id"] for snapshot in changed if snapshot.record["status"] in _HIDDEN]
    if again := publishing.once_public(hidden):
        raise Refused(f"Activity {again[0]} was public; it can be withdrawn, but not become a draft again.")


_HIDDEN = (Status.DRAFT, Status.IN_REVIEW)
_PRINTED_THROUGH = {
    "provider": ["provider", "accredited_provider", "joint_providers", "provider__accredited_provider"],
    "board": ["approvals__board"],
    "approvaltype": ["approvals__approval_type"],
    "pointskind": ["approvals__points_kind"],
    "credittype": ["credits__credit_type"],
    "membership": ["prices__membership"],
    "formattype": ["format"],
    "competency": ["competencies"],
    "keyword": ["keywords"],
    "practicesetting": ["practice_settings"],
    "qualitystrategy": ["quality_strategies"],
    "specialty": ["specialties"],
}
"""The ways from an activity to each term its record prints."""


def printing(term: models.Model) -> set[int]:
    """The activity IDs of all listings whose record prints the term."""
    found: set[int] = set()
    for way in _PRINTED_THROUGH.get(term._meta.model_name or "", []):
        found.update(Activity.objects.filter(Q(**{way: term})).values_list("pk", flat=True))
    return found


def _require(by: Actor, permission: str) -> None:
    if isinstance(by, User) and not by.has_perm(permission):
        raise PermissionDenied(f"{by} may not do this; it needs the permission {permission}.")


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("Say why the listing is changed: a reason is kept with every change.")
