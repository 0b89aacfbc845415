"""The history of an activity: its events, each with who, when, why and what, and nothing to edit."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.test import Client
from lxml.html import HtmlElement

from activities import workflow
from activities.admin.history_page import entry
from activities.models import Credit, CreditType, Event, Keyword
from tests.reader import one, page, words
from tests.staff import LIST, activity, at_desk, change_address, edit, editor, opened, reviewer, send

pytestmark = pytest.mark.django_db

HISTORY = f"{LIST}101/history/"


@pytest.fixture
def edith() -> Client:
    return at_desk(editor())


def history(client: Client, **query: str) -> list[HtmlElement]:
    response = client.get(HISTORY, query)
    assert response.status_code == 200
    return page(response).cssselect(".event")


def changes(event: HtmlElement) -> dict[str, tuple[str, str]]:
    """Field to (old, new)."""
    rows = [[words(cell) for cell in row] for row in event.cssselect("tbody tr")]
    return {field: (old, new) for field, old, new in rows}


def test_an_event_prints_who_when_why_and_what() -> None:
    activity(city="Boston")
    with time_machine.travel(datetime(2026, 7, 15, 16, 5, tzinfo=UTC), tick=False):
        edith = at_desk(editor())
        assert edit(edith, title="Asthma in children", city="", reason="Mail of June 3").status_code == 302
        newest, created = history(edith)
    assert "Version 2: Changed" in words(newest)
    assert words(one(newest, "time")) == "July 15, 2026, 12:05 PM EDT"
    assert words(one(newest, ".actor")) == "edith"
    assert words(one(newest, ".reason")) == "Mail of June 3"
    assert changes(newest) == {"title": ("Asthma in adults", "Asthma in children"), "city": ("Boston", "—")}
    assert "Version 1: Created" in words(created)


def test_an_event_prints_its_digest_and_the_one_before(edith: Client) -> None:
    activity()
    edit(edith, title="New")
    first, second = Event.objects.order_by("version")
    newest, created = history(edith)
    assert [words(code) for code in newest.cssselect("code")] == [second.digest, first.digest]
    assert [words(code) for code in created.cssselect("code")] == [first.digest]


def test_rows_and_terms_are_printed_by_name_and_only_where_they_differ(edith: Client) -> None:
    row = activity()
    kept, gone, new = (Keyword.objects.create(code=code, name=code.title()) for code in ("kept", "gone", "new"))
    CreditType.objects.create(code="ama-pra-1", name="AMA PRA Category 1 Credit")
    with workflow.editing(row, version=1, by="test", reason="Before"):
        row.keywords.set([kept, gone])
    with workflow.editing(row, version=2, by="test", reason="After"):
        row.keywords.set([kept, new])
        Credit.objects.create(activity=row, credit_type_id="ama-pra-1", amount="1.50")
    printed = changes(history(edith)[0])
    assert printed["keywords"] == ("Gone (gone)", "New (new)")
    assert printed["credits"] == ("—", "type: AMA PRA Category 1 Credit (ama-pra-1); amount: 1.5")


def test_lists_that_only_changed_their_order_are_printed_whole() -> None:
    event = Event(changes='{"objectives":[["One","Two"],["Two","One"]]}')
    assert entry(event).changes[0][1:] == (["One", "Two"], ["Two", "One"])


def test_steps_and_renames_stand_in_the_history(edith: Client) -> None:
    row = activity()
    row.keywords.add(term := Keyword.objects.create(code="gout", name="Gout"))
    workflow.submit(row, version=1, by="test", reason="Ready")
    with workflow.renaming(term, by="test", reason="Its new name"):
        Keyword.objects.update(name="Gouty arthritis")
    newest, submitted, _ = history(edith)
    assert "Changed with a name it prints" in words(newest)
    assert "Its new name" in words(newest)
    assert "Sent to review" in words(submitted)


def test_a_long_history_is_paged(edith: Client) -> None:
    row = activity()
    for number in range(24):
        with workflow.editing(row, version=row.version + number, by="test", reason="Again") as locked:
            locked.title = f"Title {number}"
            locked.save(update_fields=["title"])
    assert (len(history(edith)), len(history(edith, p="2")), len(history(edith, p="x"))) == (20, 5, 20)
    assert "Page 1 of 2" in page(edith.get(HISTORY)).text_content()


def test_a_name_stays_in_the_history_when_the_account_is_gone(edith: Client) -> None:
    activity()
    other = editor("emil")
    edit(at_desk(other), title="New")
    other.delete()
    assert words(one(history(edith)[0], ".actor")) == "emil"


def test_the_history_offers_nothing_to_edit(edith: Client) -> None:
    activity()
    document = page(edith.get(HISTORY))
    assert not document.cssselect("#content form")
    assert edith.post(HISTORY, {"reason": "forged"}).status_code in (200, 405)
    assert Event.objects.count() == 1
    assert edith.get("/admin/activities/event/").status_code == 404


@pytest.mark.parametrize("number", ["999", "0", "x", "9" * 40, "%F0%9F%98%80"])
def test_an_unknown_activity_has_no_history(edith: Client, number: str) -> None:
    assert edith.get(f"{LIST}{number}/history/").status_code == 404


def test_edits_of_activities_are_events_and_not_log_entries(edith: Client) -> None:
    activity()
    edit(edith, title="New")
    assert (LogEntry.objects.count(), Event.objects.count()) == (0, 2)


def test_bulk_steps_leave_an_event_for_each_activity() -> None:
    rita = at_desk(reviewer())
    for number in (101, 102, 103):
        activity(number)
    chosen = {"action": "publish", "_selected_action": ["101", "102"]}
    form = page(rita.post(LIST, chosen))
    answer = send(rita, LIST, form.cssselect("#content form")[0], reason="Checked both")
    assert answer.status_code == 302
    found = Event.objects.filter(reason="Checked both", verb="published", actor_name="rita")
    assert sorted(found.values_list("activity_id", flat=True)) == [101, 102]


def edited_term(client: Client, address: str, **answers: Any) -> None:
    response = send(client, address, opened(client, address), reason="Renamed in January", **answers)
    assert response.status_code == 302, page(response).text_content()


def test_a_terms_history_prints_the_reason_and_the_change_from_old_to_new(edith: Client) -> None:
    Keyword.objects.create(code="gout", name="Gout")
    address = "/admin/activities/keyword/gout/change/"
    edited_term(edith, address, name="Gouty arthritis")
    printed = page(edith.get("/admin/activities/keyword/gout/history/")).text_content()
    assert "Reason: Renamed in January. Name: “Gout” → “Gouty arthritis”." in printed
    assert "edith" in printed


def test_a_term_removed_in_the_admin_is_logged() -> None:
    rita = at_desk(reviewer())
    Keyword.objects.create(code="gout", name="Gout")
    address = "/admin/activities/keyword/gout/delete/"
    edited_term(rita, address)
    logged = LogEntry.objects.get()
    assert (logged.object_id, logged.object_repr, logged.change_message) == (
        "gout",
        "Gout",
        "Reason: Renamed in January.",
    )


def test_a_step_of_one_activity_returns_to_its_form() -> None:
    rita = at_desk(reviewer())
    activity()
    address = page(rita.get(change_address())).cssselect(".object-tools a")[1].get("href")
    response = send(rita, address, opened(rita, address), reason="Checked")
    assert response.headers["Location"] == change_address()
