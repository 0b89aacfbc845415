"""A withdrawn listing: 410, the public reason, its successor when that is public, and none of its content."""

from collections.abc import Iterator

import pytest
from django.test import Client

from activities import tombstones, workflow
from activities.models import Activity, Listing, Status, Withdrawal
from tests.factories import DAY, make_vocabularies, publish
from tests.listing_reader import on_day, result_ids
from tests.reader import assert_well_made, one, page, read, words

pytestmark = pytest.mark.django_db

NEED_A_SUCCESSOR = (Withdrawal.REPLACED, Withdrawal.DUPLICATE)


@pytest.fixture(autouse=True)
def catalog() -> Iterator[None]:
    make_vocabularies()
    with on_day(DAY):
        yield


def withdraw(activity_id: int, reason: Withdrawal = Withdrawal.ENDED, successor: int | None = None) -> None:
    activity = Activity.objects.get(pk=activity_id)
    workflow.withdraw(
        activity,
        version=activity.version,
        by="the tests",
        reason="An internal reason.",
        public_reason=reason,
        successor=Activity.objects.get(pk=successor) if successor else None,
    )


@pytest.mark.parametrize("reason", Withdrawal)
def test_tombstone_says_the_public_reason_and_nothing_else(client: Client, reason: Withdrawal) -> None:
    activity_id = publish("Xylophonitis", description="All about it.", internal_note="A secret.")
    withdraw(activity_id, reason, successor=publish("Asthma") if reason in NEED_A_SUCCESSOR else None)
    response = client.get(f"/activities/{activity_id}/")
    assert response.status_code == 410
    text = words(one(page(response), "main"))
    assert f"Reason: {reason.label}" in text
    assert str(activity_id) in text
    assert ("Replaced by" in text) is (reason in NEED_A_SUCCESSOR)
    for gone in ("Xylophonitis", "All about it", "secret", "internal reason"):
        assert gone not in response.content.decode(), gone


def test_tombstone_is_well_made_and_not_for_search_engines(client: Client) -> None:
    activity_id = publish()
    withdraw(activity_id)
    document = page(client.get(f"/activities/{activity_id}/"))
    assert_well_made(document)
    assert one(document, "meta[name=robots]").get("content") == "noindex"


def test_public_successor_is_named_and_linked(client: Client) -> None:
    old, new = publish("Asthma 2025"), publish("Asthma 2026")
    withdraw(old, Withdrawal.REPLACED, successor=new)
    document = page(client.get(f"/activities/{old}/"))
    assert [words(link) for link in document.cssselect(f"main a[href='/activities/{new}/']")] == ["Asthma 2026"]


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW])
def test_hidden_successor_is_not_mentioned(client: Client, status: Status) -> None:
    old, new = publish("Asthma 2025"), publish("Xylophonitis", status=status)
    withdraw(old)
    tombstone = Listing.objects.get(activity=old)
    tombstone.record = tombstone.record.replace('"successor":null', f'"successor":{new}')
    tombstone.save(update_fields=["record"])
    assert tombstones.parse(tombstone.record)["successor"] == new
    body = client.get(f"/activities/{old}/").content.decode()
    assert "Xylophonitis" not in body
    assert str(new) not in body


def test_withdrawn_successor_is_not_mentioned(client: Client) -> None:
    old, new = publish("Asthma 2025"), publish("Asthma 2026")
    withdraw(old, Withdrawal.REPLACED, successor=new)
    withdraw(new)
    assert str(new) not in client.get(f"/activities/{old}/").content.decode()


def test_withdrawn_listing_is_on_no_list(client: Client) -> None:
    gone, stays = publish("Asthma gone"), publish("Asthma stays")
    withdraw(gone)
    for address in ("/activities/", "/activities/?expired=1", "/activities/?q=asthma", "/providers/example-heart/"):
        assert result_ids(read(client, address)) == [stays], address


def test_listing_that_is_published_again_is_back(client: Client) -> None:
    activity_id = publish()
    withdraw(activity_id)
    activity = Activity.objects.get(pk=activity_id)
    workflow.publish(activity, version=activity.version, by="the tests", reason="A test.")
    assert client.get(f"/activities/{activity_id}/").status_code == 200
