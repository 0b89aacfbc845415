"""The verbs that change listings: each leaves an event that can prove later what the listing said, and why."""

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied

from activities import records, workflow
from activities.models import (
    Activity,
    BoardApproval,
    CatalogVersion,
    Event,
    Keyword,
    Listing,
    Membership,
    Price,
    Status,
    Verb,
    Withdrawal,
)
from activities.steps import STEPS
from activities.workflow import Refused, StaleVersion
from providers.models import Board, Provider
from tests.staff import activity, editor, provider, reviewer

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 7, 15, 16, 0, tzinfo=UTC)
WHY = "The provider says so."


def last_event(number: int = 101) -> Event:
    return Event.objects.filter(activity=number).latest("version")


def state(number: int = 101) -> Activity:
    return Activity.objects.get(pk=number)


def version(number: int = 101) -> int:
    return state(number).version


def in_status(status: Status, number: int = 101) -> Activity:
    """An activity brought to a status by the verbs."""
    row = activity(number)
    if status == Status.IN_REVIEW:
        workflow.submit(row, version=1, by="test", reason=WHY)
    if status in (Status.PUBLISHED, Status.WITHDRAWN):
        workflow.publish(row, version=1, by="test", reason=WHY)
    if status == Status.WITHDRAWN:
        workflow.withdraw(row, version=2, by="test", reason=WHY, public_reason=Withdrawal.ENDED)
    return state(number)


def take(name: str, row: Activity, by: Any = "test", reason: str = WHY) -> None:
    ending = {"public_reason": Withdrawal.ENDED} if name == "withdraw" else {}
    verb = getattr(workflow, name.replace("-", "_"))
    verb(row, version=row.version, by=by, reason=reason, **ending)


def retitle(row: Activity, title: str = "New", by: Any = "test", reason: str = WHY) -> None:
    with workflow.editing(row, version=row.version, by=by, reason=reason) as locked:
        locked.title = title
        locked.save(update_fields=["title"])


BEGINNINGS = {"submit": Status.DRAFT, "return-to-draft": Status.IN_REVIEW, "publish": Status.DRAFT}
STEP_CHANGES = {
    "submit": (Verb.SUBMITTED, {"status": ["draft", "in-review"]}),
    "return-to-draft": (Verb.RETURNED, {"status": ["in-review", "draft"]}),
    "publish": (Verb.PUBLISHED, {"status": ["draft", "published"]}),
    "withdraw": (
        Verb.WITHDRAWN,
        {"status": ["published", "withdrawn"], "withdrawal_reason": ["", "ended"]},
    ),
}


@pytest.mark.parametrize("name", list(STEPS))
def test_each_step_writes_who_when_why_and_what(name: str) -> None:
    row, rita = in_status(BEGINNINGS.get(name, Status.PUBLISHED)), reviewer()
    before = last_event()
    with time_machine.travel(NOON, tick=False):
        take(name, row, by=rita)
    event, (verb, changes) = last_event(), STEP_CHANGES[name]
    assert (event.actor, event.actor_name, event.at, event.reason) == (rita, "rita", NOON, WHY)
    assert (event.verb, json.loads(event.changes)) == (verb, changes)
    assert (event.version, event.previous_digest) == (before.version + 1, before.digest)


def test_creating_writes_every_field_that_says_something() -> None:
    edith = editor()
    with time_machine.travel(NOON, tick=False):
        row = Activity(title="Gout", provider=provider(), internal_note="Ask again in June")
        with workflow.creating(row, by=edith, reason=WHY):
            row.keywords.add(Keyword.objects.create(code="gout", name="Gout"))
    event = last_event(1_000_000)
    assert (event.actor_name, event.at, event.reason, event.verb) == ("edith", NOON, WHY, Verb.CREATED)
    assert (event.version, event.previous_digest) == (1, "")
    changes = json.loads(event.changes)
    assert changes["title"] == [None, "Gout"]
    assert changes["keywords"] == [None, [{"code": "gout", "name": "Gout"}]]
    assert changes["internal_note"] == [None, "Ask again in June"]
    assert "venue" not in changes


