"""Two people at the very same moment: one change follows the other, and none is lost or half there."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from activities import records, workflow
from activities.models import Activity, Event, Listing
from providers.models import Provider
from tests.staff import activity, at_desk, change_address, editor, opened, provider, send

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What the acts return, each in a thread of its own, begun together."""
    begin = Barrier(len(acts), timeout=30)

    def run(act: Callable[[], Any]) -> Any:
        try:
            begin.wait()
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as threads:
        return [future.result() for future in [threads.submit(run, act) for act in acts]]


def test_of_two_saves_of_one_version_one_stands_and_one_is_shown_both() -> None:
    activity()
    edith, emil = at_desk(editor("edith")), at_desk(editor("emil"))
    for turn in range(ROUNDS):
        forms = [(client, opened(client, change_address())) for client in (edith, emil)]
        acts = [
            lambda client=client, form=form, title=f"{who} {turn}": send(
                client, change_address(), form, title=title, reason="Race"
            )
            for who, (client, form) in zip(("Edith", "Emil"), forms, strict=True)
        ]
        assert sorted(answer.status_code for answer in at_once(*acts)) == [302, 409]
    assert Activity.objects.get(pk=101).version == ROUNDS + 1


def test_a_rename_and_an_edit_at_once_leave_no_old_name() -> None:
    society = provider()
    activity(published=True, provider=provider("example-college", "Example College"))

    def rename(name: str) -> None:
        with workflow.renaming(society, by="test", reason="New name"):
            Provider.objects.filter(pk=society.pk).update(name=name)

    def take_up(turn: int) -> None:
        row = Activity.objects.get(pk=101)
        with (
            suppress(workflow.StaleVersion),
            workflow.editing(row, version=row.version, by="test", reason="Joint now") as locked,
        ):
            locked.joint_providers.set([society] if turn % 2 == 0 else [])
            Activity.objects.filter(pk=101).update(title=f"Title {turn}")

    for turn in range(ROUNDS):
        at_once(lambda turn=turn: rename(f"Example Society {turn}"), lambda turn=turn: take_up(turn))
        rebuilt = records.canonical(records.build(Activity.objects.for_record().get(pk=101)))
        assert Event.objects.filter(activity=101).latest("version").record == rebuilt
        assert Listing.objects.get(activity=101).record == rebuilt


def test_two_new_activities_at_once_get_two_numbers() -> None:
    provider()

    def create(title: str) -> int:
        row = Activity(title=title, provider_id="example-society")
        with workflow.creating(row, by="test", reason="New"):
            return row.pk

    numbers = at_once(*(lambda title=title: create(title) for title in ("One", "Two", "Three")))
    assert sorted(numbers) == [1_000_000, 1_000_001, 1_000_002]
