"""What the address of a listing answers: 404 first, then 410, then redirects that keep the query and stay here."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.test import Client

from activities import workflow
from activities.models import Activity, Withdrawal
from tests.factories import DAY, make_vocabularies, publish
from tests.listing_reader import on_day

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def catalog() -> Iterator[None]:
    make_vocabularies()
    with on_day(DAY):
        yield


def moved_to(client: Client, address: str) -> tuple[int, str]:
    response = client.get(address)
    return response.status_code, response.headers.get("Location", "")


@pytest.mark.parametrize(
    ("asked", "right", "status"),
    [
        ("/activities/{0}", "/activities/{0}/", 301),
        ("/activities/{0}/report", "/activities/{0}/report/", 301),
        ("/activities/0{0}/report/", "/activities/{0}/report/", 301),
        ("/activities/0{0}/report", "/activities/{0}/report/", 301),
        ("/activities/000{0}/", "/activities/{0}/", 301),
        ("/activities/000{0}", "/activities/{0}/", 301),
        ("/activities/{0}/asthma-in-adults", "/activities/{0}/asthma-in-adults/", 302),
        ("/activities/{0}/Asthma-In-Adults/", "/activities/{0}/asthma-in-adults/", 302),
        ("/activities/{0}/something-else/", "/activities/{0}/asthma-in-adults/", 302),
        ("/activities/{0}/%F0%9F%AB%81/", "/activities/{0}/asthma-in-adults/", 302),
        ("/activities/0{0}/asthma-in-adults/", "/activities/{0}/asthma-in-adults/", 302),
        ("/activities/{0}/evil.example/", "/activities/{0}/asthma-in-adults/", 302),
    ],
)
def test_another_spelling_redirects_to_the_one_address(client: Client, asked: str, right: str, status: int) -> None:
    activity_id = publish("Asthma in adults")
    assert moved_to(client, asked.format(activity_id)) == (status, right.format(activity_id))
    assert client.get(right.format(activity_id)).status_code == 200


@pytest.mark.parametrize(
    "query", ["member=ama&x=%2F%2Fevil.example", "next=https://evil.example/", "a=b%0D%0ASet-Cookie:x"]
)
def test_redirect_keeps_the_query_and_stays_on_this_site(client: Client, query: str) -> None:
    activity_id = publish()
    status, location = moved_to(client, f"/activities/0{activity_id}/?{query}")
    parts = urlsplit(location)
    assert (status, parts.scheme, parts.netloc) == (301, "", "")
    assert (parts.path, parts.query) == (f"/activities/{activity_id}/", query)


def test_right_readable_address_answers_with_the_short_one_as_canonical(client: Client) -> None:
    activity_id = publish("Asthma in adults")
    response = client.get(f"/activities/{activity_id}/asthma-in-adults/")
    assert response.status_code == 200
    assert f'<link rel="canonical" href="http://testserver/activities/{activity_id}/">' in response.content.decode()


def test_title_without_latin_letters_has_only_the_short_address(client: Client) -> None:
    activity_id = publish("喘息")
    assert moved_to(client, f"/activities/{activity_id}/zensoku/") == (302, f"/activities/{activity_id}/")


@pytest.mark.parametrize(
    "asked", ["/activities/0{0}/", "/activities/{0}", "/activities/{0}/wrong-slug/", "/activities/{0}/report"]
)
def test_unknown_and_withdrawn_are_said_before_any_redirect(client: Client, asked: str) -> None:
    assert client.get(asked.format(424242)).status_code == 404
    activity = Activity.objects.get(pk=publish())
    workflow.withdraw(activity, version=1, by="the tests", reason="A test.", public_reason=Withdrawal.ENDED)
    assert client.get(asked.format(activity.pk)).status_code == 410


@pytest.mark.parametrize(
    "address",
    [
        "/activities/0/",
        "/activities/999999999999/",
        "/activities/1000000000000/",
        f"/activities/{10**40}/",
        f"/activities/{'9' * 5000}/",
        "/activities/-1/",
        "/activities/1e3/",
        "/activities/١٣٦٤٥/",
        "/activities/13645/a/b/",
    ],
)
def test_what_is_no_activity_id_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404
