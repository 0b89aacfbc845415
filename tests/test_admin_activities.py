"""Staff edit activities in the admin: the list, the form with its rows, saving with a reason, save and next."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

from activities.models import Activity, ApprovalType, BoardApproval, CreditType, Event, Keyword, Membership
from providers.models import Board
from tests.reader import page, words
from tests.staff import LIST, activity, at_desk, change_address, edit, editor, errors, messages, opened, provider, send

pytestmark = pytest.mark.django_db

ADD = f"{LIST}add/"


@pytest.fixture
def edith() -> Client:
    return at_desk(editor())


def ids(client: Client, **query: str) -> list[str]:
    """The activity IDs of the list, in order."""
    return [words(cell) for cell in page(client.get(LIST, query)).cssselect(".field-activity_id")]


def saved(response: HttpResponseBase) -> None:
    assert response.status_code == 302, errors(response)


def last_event(number: int = 101) -> Event:
    return Event.objects.filter(activity=number).latest("version")


def approvals(number: int, count: int) -> None:
    """As many approvals as asked for, each of another board."""
    heading, _ = ApprovalType.objects.get_or_create(code="lifelong-learning", defaults={"name": "Lifelong learning"})
    for index in range(count):
        code = f"b{index:02}"
        names = {"abbreviation": code.upper(), "name": f"Example Board {index}", "label": f"Example field {index}"}
        board, _ = Board.objects.get_or_create(code=code, defaults=names)
        BoardApproval.objects.create(activity_id=number, board=board, approval_type=heading)


def test_a_changed_title_is_saved_with_its_event(edith: Client) -> None:
    activity()
    saved(edit(edith, title="Asthma in children", reason="Title corrected"))
    assert Activity.objects.get(pk=101).title == "Asthma in children"
    event = last_event()
    assert (event.actor_name, event.reason, event.verb, event.version) == ("edith", "Title corrected", "changed", 2)
    assert messages(edith) == "Activity 101 is saved as version 2."


def test_a_save_without_a_reason_changes_nothing_and_keeps_what_was_typed(edith: Client) -> None:
    activity()
    response = edit(edith, title="Asthma in children", reason="  ")
    assert "This field is required." in errors(response)
    assert page(response).cssselect("#id_title")[0].get("value") == "Asthma in children"
    assert Activity.objects.get(pk=101).title == "Asthma in adults"
    assert Event.objects.count() == 1


def test_the_reason_stays_for_the_next_form_of_this_person_alone(edith: Client) -> None:
    activity(101)
    activity(102, "Gout")
    saved(edit(edith, 101, title="New", reason="Mail of the provider, June 3"))
    assert opened(edith, change_address(102)).fields["reason"] == "Mail of the provider, June 3"
    assert opened(edith, ADD).fields["reason"] == "Mail of the provider, June 3"
    assert not opened(at_desk(editor("emil")), change_address(102)).fields["reason"]


def test_saving_without_a_change_leaves_no_event(edith: Client) -> None:
    activity(description="Two\nlines", objectives="One\nTwo")
    saved(edit(edith))
    assert Event.objects.count() == 1
    assert messages(edith) == "Nothing was different; activity 101 stays at version 1."


def test_rows_added_changed_and_deleted_share_one_event(edith: Client) -> None:
    approvals(activity().pk, 2)
    for code in ("ama-pra-1", "aafp"):
        CreditType.objects.create(code=code, name=f"Credit {code}")
    Membership.objects.create(code="example-members", name="Example members")
    with_rows = {
        "credits__TOTAL_FORMS": "1",
        "credits__0__credit_type": "ama-pra-1",
        "credits__0__amount": "1.5",
        "prices__TOTAL_FORMS": "1",
        "prices__0__membership": "example-members",
        "prices__0__kind": "amount",
        "prices__0__amount": "0",
        "approvals__0__points": "2",
        "approvals__1__DELETE": "on",
    }
    saved(edit(edith, title="Asthma in children", **with_rows))
    row = Activity.objects.get(pk=101)
    assert row.version == 2
    assert [str(credit.amount) for credit in row.credits.all()] == ["1.50"]
    assert [(approval.board_id, str(approval.points)) for approval in row.approvals.all()] == [("b00", "2.00")]
    for field in ("title", "credits", "prices", "approvals"):
        assert f'"{field}":[' in last_event().changes


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("credits", {"amount": "1"}),
        ("prices", {"kind": "amount", "amount": "1"}),
        ("approvals", {"board": "b00", "basis": "registered"}),
    ],
)
def test_two_new_rows_about_the_same_are_refused(edith: Client, kind: str, cells: dict[str, str]) -> None:
    approvals(activity().pk, 1)
    BoardApproval.objects.all().delete()
    rows = {f"{kind}__{index}__{name}": value for index in (0, 1) for name, value in cells.items()}
    response = edit(edith, **{f"{kind}__TOTAL_FORMS": "2"}, **rows)
    assert "Two rows are about the same" in errors(response)
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"prices__TOTAL_FORMS": "1", "prices__0__kind": "variable", "prices__0__amount": "5"}, "amount"),
        (
            {"approvals__TOTAL_FORMS": "1", "approvals__0__board": "b00", "approvals__0__basis": "board"},
            "approval type",
        ),
        ({"starts": "2026-02-02", "ends": "2026-02-01"}, "end"),
        ({"released": "2026-02-02", "expires": "2026-02-01"}, "release"),
        ({"doi": "https://doi.org/10.1/x"}, "10.1001"),
    ],
)
def test_a_contradiction_is_explained(edith: Client, cells: dict[str, str], said: str) -> None:
    approvals(activity().pk, 1)
    BoardApproval.objects.all().delete()
    found = errors(edit(edith, **cells))
    assert said in found.lower()
    assert "constraint" not in found.lower()


def test_a_new_activity_is_a_draft_with_the_catalogs_next_number(edith: Client) -> None:
    provider()
    answers = {"title": "Gout", "provider": "example-society", "credits__TOTAL_FORMS": "1", "credits__0__amount": "2"}
    saved(send(edith, ADD, opened(edith, ADD), reason="New from the provider", **answers))
    row = Activity.objects.get(title="Gout")
    assert (row.pk, row.status, row.version, row.credits.count()) == (1_000_000, "draft", 1, 1)
    assert (last_event(row.pk).verb, last_event(row.pk).actor_name) == ("created", "edith")


def test_a_new_activity_may_carry_the_directorys_number(edith: Client) -> None:
    provider()
    form = opened(edith, ADD)
    answers = {"title": "Gout", "provider": "example-society", "reason": "Listed there"}
    saved(send(edith, ADD, form, activity_id="13645", **answers))
    assert "already exists" in errors(send(edith, ADD, form, activity_id="13645", **answers))
    assert "from 1 to 999999" in errors(send(edith, ADD, form, activity_id="1000000", **answers))


def test_the_status_is_not_a_field_of_the_form(edith: Client) -> None:
    activity()
    form = opened(edith, change_address())
    assert "status" not in form.fields
    saved(send(edith, change_address(), form, reason="Sneaky", status="published", title="New"))
    assert Activity.objects.get(pk=101).status == "draft"


def test_the_activity_id_is_read_only_once_given(edith: Client) -> None:
    activity()
    saved(edit(edith, activity_id="999", title="New"))
    assert list(Activity.objects.values_list("pk", "title")) == [(101, "New")]


def test_no_activity_is_deleted(edith: Client) -> None:
    activity()
    for response in (edith.get(f"{LIST}101/delete/"), edith.post(f"{LIST}101/delete/", {"post": "yes"})):
        assert response.status_code == 403
    edith.post(LIST, {"action": "delete_selected", "_selected_action": "101", "post": "yes"})
    assert Activity.objects.filter(pk=101).exists()
    assert not page(edith.get(change_address())).cssselect(".deletelink")


def test_an_activity_is_not_saved_as_a_new_one(edith: Client) -> None:
    activity()
    assert edit(edith, button="_saveasnew", title="Copy").status_code == 400
    assert Activity.objects.count() == 1


@pytest.mark.parametrize("sought", ["102", "gout attack", "10.1000/gout", "example college"])
def test_the_list_is_searched_by_number_title_doi_and_provider(edith: Client, sought: str) -> None:
    activity(101)
    activity(102, "A gout attack", doi="10.1000/gout", provider=provider("example-college", "Example College"))
    assert ids(edith, q=sought) == ["102"]


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ({"status__exact": "in-review"}, []),
        ({"provider__slug__exact": "example-college"}, ["102"]),
        ({"format__code__exact": "journal"}, ["102"]),
        ({"approval_list__exact": "complete"}, ["102"]),
        ({"commercial_support__exact": "yes"}, ["102"]),
        ({"approvals__board__code__exact": "b01"}, ["102"]),
    ],
)
def test_the_list_is_filtered(edith: Client, query: dict[str, str], left: list[str]) -> None:
    activity(101)
    fields = {"format_id": "journal", "approval_list": "complete", "commercial_support": "yes"}
    approvals(activity(102, provider=provider("example-college", "Example College"), **fields).pk, 2)
    assert ids(edith, **query) == left


def test_save_and_next_keeps_the_filter_and_the_order(edith: Client) -> None:
    for number, title in ((101, "Beta"), (102, "Alpha"), (103, "Gamma"), (104, "Delta")):
        activity(number, title, commercial_support="no" if number != 104 else "yes")
    chosen = urlencode({"commercial_support__exact": "no", "o": "2"})
    filters = "?" + urlencode({"_changelist_filters": chosen})
    assert ids(edith, commercial_support__exact="no", o="2") == ["102", "101", "103"]
    address = change_address(102) + filters
    response = send(edith, address, opened(edith, address), "_next", title="Zeta", reason="Typo")
    assert response.headers["Location"] == change_address(101) + filters
    response = send(edith, address, opened(edith, address), "_next", title="Zeta!", reason="Last now")
    assert response.headers["Location"].startswith(LIST + "?")
    assert "That was the last one in this list." in messages(edith)


def test_save_and_next_outside_the_list_returns_to_it(edith: Client) -> None:
    activity()
    address = f"{change_address()}?{urlencode({'_changelist_filters': 'status__exact=withdrawn'})}"
    response = send(edith, address, opened(edith, address), "_next", title="New", reason="Typo")
    assert response.headers["Location"] == f"{LIST}?status__exact=withdrawn"
    assert Activity.objects.get(pk=101).title == "New"


def test_an_unfinished_form_is_shown_again_instead_of_the_next(edith: Client) -> None:
    activity()
    response = edit(edith, button="_next", title="")
    assert "This field is required." in errors(response)


def test_the_public_page_is_linked_only_once_there_is_one(edith: Client) -> None:
    activity(101)
    activity(102, published=True)
    assert not page(edith.get(change_address(101))).cssselect(".viewsitelink")
    assert page(edith.get(change_address(102))).cssselect(".viewsitelink")[0].get("href") == "/activities/102/"


WHO_ASKS = ["django_session", "auth_user"]
RIGHTS = ["auth_permission", "auth_permission"]
LIST_QUERIES = [
    *(WHO_ASKS + RIGHTS),
    *("activities_formattype", "providers_provider", "providers_board"),  # the filters
    *("activities_activity", "activities_activity"),  # the count and the rows
]
FORM_QUERIES = [
    *WHO_ASKS,
    *("activities_activity", *RIGHTS),
    *("providers_provider", "activities_keyword", "activities_competency"),  # chosen terms
    *("activities_practicesetting", "activities_qualitystrategy", "activities_specialty"),
    *("activities_credittype", "activities_membership"),  # choices of the rows
    *("providers_board", "activities_approvaltype", "activities_pointskind"),
    *("activities_credit", "activities_price", "activities_boardapproval"),  # the rows
    *("providers_provider", "activities_formattype", "activities_keyword"),  # names of what is chosen, formats
]


def queries(client: Client, address: str) -> list[str]:
    """The table each query reads first, in order."""
    client.get(address)  # Content types are read once for the life of a process.
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return [query["sql"].partition(' FROM "')[2].partition('"')[0] for query in asked]


def test_the_list_asks_the_same_few_queries_for_3_and_30_rows(edith: Client) -> None:
    provider("example-college", "Example College")
    for first, last in ((1, 3), (4, 30)):
        for number in range(first, last + 1):
            approvals(activity(number, format_id="journal").pk, 2)
        assert queries(edith, LIST) == LIST_QUERIES


def test_the_form_asks_the_same_queries_for_3_and_30_approvals(edith: Client) -> None:
    fields: dict[str, Any] = {"format_id": "journal", "commercial_support": "no"}
    approvals(activity(101, **fields).pk, 3)
    approvals(activity(102, **fields).pk, 30)
    for row in Activity.objects.all():
        row.keywords.add(Keyword.objects.get_or_create(code="asthma", defaults={"name": "Asthma"})[0])
    for number in (101, 102):
        assert queries(edith, change_address(number)) == FORM_QUERIES
