"""Hostile input to the form of an activity: an error of the form, never a failure, and nothing written by mistake.

The form is opened once and sent by every test as it was then; what a test writes is gone after it.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from django.http import HttpResponseBase
from django.test import Client
from lxml.html import HtmlElement

from activities.models import Activity, BoardApproval, Credit, Event, Price
from providers.models import Board
from tests.factories import catalog_for_a_module
from tests.reader import page
from tests.staff import LIST, activity, at_desk, change_address, editor, errors, opened, post, send

pytestmark = pytest.mark.django_db

NUL, HUGE = "a\0b", "9" * 60
HOSTILE = [NUL, "\x07", HUGE, "1e99999", "NaN", "0001-01-01", "١٢٣", "%00", "x" * 20_000, "\u202e", "{{7*7}}"]
ODD = ["\u200fevil", "\U0010ffff", "{{7*7}}{% now 'Y' %}", "%00%s", "\u0301" * 99, "'\"<b>"]
LINES = ["title", "venue", "city", "state", "country", "provider_reference", "accme_id", "verified_by"]
PROSE = ["description", "objectives", "diplomate_engagement", "disclaimers", "supporters", "internal_note"]
DATES = ["released", "reviewed", "starts", "ends", "expires", "source_read", "verified_on"]
BARE, WITH_ROWS, OTHER = 101, 102, 103


class Desk(NamedTuple):
    """An editor at the forms of two activities."""

    client: Client
    forms: dict[int, HtmlElement]

    def send(self, number: int, button: str = "_save", **answers: Any) -> HttpResponseBase:
        """The answer to the form of an activity, as it was opened, with the answers typed over."""
        answers.setdefault("reason", "The provider says so.")
        return send(self.client, change_address(number), self.forms[number], button, **answers)


@pytest.fixture(scope="module")
def edith(django_db_setup: None, django_db_blocker: Any) -> Iterator[Desk]:
    with catalog_for_a_module(django_db_blocker):
        activity(BARE)
        for number in (WITH_ROWS, OTHER):
            with_rows(number)
        client = at_desk(editor())
        yield Desk(client, {number: opened(client, change_address(number)) for number in (BARE, WITH_ROWS)})


def fields(form: HtmlElement) -> Iterator[str]:
    """Every control a person could fill in, with one empty row of each kind."""
    for name in dict(form.form_values()) | dict.fromkeys(form.fields):
        if name and not name.startswith(("csrf", "initial-")) and "_FORMS" not in name:
            yield name.replace("__prefix__", "0")


def with_rows(number: int) -> Activity:
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
def test_a_value_most_fields_cannot_take_saves_nothing(edith: Desk, value: str) -> None:
    before = everything()
    form = edith.forms[WITH_ROWS]
    typed = {name: value for name in fields(form) if name != "version_read" and not name.endswith("DELETE")}
    response = post(edith.client, change_address(WITH_ROWS), {**dict(form.form_values()), **typed})
    assert response.status_code == 200
    assert page(response).cssselect(".errorlist")
    assert everything() == before


@pytest.mark.parametrize("value", ODD, ids=ascii)
def test_odd_text_is_kept_as_it_was_typed(edith: Desk, value: str) -> None:
    typed = dict.fromkeys(LINES, value[:40]) | dict.fromkeys(PROSE, value)
    response = edith.send(BARE, **typed, reason=value)
    assert response.status_code == 302, errors(response)
    row = Activity.objects.get(pk=BARE)
    assert {name: getattr(row, name) for name in typed} == typed
    assert opened(edith.client, change_address(BARE)).fields["title"] == typed["title"]
    assert value in page(edith.client.get(f"{LIST}{BARE}/history/")).text_content()


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2200-01-01", "2026-02-30", "tomorrow", "١-١-٢٠٢٦", "-1"])
def test_only_days_of_this_age_are_taken(edith: Desk, day: str) -> None:
    document = page(edith.send(BARE, **dict.fromkeys(DATES, day)))
    for name in DATES:
        field = document.get_element_by_id(f"id_{name}")
        assert any(row.cssselect(".errorlist") for row in field.iterancestors() if "form-row" in row.get("class", ""))
    assert Activity.objects.get(pk=BARE).version == 1


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "1e5", "1e-5", "-1", "0", "99999.99", "0.001", "٣", HUGE, "1_0"])
def test_only_amounts_that_fit_are_taken(edith: Desk, amount: str) -> None:
    assert errors(edith.send(BARE, credits__TOTAL_FORMS="1", credits__0__amount=amount))
    assert not Credit.objects.filter(activity=BARE).exists()


def test_bytes_that_are_no_text_arrive_as_a_mark_and_do_no_harm(edith: Desk) -> None:
    """A lone surrogate cannot be sent as text; its bytes are read as U+FFFD."""
    form = edith.forms[BARE]
    kept = "&".join(f"{name}={value}" for name, value in form.form_values() if name not in ("title", "reason"))
    body = b"title=a%ED%A0%80b&reason=why%ED%A0%80&" + kept.encode()
    response = post(edith.client, change_address(BARE), body, content_type="application/x-www-form-urlencoded")
    assert response.status_code in (200, 302)
    assert Activity.objects.get(pk=BARE).title in ("Asthma in adults", "a\ufffd\ufffd\ufffdb", "a\ufffdb")


@pytest.mark.parametrize(
    ("kind", "model"), [("credits", Credit), ("prices", Price), ("approvals", BoardApproval)], ids=str
)
def test_a_row_of_another_activity_is_neither_changed_nor_deleted(edith: Desk, kind: str, model: Any) -> None:
    before = everything()
    theirs = str(model.objects.get(activity=OTHER).pk)
    for crafted in ({f"{kind}-0-id": theirs}, {f"{kind}-0-id": theirs, f"{kind}-0-DELETE": "on"}):
        form = {**dict(edith.forms[WITH_ROWS].form_values()), "reason": "Why", **crafted}
        response = post(edith.client, change_address(WITH_ROWS), form)
        assert response.status_code == 200
        assert "not, or no longer, part of what you edit" in errors(response)
    assert everything() == before


def test_a_row_cannot_be_moved_to_another_activity(edith: Desk) -> None:
    response = edith.send(WITH_ROWS, credits__0__activity=str(OTHER), credits__0__amount="9")
    assert response.status_code == 200
    assert sorted(Credit.objects.values_list("activity", flat=True)) == [WITH_ROWS, OTHER]


@pytest.mark.parametrize("counts", [("", ""), ("x", "0"), ("-1", "-1"), (HUGE, HUGE), ("1", "99999"), ("5000", "0")])
def test_a_forged_count_of_rows_is_no_failure(edith: Desk, counts: tuple[str, str]) -> None:
    total, initial = counts
    response = edith.send(WITH_ROWS, credits__TOTAL_FORMS=total, credits__INITIAL_FORMS=initial, title="New")
    assert response.status_code in (200, 302)
    assert Credit.objects.filter(activity=WITH_ROWS).count() == 1


def test_a_form_without_any_of_its_fields_saves_nothing(edith: Desk) -> None:
    before = Event.objects.count()
    assert post(edith.client, change_address(BARE), {"reason": "Why", "version_read": "1"}).status_code == 200
    assert post(edith.client, change_address(BARE), {}).status_code == 409
    assert Event.objects.count() == before


@pytest.mark.parametrize("filters", ["q%3D%2500", "p%3D" + HUGE, "status__regex%3D(", "%ff", "a" * 3000, "q%3D%22"])
def test_no_forged_list_behind_save_and_next_fails(edith: Desk, filters: str) -> None:
    where = f"{change_address(BARE)}?_changelist_filters={filters}"
    response = send(edith.client, where, edith.forms[BARE], "_next", title="New", reason="Why")
    assert response.status_code in (302, 400)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "ftp://example.org/", "https://a@b.example/", "//example.org"]
)
def test_only_web_addresses_are_taken(edith: Desk, address: str) -> None:
    for field in ("registration_url", "source_url"):
        assert "web address" in errors(edith.send(BARE, **{field: address})).lower()
