"""Hostile input to the staff pages: an error of the form, never a failure, and nothing written that was not meant."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from lxml.html import HtmlElement

from activities.admin.step_page import address
from activities.models import Activity, BoardApproval, Credit, Event, Keyword, Price
from providers.models import Board, Provider
from tests.reader import page
from tests.staff import (
    LIST,
    activity,
    at_desk,
    change_address,
    edit,
    editor,
    errors,
    opened,
    post,
    reviewer,
    send,
)

pytestmark = pytest.mark.django_db

NUL, HUGE = "a\0b", "9" * 60
HOSTILE = [NUL, "\x07", HUGE, "1e99999", "NaN", "0001-01-01", "١٢٣", "%00", "x" * 20_000, "\u202e", "{{7*7}}"]
ODD = ["\u200fevil", "\U0010ffff", "{{7*7}}{% now 'Y' %}", "%00%s", "\u0301" * 99, "'\"<b>"]
LINES = ["title", "venue", "city", "state", "country", "provider_reference", "accme_id", "verified_by"]
PROSE = ["description", "objectives", "diplomate_engagement", "disclaimers", "supporters", "internal_note"]
DATES = ["released", "reviewed", "starts", "ends", "expires", "source_read", "verified_on"]


@pytest.fixture
def edith() -> Client:
    return at_desk(editor())


def fields(form: HtmlElement) -> Iterator[str]:
    """Every control a person could fill in, with one empty row of each kind."""
    for name in dict(form.form_values()) | dict.fromkeys(form.fields):
        if name and not name.startswith(("csrf", "initial-")) and "_FORMS" not in name:
            yield name.replace("__prefix__", "0")


def with_rows(number: int = 101) -> Activity:
    row = activity(number, description="Text", city="Boston", doi=f"10.1000/{number}")
    Credit.objects.create(activity=row, amount="1")
    Price.objects.create(activity=row, amount="5")
    board, _ = Board.objects.get_or_create(
        code="eb", defaults={"abbreviation": "EB", "name": "Example Board", "label": "Example"}
    )
    BoardApproval.objects.create(activity=row, board=board, basis="registered")
    return row


def everything() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Activity, Credit, Price, BoardApproval)]


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: ascii(value)[:20])
def test_a_value_most_fields_cannot_take_saves_nothing(edith: Client, value: str) -> None:
    with_rows()
    before = everything()
    form = opened(edith, change_address())
    typed = {name: value for name in fields(form) if name != "version_read" and not name.endswith("DELETE")}
    response = post(edith, change_address(), {**dict(form.form_values()), **typed})
    assert response.status_code == 200
    assert page(response).cssselect(".errorlist")
    assert everything() == before


@pytest.mark.parametrize("value", ODD, ids=ascii)
def test_odd_text_is_kept_as_it_was_typed(edith: Client, value: str) -> None:
    activity()
    typed = dict.fromkeys(LINES, value[:40]) | dict.fromkeys(PROSE, value)
    response = edit(edith, **typed, reason=value)
    assert response.status_code == 302, errors(response)
    row = Activity.objects.get(pk=101)
    assert {name: getattr(row, name) for name in typed} == typed
    assert opened(edith, change_address()).fields["title"] == typed["title"]
    assert value in page(edith.get(f"{LIST}101/history/")).text_content()


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2200-01-01", "2026-02-30", "tomorrow", "١-١-٢٠٢٦", "-1"])
def test_only_days_of_this_age_are_taken(edith: Client, day: str) -> None:
    activity()
    document = page(edit(edith, **dict.fromkeys(DATES, day)))
    for name in DATES:
        field = document.get_element_by_id(f"id_{name}")
        assert any(row.cssselect(".errorlist") for row in field.iterancestors() if "form-row" in row.get("class", ""))
    assert Activity.objects.get(pk=101).version == 1


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "1e5", "1e-5", "-1", "0", "99999.99", "0.001", "٣", HUGE, "1_0"])
def test_only_amounts_that_fit_are_taken(edith: Client, amount: str) -> None:
    activity()
    assert errors(edit(edith, credits__TOTAL_FORMS="1", credits__0__amount=amount))
    assert not Credit.objects.exists()


def test_bytes_that_are_no_text_arrive_as_a_mark_and_do_no_harm(edith: Client) -> None:
    """A lone surrogate cannot be sent as text; its bytes are read as U+FFFD."""
    activity()
    form = opened(edith, change_address())
    kept = "&".join(f"{name}={value}" for name, value in form.form_values() if name not in ("title", "reason"))
    body = b"title=a%ED%A0%80b&reason=why%ED%A0%80&" + kept.encode()
    response = post(edith, change_address(), body, content_type="application/x-www-form-urlencoded")
    assert response.status_code in (200, 302)
    assert Activity.objects.get(pk=101).title in ("Asthma in adults", "a\ufffd\ufffd\ufffdb", "a\ufffdb")


@pytest.mark.parametrize(
    ("kind", "model"), [("credits", Credit), ("prices", Price), ("approvals", BoardApproval)], ids=str
)
def test_a_row_of_another_activity_is_neither_changed_nor_deleted(edith: Client, kind: str, model: Any) -> None:
    with_rows(101)
    with_rows(102)
    before = everything()
    theirs = str(model.objects.get(activity=102).pk)
    for crafted in ({f"{kind}-0-id": theirs}, {f"{kind}-0-id": theirs, f"{kind}-0-DELETE": "on"}):
        form = opened(edith, change_address(101))
        response = post(edith, change_address(101), {**dict(form.form_values()), "reason": "Why", **crafted})
        assert response.status_code == 200
        assert "not, or no longer, part of what you edit" in errors(response)
    assert everything() == before


def test_a_row_cannot_be_moved_to_another_activity(edith: Client) -> None:
    with_rows(101)
    with_rows(102)
    response = edit(edith, 101, credits__0__activity="102", credits__0__amount="9")
    assert response.status_code == 200
    assert sorted(Credit.objects.values_list("activity", flat=True)) == [101, 102]


@pytest.mark.parametrize("counts", [("", ""), ("x", "0"), ("-1", "-1"), (HUGE, HUGE), ("1", "99999"), ("5000", "0")])
def test_a_forged_count_of_rows_is_no_failure(edith: Client, counts: tuple[str, str]) -> None:
    with_rows()
    total, initial = counts
    response = edit(edith, credits__TOTAL_FORMS=total, credits__INITIAL_FORMS=initial, title="New")
    assert response.status_code in (200, 302)
    assert Credit.objects.count() == 1


def test_a_form_without_any_of_its_fields_saves_nothing(edith: Client) -> None:
    activity()
    assert post(edith, change_address(), {"reason": "Why", "version_read": "1"}).status_code == 200
    assert post(edith, change_address(), {}).status_code == 409
    assert Event.objects.count() == 1


@pytest.mark.parametrize("number", ["999", "0", "-1", "x", HUGE, "1_0", "%E0%A5%A7"])
def test_an_unknown_activity_is_no_failure(edith: Client, number: str) -> None:
    for response in (edith.get(f"{LIST}{number}/change/"), edith.post(f"{LIST}{number}/change/", {"title": "x"})):
        assert response.status_code in (302, 404)


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=%22",
        "q=" + HUGE,
        "q=%E2%80%AE",
        "p=" + HUGE,
        "p=-1",
        "p=x",
        "o=" + HUGE,
        "o=x.y",
        "activity_id__in=" + HUGE,
        "activity_id__exact=" + HUGE,
        "status__regex=(",
        "provider__website__contains=a",
        "provider__slug__exact=%27",
        "provider__slug__in=,",
        "approvals__board__code__exact=" + HUGE,
        "commercial_support__isnull=maybe",
        "all=x",
        "_to_field=title",
        "_popup=1",
    ],
)
def test_no_query_of_the_list_fails(edith: Client, query: str) -> None:
    activity()
    assert edith.get(f"{LIST}?{query}").status_code in (200, 302, 400, 403)


@pytest.mark.parametrize("filters", ["q%3D%2500", "p%3D" + HUGE, "status__regex%3D(", "%ff", "a" * 3000, "q%3D%22"])
def test_no_forged_list_behind_save_and_next_fails(edith: Client, filters: str) -> None:
    activity()
    where = f"{change_address()}?_changelist_filters={filters}"
    form = opened(edith, change_address())
    response = send(edith, where, form, "_next", title="New", reason="Why")
    assert response.status_code in (302, 400)


@pytest.mark.parametrize("chosen", [["x"], [HUGE], ["-1"], ["1_0"], [NUL], ["101", "' OR 1=1"]])
def test_forged_choices_in_the_list_are_refused(edith: Client, chosen: list[str]) -> None:
    activity()
    response = edith.post(LIST, {"action": "submit", "_selected_action": chosen})
    assert response.status_code == 400


@pytest.mark.parametrize("action", ["", "nothing", "delete_selected", NUL, "__class__"])
def test_a_forged_action_does_nothing(edith: Client, action: str) -> None:
    activity()
    response = edith.post(LIST, {"action": action, "_selected_action": ["101"]})
    assert response.status_code in (200, 302)
    assert list(Activity.objects.values_list("pk", "status")) == [(101, "draft")]


@pytest.mark.parametrize(
    "versions", ["", "x", "101", "101:", ":1", "101:x", f"{HUGE}:1", f"101:{HUGE}", "١:١", NUL, "101:1 101:1 x"]
)
def test_a_forged_step_is_refused(versions: str) -> None:
    activity()
    response = at_desk(reviewer()).post(address("publish"), {"versions": versions, "reason": "Why"})
    assert response.status_code in (200, 409)
    assert Activity.objects.get(pk=101).status == "draft"


def test_a_step_for_an_activity_that_is_gone_is_refused() -> None:
    response = at_desk(reviewer()).post(address("publish"), {"versions": "7:1", "reason": "Why"})
    assert "Activity 7 is not in the catalog." in errors(response)


@pytest.mark.parametrize("successor", ["101", "102", "999", "x", HUGE, NUL, "١٠٢"])
def test_a_bad_successor_is_an_error_of_the_form(successor: str) -> None:
    activity(101, published=True)
    activity(102)
    answers = {"versions": "101:2", "reason": "Why", "public_reason": "replaced", "successor": successor}
    response = at_desk(reviewer()).post(address("withdraw"), answers)
    assert response.status_code in (200, 409)
    assert errors(response)
    assert Activity.objects.get(pk=101).status == "published"


@pytest.mark.parametrize("value", ["", "else", NUL, HUGE])
def test_a_bad_public_reason_is_an_error_of_the_form(value: str) -> None:
    activity(101, published=True)
    answers = {"versions": "101:2", "reason": "Why", "public_reason": value}
    assert errors(at_desk(reviewer()).post(address("withdraw"), answers))


@pytest.mark.parametrize("code", ["", NUL, HUGE * 3, "two words", "ünï", "../x", "a" * 101])
def test_a_bad_code_is_an_error_of_the_form(edith: Client, code: str) -> None:
    for model, key, where in ((Keyword, "code", "activities/keyword"), (Provider, "slug", "providers/provider")):
        before = model._default_manager.count()
        answers = {key: code, "name": "Name", "position": "0", "reason": "Why"}
        response = edith.post(f"/admin/{where}/add/", answers)
        assert response.status_code == 200
        assert errors(response)
        assert model._default_manager.count() == before


@pytest.mark.parametrize("position", [HUGE, "-1", "1e5", NUL, ""])
def test_a_bad_position_is_an_error_of_the_form(edith: Client, position: str) -> None:
    answers = {"code": "gout", "name": "Gout", "position": position, "reason": "Why"}
    response = edith.post("/admin/activities/keyword/add/", answers)
    assert response.status_code == 200
    assert errors(response)


@pytest.mark.parametrize("query", ["term=%22&page=" + HUGE, "term=" + HUGE, "term=%E2%80%AE", "field_name=x", ""])
def test_no_query_of_the_autocomplete_fails(edith: Client, query: str) -> None:
    where = "/admin/autocomplete/?app_label=activities&model_name=activity&field_name=provider&"
    assert edith.get(where + query).status_code in (200, 403, 404)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "ftp://example.org/", "https://a@b.example/", "//example.org"]
)
def test_only_web_addresses_are_taken(edith: Client, address: str) -> None:
    activity()
    for field in ("registration_url", "source_url"):
        assert "web address" in errors(edit(edith, **{field: address})).lower()
