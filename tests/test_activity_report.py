"""Reporting a problem: a form of its own, kept for staff for a while, limited by network address, printed nowhere."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from activities import workflow
from activities.models import Activity, Report, Status, Withdrawal
from activities.models.report import KEPT_FOR, LONGEST
from activities.reporting import ALLOWED
from cme_catalog.lib.allowance import Allowance
from tests.factories import DAY, make_vocabularies, publish
from tests.listing_reader import on_day
from tests.reader import assert_well_made, one, page, read, words
from tests.staff import at_desk, editor, opened, send
from tests.test_query_budgets import asked

pytestmark = pytest.mark.django_db

ADMIN = "/admin/activities/report/"
GOOD = {"kind": "price", "text": "It costs $40 now; see the provider's page.", "email": "ana@example.org"}
MARKUP = "\"><xss onx=1>'{{7*7}}"


@pytest.fixture(autouse=True)
def catalog() -> Iterator[time_machine.Traveller]:
    make_vocabularies()
    cache.clear()
    with on_day(DAY) as clock:
        yield clock


@pytest.fixture
def activity_id() -> int:
    return publish("Asthma")


def here(activity_id: int) -> str:
    return f"/activities/{activity_id}/report/"


def report(client: Client, activity_id: int, **answers: str) -> HttpResponseBase:
    return client.post(here(activity_id), {**GOOD, **answers})


def test_listing_links_to_its_form(client: Client, activity_id: int) -> None:
    one(read(client, f"/activities/{activity_id}/"), f"main a[href='{here(activity_id)}']")
    document = read(client, here(activity_id))
    assert_well_made(document)
    assert "Do not include patient information" in words(document)
    assert list(dict(one(document, "main form").fields)) == [
        "csrfmiddlewaretoken",
        "kind",
        "text",
        "email",
    ]


def test_report_is_kept_for_staff_with_the_version_it_is_about(client: Client, activity_id: int) -> None:
    response = report(client, activity_id)
    assert response.headers["Location"] == f"{here(activity_id)}?sent=1"
    kept = Report.objects.get()
    assert (kept.activity_id, kept.listing_version, kept.kind, kept.state) == (activity_id, 1, "price", "open")
    assert (kept.text, kept.email) == (GOOD["text"], GOOD["email"])


def test_page_of_thanks_repeats_nothing_of_it(client: Client, activity_id: int) -> None:
    document = page(client.post(here(activity_id), GOOD, follow=True))
    assert_well_made(document)
    assert words(one(document, "h1")) == "Thank you"
    for private in ("ana@example.org", "$40"):
        assert private not in words(document)
    assert not document.cssselect("main form")


def test_email_is_optional(client: Client, activity_id: int) -> None:
    assert report(client, activity_id, email="").status_code == 302


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"kind": ""}, "Choose what is wrong."),
        ({"kind": "nonsense"}, "Select a valid choice"),
        ({"text": " "}, "Tell us what is wrong."),
        ({"text": "x" * (LONGEST + 1)}, "at most 2000 characters"),
        ({"text": "bell \x07"}, "control character"),
        ({"text": "turned \u202e round"}, "control character"),
        ({"text": "a\0b"}, "Null characters are not allowed"),
        ({"email": "ana@"}, "valid email address"),
        ({"email": f"{'a' * 300}@example.org"}, "at most 254 characters"),
    ],
)
def test_bad_answer_is_explained_and_nothing_typed_is_lost(
    client: Client, activity_id: int, answers: dict[str, str], says: str
) -> None:
    response = report(client, activity_id, **answers)
    assert response.status_code == 200
    document = page(response)
    assert_well_made(document)
    assert says in words(one(document, ".error-summary"))
    kept = {**GOOD, **answers}
    for name in {"text", "email"} - set(answers):
        assert dict(one(document, "main form").form_values())[name].strip() == kept[name]
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "\U0010ffff",
        "á" * 2000,
        "\u0301" * 99,
        MARKUP,
        "x\r\ny",
        "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    ],
)
def test_odd_text_is_kept_as_it_is(client: Client, activity_id: int, text: str) -> None:
    assert report(client, activity_id, text=text).status_code == 302
    assert Report.objects.get().text.replace("\r\n", "\n") == text.replace("\r\n", "\n")


@pytest.mark.parametrize("body", [b"text=%ff&kind=price", b"text=%ED%A0%80&kind=price", b"%00=1"])
def test_broken_body_is_never_a_failure(client: Client, activity_id: int, body: bytes) -> None:
    response = client.post(here(activity_id), body, content_type="application/x-www-form-urlencoded")
    assert response.status_code in (200, 302, 400)


def test_form_without_its_token_is_refused(activity_id: int) -> None:
    assert report(Client(enforce_csrf_checks=True), activity_id).status_code == 403
    assert not Report.objects.exists()


def test_form_with_its_token_is_taken_and_its_cookie_belongs_to_it_alone(activity_id: int) -> None:
    browser = Client(enforce_csrf_checks=True)
    response = browser.get(here(activity_id))
    (cookie,) = response.cookies.values()
    assert cookie["path"] == here(activity_id)
    values = dict(one(page(response), "main form").form_values())
    assert browser.post(here(activity_id), {**values, **GOOD}).status_code == 302


def test_no_cache_keeps_the_form(client: Client, activity_id: int) -> None:
    for query in ("", "?sent=1"):
        assert client.get(here(activity_id) + query).headers["Cache-Control"] == "no-store"


def test_reading_reports_nothing(client: Client, activity_id: int) -> None:
    assert client.get(here(activity_id), GOOD).status_code == 200
    assert not Report.objects.exists()


def test_unknown_draft_and_withdrawn_listings_answer_as_at_their_own_address(client: Client, activity_id: int) -> None:
    hidden = publish(status=Status.DRAFT)
    for number in (hidden, 424242, 10**40):
        assert client.get(here(number)).status_code == 404
        assert report(client, number).status_code == 404
    workflow.withdraw(
        Activity.objects.get(pk=activity_id),
        version=1,
        by="the tests",
        reason="A test.",
        public_reason=Withdrawal.ENDED,
    )
    assert report(client, activity_id).status_code == 410
    assert not Report.objects.exists()


def test_the_same_report_sent_twice_is_kept_once(client: Client, activity_id: int) -> None:
    report(client, activity_id)
    assert report(client, activity_id).status_code == 302
    assert Report.objects.count() == 1


def test_twins_that_arrived_at_one_moment_trouble_nobody_later(client: Client, activity_id: int) -> None:
    for _ in range(2):
        Report.objects.create(activity_id=activity_id, listing_version=1, sent_at=timezone.now(), **GOOD)
    assert report(client, activity_id).status_code == 302
    assert Report.objects.count() == 2


def test_sixth_report_of_an_hour_waits_and_keeps_what_was_typed(client: Client, activity_id: int) -> None:
    most = ALLOWED[0].most
    for number in range(most):
        assert report(client, activity_id, text=f"Number {number}").status_code == 302
    response = report(client, activity_id, text="One more")
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "3600"
    document = page(response)
    assert "Try again in 60 minutes" in words(one(document, "[role=alert]"))
    assert dict(one(document, "main form").form_values())["text"].strip() == "One more"
    assert Report.objects.count() == most
    other = client.post(here(activity_id), {**GOOD, "text": "Mine"}, REMOTE_ADDR="198.51.100.7")
    assert other.status_code == 302


def test_after_the_hour_reports_are_taken_again(
    client: Client, activity_id: int, catalog: time_machine.Traveller
) -> None:
    for number in range(6):
        report(client, activity_id, text=f"Number {number}")
    catalog.shift(3600)
    assert report(client, activity_id, text="Later").status_code == 302


def test_addresses_of_one_ipv6_network_count_together_and_none_is_kept() -> None:
    allowance = Allowance("test", most=2, seconds=60)
    waits = [allowance.wait(f"2001:db8::{number}", 1000.0) for number in range(3)]
    assert waits == [0, 0, 20]
    assert allowance.wait("2001:db8:0:1::1", 1000.0) == 0
    assert allowance.wait("not an address", 1000.0) == 0
    assert "2001:db8" not in repr(vars(cache._connections["default"]))  # type: ignore[attr-defined]


def test_cache_that_is_down_lets_reports_through(client: Client, activity_id: int, settings: Settings) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}
    }
    assert report(client, activity_id).status_code == 302


def test_reports_are_deleted_after_the_promised_time(
    client: Client, activity_id: int, catalog: time_machine.Traveller
) -> None:
    report(client, activity_id)
    catalog.shift(KEPT_FOR - timedelta(seconds=1))
    call_command("forget_reports", verbosity=0)
    assert Report.objects.kept().count() == 1
    catalog.shift(2)
    assert Report.objects.kept().count() == 0
    report(client, activity_id, text="Another")
    assert [kept.text for kept in Report.objects.all()] == ["Another"]


def test_privacy_page_says_how_long_reports_are_kept(client: Client) -> None:
    assert f"deleted after {KEPT_FOR.days} days" in words(read(client, "/privacy/"))


def test_read_only_catalog_says_that_it_takes_no_reports(client: Client, activity_id: int, settings: Settings) -> None:
    settings.CME_READ_ONLY = True
    document = read(client, here(activity_id))
    assert "takes no reports at the moment" in words(document)
    assert not document.cssselect("main form")


def test_form_asks_for_the_listing_alone(client: Client, activity_id: int) -> None:
    assert asked(client, here(activity_id)) == ["a listing"]


def test_staff_see_who_answered_and_note_what_they_did(client: Client, activity_id: int) -> None:
    report(client, activity_id, text=MARKUP)
    edith, number = at_desk(editor()), Report.objects.get().pk
    listed = page(edith.get(ADMIN, {"state__exact": "open"}))
    assert not listed.cssselect("xss, [onx]")
    assert MARKUP[:20] in words(listed)
    address = f"{ADMIN}{number}/change/"
    form = opened(edith, address)
    assert f"/activities/{activity_id}/" in [link.get("href") for link in form.cssselect("a")]
    assert not form.cssselect("xss, [onx]")
    send(edith, address, form, state="answered", note="Corrected.")
    kept = Report.objects.get()
    assert (kept.state, kept.note, kept.handled_by_name, kept.text) == ("answered", "Corrected.", "edith", MARKUP)
    assert words(page(edith.get(ADMIN, {"state__exact": "open"}))).count(MARKUP[:20]) == 0


def test_stale_answer_is_refused_with_both_values(client: Client, activity_id: int) -> None:
    report(client, activity_id)
    edith = at_desk(editor())
    address = f"{ADMIN}{Report.objects.get().pk}/change/"
    early = opened(edith, address)
    send(edith, address, opened(edith, address), state="closed", note="Done.")
    response = send(edith, address, early, state="answered", note="Mine.")
    assert "Somebody else saved first; this is now “closed”" in words(page(response))
    assert Report.objects.get().note == "Done."


def test_overdue_report_is_not_shown_to_staff(client: Client, activity_id: int) -> None:
    report(client, activity_id)
    Report.objects.update(sent_at=Report.objects.get().sent_at - KEPT_FOR)
    edith = at_desk(editor())
    assert "0 reports" in words(page(edith.get(ADMIN)))
    assert edith.get(f"{ADMIN}{Report.objects.get().pk}/change/").status_code == 302


@pytest.mark.parametrize(
    "query", ["q=%22%3E%3Cx", "q=99999999999999999999", "q=a%07", "state__exact=x", "text__regex=x", "p=9"]
)
def test_odd_questions_to_the_admins_list_are_no_failure(client: Client, activity_id: int, query: str) -> None:
    report(client, activity_id)
    assert at_desk(editor()).get(f"{ADMIN}?{query}").status_code in (200, 302, 400)
