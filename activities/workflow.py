"""The verbs that change listings. Every edit goes through one of them: lock, version check, event, publish.

The actor is always given; a command gives its name. An account must hold the permission of the verb.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied
from django.db import connection, models, transaction

from activities import history, publishing
from activities.history import Actor, Cause
from activities.models import Activity, Status, Verb, Withdrawal
from activities.publishing import BATCH, Snapshot
from activities.steps import EDIT, NEEDS_SUCCESSOR, PUBLISH_IT, RETURN, SUBMIT, WITHDRAW, Step
from activities.uses import printing

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
    """Add an activity; it gets the next activity ID unless it carries one. Add credits, prices and so on inside.

    Raises Refused when another activity has the ID.
    """
    _require(by, "activities.add_activity")
    _require_reason(reason)
    with transaction.atomic():
        if activity.pk is None:
            activity.pk = publishing.allot_activity_id()
        elif Activity.objects.filter(pk=activity.pk).exists():
            raise Refused(f"Activity {activity.pk} is in the catalog already.")
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
    _require(by, EDIT)
    _require_reason(reason)
    with transaction.atomic():
        yield _locked(versions)
        settle(versions, Cause(by, reason, verb))


def _locked(versions: Mapping[int, int]) -> list[Activity]:
    locked = list(Activity.objects.select_for_update().filter(pk__in=versions).order_by("pk"))
    if missing := sorted(set(versions) - {activity.pk for activity in locked}):
        raise Refused(f"Activity {missing[0]} is not in the catalog.")
    for activity in locked:
        if activity.version != versions[activity.pk]:
            raise StaleVersion(activity, versions[activity.pk])
    return locked


@contextmanager
def renaming(term: models.Model, *, by: Actor, reason: str) -> Iterator[None]:
    """Change a vocabulary term, board, provider or membership inside; every listing that prints it gets an event."""
    _require(by, f"{term._meta.app_label}.change_{term._meta.model_name}")
    _require_reason(reason)
    with transaction.atomic():
        _lock(term)
        yield
        settle(printing(term), Cause(by, reason, Verb.RENAMED), names_changed=True)


def remove(term: models.Model, *, by: Actor, reason: str) -> None:
    """Delete a vocabulary term, board, provider or membership that nothing uses; raises Refused when something does."""
    _require(by, f"{term._meta.app_label}.delete_{term._meta.model_name}")
    _require_reason(reason)
    with transaction.atomic():
        _lock(term)
        if used := len(printing(term)):
            raise Refused(f"“{term}” is used by {used} listing{'s' * (used != 1)}; take it out of them first.")
        try:
            term.delete()
        except models.ProtectedError as problem:
            kinds = sorted({str(row._meta.verbose_name_plural) for row in problem.protected_objects})
            raise Refused(f"“{term}” is used by {' and '.join(kinds)}; change them first.") from problem
        settle([], Cause(by, reason, Verb.RENAMED), names_changed=True)


def _lock(term: models.Model) -> None:
    """Hold the term's row, so that no other transaction begins or ceases to refer to it unseen."""
    list(type(term)._base_manager.select_for_update().filter(pk=term.pk))


def submit(activity: Activity, *, version: int, by: Actor, reason: str) -> None:
    """Send a draft to review."""
    take(SUBMIT, {activity.pk: version}, by=by, reason=reason)


def return_to_draft(activity: Activity, *, version: int, by: Actor, reason: str) -> None:
    """Send a listing in review back to its editors."""
    take(RETURN, {activity.pk: version}, by=by, reason=reason)


def publish(activity: Activity, *, version: int, by: Actor, reason: str) -> None:
    """Make a listing public, or a withdrawn one public again. Accounts need the permission to publish."""
    take(PUBLISH_IT, {activity.pk: version}, by=by, reason=reason)


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
    take(WITHDRAW, {activity.pk: version}, by=by, reason=reason, public_reason=public_reason, successor=successor)


def take(
    step: Step,
    versions: Mapping[int, int],
    *,
    by: Actor,
    reason: str,
    public_reason: Withdrawal | None = None,
    successor: Activity | None = None,
) -> None:
    """Take one step with every activity of `versions`, or with none when one of them refuses.

    A withdrawal needs its public reason, which says whether it also needs a successor: another, public listing.
    """
    _require(by, step.permission)
    if step is WITHDRAW:
        _check_successor(versions, public_reason, successor)
    with editing_many(versions, by=by, reason=reason, verb=step.verb) as locked:
        for activity in locked:
            _check_step(activity, step)
            activity.status, activity.withdrawal_reason = step.to, public_reason or ""
            activity.successor = successor
        Activity.objects.bulk_update(locked, ["status", "withdrawal_reason", "successor"], batch_size=publishing.BATCH)


def _check_step(activity: Activity, step: Step) -> None:
    if not step.open_to(activity):
        now = activity.get_status_display().lower()
        raise Refused(f"Activity {activity.pk} is {now}; it cannot become {step.to.label.lower()}.")


def _check_successor(versions: Mapping[int, int], public_reason: Withdrawal | None, successor: Activity | None) -> None:
    if public_reason is None:
        raise Refused("Choose the reason that readers are given for the withdrawal.")
    if successor is None and public_reason in NEEDS_SUCCESSOR:
        raise Refused("Name the listing that stands in place of this one.")
    if successor is not None and (successor.pk in versions or successor.status != Status.PUBLISHED):
        raise Refused(f"Activity {successor.pk} cannot be the successor: it must be another, published listing.")


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
            batch = history.write(_held(activity_ids[start : start + BATCH]), causes)
            _refuse_hiding(batch)
            changed.extend(snapshot.record["activity_id"] for snapshot in batch)
            yield from batch

    publishing.publish(snapshots(), names_changed=names_changed)
    return len(changed)


def _held(activity_ids: list[int]) -> list[Activity]:
    """The activities as they are once nobody else is changing them or a name they print.

    References are otherwise checked at the commit, too late to wait for somebody who renames a term taken up here.
    """
    some = Activity.objects.filter(pk__in=activity_ids)
    list(some.select_for_update().order_by("pk").values_list("pk"))
    if connection.features.has_select_for_update:
        connection.check_constraints()
    return list(some.for_record())


def _refuse_hiding(changed: list[Snapshot]) -> None:
    hidden = [snapshot.record["activity_id"] for snapshot in changed if snapshot.record["status"] in _HIDDEN]
    if again := publishing.once_public(hidden):
        raise Refused(f"Activity {again[0]} was public; it can be withdrawn, but not become a draft again.")


_HIDDEN = (Status.DRAFT, Status.IN_REVIEW)


def _require(by: Actor, permission: str) -> None:
    if not (isinstance(by, str) or by.has_perm(permission)):
        raise PermissionDenied(f"{by} may not do this; it needs the permission {permission}.")


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("Say why the listing is changed: a reason is kept with every change.")
