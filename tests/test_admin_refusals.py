"""What the staff pages refuse says why, and leaves everything as it was."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client

from activities.admin import step_page
from activities.admin.step_page import address
from activities.models import Activity, Event
from tests.reader import page
from tests.staff import (
    LIST,
    PASSWORD,
    activity,
    at_desk,
    change_address,
    edit,
    editor,
    errors,
    messages,
    opened,
    post,
    reviewer,
    send,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def rita() -> Client:
    return at_desk(reviewer())


def test_a_row_put_back_to_draft_behind_the_catalogs_back_is_not_saved(rita: Client) -> None:
    activity(published=True)
    Activity.objects.update(status="draft")
    response = edit(rita, title="New")
    assert response.headers["Location"] == change_address()
    assert "Activity 101 was public; it can be withdrawn" in messages(rita, change_address())
    assert Activity.objects.get(pk=101).title == "Asthma in adults"


@pytest.mark.parametrize("query", ["", "?id=999", "?id=x", f"?id={'9' * 40}", "?id=-1"])
def test_a_step_for_no_activity_is_not_found(rita: Client, query: str) -> None:
    assert rita.get(address("publish") + query).status_code == 404


def test_too_many_activities_for_one_step_are_refused(rita: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(step_page, "MOST", 2)
    for number in (1, 2, 3):
        activity(number)
    response = rita.post(LIST, {"action": "publish", "_selected_action": ["1", "2", "3"]}, follow=True)
    assert "Choose at most 2 activities at a time." in page(response).text_content()


def test_a_stale_step_is_refused_and_may_be_repeated(rita: Client) -> None:
    activity()
    form = opened(rita, f"{address('publish')}?id=101")
    edit(at_desk(editor()), title="New")
    response = send(rita, address("publish"), form, reason="Checked")
    assert response.status_code == 409
    assert "you read version 1, it is now at version 2" in errors(response)
    again = page(response).cssselect("#content form")[0]
    assert again.fields["reason"] == "Checked"
    assert send(rita, address("publish"), again).status_code == 302
    assert Activity.objects.get(pk=101).status == "published"


def test_a_step_that_does_not_fit_the_status_is_refused_for_all(rita: Client) -> None:
    activity(1)
    activity(2, published=True)
    form = page(rita.post(LIST, {"action": "submit", "_selected_action": ["1", "2"]})).cssselect("#content form")[0]
    response = send(rita, LIST, form, reason="Ready")
    assert "Activity 2 is published; it cannot become in review." in errors(response)
    assert list(Activity.objects.order_by("pk").values_list("status", flat=True)) == ["draft", "published"]


def test_withdrawing_many_leads_back_to_the_filtered_list(rita: Client) -> None:
    for number in (1, 2):
        activity(number, published=True)
    chosen = {"action": "withdraw", "_selected_action": ["1", "2"]}
    form = page(rita.post(f"{LIST}?status__exact=published", chosen)).cssselect("#content form")[0]
    response = send(rita, LIST, form, reason="Mail of June 3", public_reason="provider-request")
    assert response.headers["Location"] == f"{LIST}?status__exact=published"
    assert messages(rita) == "2 activities are now withdrawn."
    assert Event.objects.filter(verb="withdrawn", reason="Mail of June 3").count() == 2


def test_staff_without_a_role_see_no_history() -> None:
    activity()
    client = at_desk(User.objects.create_user("sam", is_staff=True))
    assert client.get(f"{LIST}101/history/").status_code == 403


def test_an_administrator_makes_an_account_and_it_is_logged() -> None:
    ada = at_desk(User.objects.create_superuser("ada"))
    add = "/admin/auth/user/add/"
    typed = {"username": "ann", "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    assert post(ada, add, {**dict(opened(ada, add).form_values()), **typed}).status_code == 302
    assert User.objects.get(username="ann").check_password(PASSWORD)
    assert LogEntry.objects.get().change_message == "Created."