def test_editing_writes_the_changed_fields_from_old_to_new() -> None:
    row = activity()
    retitle(row, "Asthma in children", by=editor())
    event = last_event()
    assert json.loads(event.changes) == {"title": ["Asthma in adults", "Asthma in children"]}
    assert (event.actor_name, event.verb, event.version) == ("edith", Verb.CHANGED, 2)


def test_an_event_holds_the_whole_record_and_its_digest() -> None:
    row = activity()
    retitle(row)
    event = last_event()
    rebuilt = records.canonical(records.build(Activity.objects.for_record().get(pk=101)))
    assert event.record == rebuilt
    assert event.digest == hashlib.sha256(event.record.encode()).hexdigest()


def test_staff_fields_are_kept_apart_from_the_public_record() -> None:
    row = activity(internal_note="secret")
    assert "secret" not in last_event().record
    with workflow.editing(row, version=1, by="test", reason=WHY) as locked:
        locked.internal_note = "more secret"
        locked.save(update_fields=["internal_note"])
    assert json.loads(last_event().changes) == {"internal_note": ["secret", "more secret"]}


def test_the_listing_says_what_the_last_event_says() -> None:
    retitle(in_status(Status.PUBLISHED), "Asthma in children")
    listing, event = Listing.objects.get(activity=101), last_event()
    assert (listing.record, listing.digest, listing.version) == (event.record, event.digest, event.version)


def test_an_unchanged_save_leaves_no_trace() -> None:
    in_status(Status.PUBLISHED)
    before = list(Event.objects.values()), list(CatalogVersion.objects.values()), version()
    retitle(state(), "Asthma in adults")
    assert (list(Event.objects.values()), list(CatalogVersion.objects.values()), version()) == before


@pytest.mark.parametrize("name", list(STEPS))
@pytest.mark.parametrize("status", list(Status))
def test_a_step_begins_only_where_it_may(name: str, status: Status) -> None:
    row, step = in_status(status), STEPS[name]
    if step.open_to(row):
        take(name, row)
        assert state().status == step.to
    else:
        with pytest.raises(Refused, match=f"is {status.label.lower()}; it cannot become {step.to.label.lower()}"):
            take(name, row)
        assert (state().status, version()) == (status, row.version)


def test_the_steps_are_these() -> None:
    ways = {(name, origin) for name, step in STEPS.items() for origin in step.origins}
    assert ways == {
        ("submit", "draft"),
        ("return-to-draft", "in-review"),
        ("publish", "draft"),
        ("publish", "in-review"),
        ("publish", "withdrawn"),
        ("withdraw", "published"),
    }


ACTS: dict[str, Callable[[Activity, Any, str], None]] = {
    "edit": lambda row, by, reason: retitle(row, by=by, reason=reason),
    "submit": lambda row, by, reason: take("submit", row, by, reason),
    "publish": lambda row, by, reason: take("publish", row, by, reason),
}


@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
@pytest.mark.parametrize("act", list(ACTS))
def test_nothing_is_done_without_a_reason(act: str, reason: str) -> None:
    row = activity()
    with pytest.raises(Refused, match="Say why"):
        ACTS[act](row, "test", reason)
    assert (state().title, state().status, version()) == ("Asthma in adults", "draft", 1)


def test_nothing_is_created_renamed_or_removed_without_a_reason() -> None:
    term = Keyword.objects.create(code="gout", name="Gout")
    with pytest.raises(Refused), workflow.creating(Activity(title="x", provider=provider()), by="test", reason=" "):
        pass
    with pytest.raises(Refused), workflow.renaming(term, by="test", reason=" "):
        pass
    with pytest.raises(Refused):
        workflow.remove(term, by="test", reason=" ")
    assert (Activity.objects.count(), Keyword.objects.count()) == (0, 1)


