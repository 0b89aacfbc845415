"""A finished page is kept while it is true, told apart by what it depends on, and not sent to who has it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from activities import kept, workflow
from activities.models import Activity, CatalogVersion, Withdrawal
from providers.models import Provider
from tests.factories import DAY, make_vocabularies, publish
from tests.reader import one, page, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def catalog(db: None) -> Iterator[None]:
    kept.pages.clear()
    with time_machine.travel(f"{DAY}T12:00:00-04:00", tick=False):
        make_vocabularies()
        publish("Asthma", expires=DAY)
        yield


def count(client: Client, address: str = "/activities/") -> str:
    return words(one(page(client.get(address)), "#result-count"))


def test_a_page_asked_for_again_costs_one_query(client: Client) -> None:
    first = client.get("/activities/?sort=title")
    with CaptureQueriesContext(connection) as queries:
        again = client.get("/activities/?sort=title")
    assert again.content == first.content
    assert len(queries) == 1


def test_the_page_of_a_listing_is_kept_as_well(client: Client) -> None:
    address = f"/activities/{Activity.objects.get().pk}/"
    first = client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).content == first.content
        assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert len(queries) == 2


def test_a_page_that_lacks_something_for_a_moment_is_not_kept(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    address = f"/activities/{Activity.objects.get().pk}/"
    with monkeypatch.context() as patch:
        patch.setattr("activities.views.activity_detail.related", lambda *args, **kwargs: None)
        lacking = client.get(address)
    assert (lacking.headers["Cache-Control"], "ETag" in lacking.headers) == ("no-store", False)
    assert client.get(address).headers["Cache-Control"].startswith("public")


def test_the_page_of_a_listing_shows_an_edit_and_a_withdrawal(client: Client) -> None:
    activity = Activity.objects.get()
    address = f"/activities/{activity.pk}/"
    assert "Another title" not in client.get(address).text
    with workflow.editing(activity, version=1, by="the tests", reason="A test.") as locked:
        locked.title = "Another title"
        locked.save()
    assert "Another title" in client.get(address).text
    workflow.withdraw(activity, version=2, by="the tests", reason="A test.", public_reason=Withdrawal.ENDED)
    assert client.get(address).status_code == 410


def test_a_page_is_not_sent_to_who_has_it(client: Client) -> None:
    tag = client.get("/activities/").headers["ETag"]
    again = client.get("/activities/", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == tag
    assert again.headers["Cache-Control"].startswith("public")


@pytest.mark.parametrize("address", ["/", "/activities/", "/activities/?q=asthma"])
def test_a_change_shows_on_the_next_request(client: Client, address: str) -> None:
    before = client.get(address)
    publish("Another asthma")
    after = client.get(address, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "Another asthma" in after.text


def test_a_withdrawn_listing_is_gone_from_the_kept_page(client: Client) -> None:
    assert count(client) == "1 activity"
    activity = Activity.objects.get()
    workflow.withdraw(activity, version=1, by="the tests", reason="A test.", public_reason=Withdrawal.ENDED)
    assert count(client) == "0 activities"


def test_a_new_name_shows_though_no_listing_prints_it(client: Client) -> None:
    client.get("/activities/?provider=example-lung")
    provider = Provider.objects.get(slug="example-lung")
    with workflow.renaming(provider, by="the tests", reason="A test."):
        provider.name = "Example Breath"
        provider.save(update_fields=["name"])
    assert "Example Breath" in client.get("/activities/?provider=example-lung").text


def test_midnight_makes_a_new_page(client: Client) -> None:
    tag = client.get("/activities/").headers["ETag"]
    with time_machine.travel(f"{DAY + timedelta(days=1)}T00:00:00-04:00", tick=False):
        after = client.get("/activities/", headers={"If-None-Match": tag})
    assert after.status_code == 200
    assert words(one(page(after), "#result-count")) == "0 activities"


def test_parameters_nobody_knows_and_odd_headers_share_one_page(client: Client) -> None:
    first = client.get("/activities/?sort=title&fee=free")
    odd = {"X-Forwarded-Host": "evil.example", "Accept-Language": "de", "Cookie": "a=b", "X-Original-URL": "/admin/"}
    with CaptureQueriesContext(connection) as queries:
        other = client.get("/activities/?fee=free&utm_source=x&sort=title", headers=odd)
    assert other.content == first.content
    assert len(queries) == 1
    assert not other.cookies


def test_each_known_parameter_makes_a_page_of_its_own(client: Client) -> None:
    addresses = ["", "?member=ama", "?page=2", "?find_keyword=a", "?q=asthma", "?expired=1"]
    tags = {client.get(f"/activities/{query}").headers["ETag"] for query in addresses}
    assert len(tags) == len(addresses)


def test_a_new_style_sheet_makes_new_pages(tmp_path: Path, settings: Settings) -> None:
    """Its name in a page holds its digest: a browser that kept the page would ask for a file that is gone."""
    settings.BASE_DIR = tmp_path
    sheet = tmp_path / "static" / "css" / "base.css"
    sheet.parent.mkdir(parents=True)
    made = []
    for text in ("a { color: red }", "a { color: blue }"):
        sheet.write_text(text)
        made.append(kept.maker.__wrapped__())
    assert made[0] != made[1]


def test_the_last_value_of_a_repeated_parameter_counts_in_a_kept_page_too(client: Client) -> None:
    publish("Gout")
    assert "Search: “gout”" in words(page(client.get("/activities/?q=asthma&q=gout")))
    assert "Search: “asthma”" in words(page(client.get("/activities/?q=gout&q=asthma")))


def test_no_page_is_kept_before_anything_was_published(client: Client) -> None:
    CatalogVersion.objects.all().delete()
    assert "ETag" not in client.get("/activities/").headers
    assert kept.pages.size == 0