@pytest.mark.parametrize("act", list(ACTS))
def test_a_stale_version_is_refused(act: str) -> None:
    row = activity()
    retitle(state(), "Theirs")
    with pytest.raises(StaleVersion, match="you read version 1, it is now at version 2"):
        ACTS[act](row, "test", WHY)
    assert (state().title, state().status, version()) == ("Theirs", "draft", 2)


def test_an_editor_may_not_publish_or_withdraw() -> None:
    edith, draft, public = editor(), activity(), in_status(Status.PUBLISHED, 102)
    with pytest.raises(PermissionDenied):
        take("publish", draft, by=edith)
    with pytest.raises(PermissionDenied):
        take("withdraw", public, by=edith)
    assert (state().status, state(102).status) == ("draft", "published")


@pytest.mark.parametrize("act", list(ACTS))
def test_an_account_without_the_permission_does_nothing(act: str) -> None:
    row = activity()
    closed = reviewer()
    closed.is_active = False
    for who in (User.objects.create_user("rhea", is_staff=True), closed, AnonymousUser()):
        with pytest.raises(PermissionDenied):
            ACTS[act](row, who, WHY)
    assert version() == 1


def test_a_failure_inside_leaves_nothing_behind() -> None:
    row = activity()
    with suppress(RuntimeError), workflow.editing(row, version=1, by="test", reason=WHY) as locked:
        locked.title = "Half"
        locked.save(update_fields=["title"])
        raise RuntimeError
    assert (state().title, version(), Event.objects.count()) == ("Asthma in adults", 1, 1)


def test_an_activity_id_is_never_given_twice() -> None:
    activity(13645)
    with (
        pytest.raises(Refused, match="13645 is in the catalog already"),
        workflow.creating(Activity(pk=13645, title="x", provider=provider()), by="test", reason=WHY),
    ):
        pass
    first, second = (Activity(title=title, provider=provider()) for title in ("One", "Two"))
    for row in (first, second):
        with workflow.creating(row, by="test", reason=WHY):
            pass
    assert (first.pk, second.pk) == (1_000_000, 1_000_001)


def test_an_unknown_activity_is_refused() -> None:
    with (
        pytest.raises(Refused, match="Activity 7 is not in the catalog"),
        workflow.editing_many({7: 1}, by="test", reason=WHY),
    ):
        pass


def test_many_change_under_one_catalog_version_or_not_at_all() -> None:
    for number in (1, 2, 3):
        activity(number)
    workflow.take(STEPS["publish"], {1: 1, 2: 1}, by="test", reason=WHY)
    assert [one.status for one in Activity.objects.order_by("pk")] == ["published", "published", "draft"]
    assert CatalogVersion.objects.get().v == 1
    with pytest.raises(Refused):
        workflow.take(STEPS["submit"], {3: 1, 1: 2}, by="test", reason=WHY)
    assert state(3).status == "draft"


def test_what_was_public_never_becomes_a_draft() -> None:
    row = in_status(Status.PUBLISHED)
    with pytest.raises(Refused, match="was public"), workflow.editing(row, version=2, by="test", reason=WHY):
        Activity.objects.filter(pk=101).update(status=Status.DRAFT)
    assert state().status == "published"


@pytest.mark.parametrize("public_reason", [Withdrawal.REPLACED, Withdrawal.DUPLICATE])
def test_some_reasons_of_a_withdrawal_need_a_published_successor(public_reason: Withdrawal) -> None:
    row, other, draft = in_status(Status.PUBLISHED), in_status(Status.PUBLISHED, 102), activity(103)
    for successor in (None, row, draft):
        with pytest.raises(Refused):
            workflow.withdraw(row, version=2, by="test", reason=WHY, public_reason=public_reason, successor=successor)
    workflow.withdraw(row, version=2, by="test", reason=WHY, public_reason=public_reason, successor=other)
    assert (state().status, state().successor_id) == ("withdrawn", 102)


def test_publishing_again_clears_the_withdrawal() -> None:
    row, other = in_status(Status.PUBLISHED), in_status(Status.PUBLISHED, 102)
    workflow.withdraw(row, version=2, by="test", reason=WHY, public_reason=Withdrawal.REPLACED, successor=other)
    workflow.publish(row, version=3, by="test", reason=WHY)
    assert (state().status, state().withdrawal_reason, state().successor_id) == ("published", "", None)
    assert not Listing.objects.get(activity=101).withdrawn


def test_a_withdrawal_needs_a_public_reason() -> None:
    in_status(Status.PUBLISHED)
    with pytest.raises(Refused, match="reason that readers are given"):
        workflow.take(STEPS["withdraw"], {101: 2}, by="test", reason=WHY)


def rename(term: Any, **values: str) -> None:
    with workflow.renaming(term, by=editor(), reason="New name from January"):
        type(term)._default_manager.filter(pk=term.pk).update(**values)


def test_a_renamed_board_shows_on_every_listing_that_prints_it() -> None:
    board = Board.objects.create(code="eb", abbreviation="EB", name="Example Board", label="Old field")
    for number in (1, 2, 3):
        row = activity(number)
        if number != 3:
            with workflow.editing(row, version=1, by="test", reason=WHY):
                BoardApproval.objects.create(activity=row, board=board, basis="registered")
        workflow.publish(row, version=version(number), by="test", reason=WHY)
    rename(board, label="New field")
    for number in (1, 2):
        event = last_event(number)
        assert (event.verb, event.actor_name, event.reason) == (Verb.RENAMED, "edith", "New name from January")
        assert "New field" in Listing.objects.get(activity=number).record
        assert list(json.loads(event.changes)) == ["approvals"]
    assert last_event(3).verb == Verb.PUBLISHED


@pytest.mark.parametrize("way", ["provider", "accredited_provider", "joint_providers", "the provider's own"])
def test_a_renamed_provider_shows_wherever_a_listing_prints_it(way: str) -> None:
    named = provider("example-college", "Example College")
    row = activity(published=True)
    with workflow.editing(row, version=2, by="test", reason=WHY):
        if way == "joint_providers":
            row.joint_providers.add(named)
        elif way == "the provider's own":
            Provider.objects.filter(pk="example-society").update(accredited_provider=named)
        else:
            Activity.objects.filter(pk=101).update(**{way: named})
    rename(named, name="Example University")
    assert "Example University" in Listing.objects.get(activity=101).record
    assert last_event().verb == Verb.RENAMED


def test_a_renamed_membership_shows_beside_its_price() -> None:
    members = Membership.objects.create(code="example-members", name="Example members")
    row = activity(published=True)
    with workflow.editing(row, version=2, by="test", reason=WHY):
        Price.objects.create(activity=row, membership=members, amount="0")
    rename(members, name="Example fellows")
    assert "Example fellows" in Listing.objects.get(activity=101).record


def test_a_term_in_use_is_not_removed() -> None:
    used, unused = (Keyword.objects.create(code=code, name=code.title()) for code in ("used", "unused"))
    activity().keywords.add(used)
    with pytest.raises(Refused, match="“Used” is used by 1 listing; take it out"):
        workflow.remove(used, by="test", reason=WHY)
    workflow.remove(unused, by="test", reason=WHY)
    assert list(Keyword.objects.values_list("pk", flat=True)) == ["used"]


def test_an_accredited_provider_with_imprints_is_not_removed() -> None:
    college = provider("example-college", "Example College")
    Provider.objects.create(slug="example-press", name="Example Press", accredited_provider=college)
    with pytest.raises(Refused, match="used by providers"):
        workflow.remove(college, by="test", reason=WHY)
