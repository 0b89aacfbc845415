"""A provider or board whose name is the search text is offered on top of the list, as a link."""

from collections.abc import Iterator

import pytest
from django.test import Client

from activities import workflow
from providers.models import Provider
from tests.factories import DAY, make_vocabularies, publish
from tests.listing_reader import on_day, result_ids
from tests.reader import read, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def catalog() -> Iterator[None]:
    make_vocabularies()
    with on_day(DAY):
        yield


def offered(client: Client, text: str) -> list[tuple[str, str]]:
    response = read(client, f"/activities/?q={text}")
    return [(link.get("href"), words(link.getparent())) for link in response.cssselect(".place a")]


@pytest.mark.parametrize("text", ["Example Heart", "example-heart", "EXAMPLE  heart"])
def test_provider_by_its_name(client: Client, text: str) -> None:
    number = publish("Rhythm", provider="example-heart")
    assert offered(client, text) == [("/providers/example-heart/", "Example Heart – the provider’s own page")]
    assert result_ids(read(client, f"/activities/?q={text}")) == [number]


@pytest.mark.parametrize("text", ["ABIM", "abim", "internal medicine", "American Board of Internal Medicine"])
def test_board_by_any_of_its_names(client: Client, text: str) -> None:
    assert offered(client, text) == [("/boards/abim/", "Internal Medicine (ABIM) – the board’s own page")]


@pytest.mark.parametrize("text", ["heart", "example", "board", "asthma", "example heart rhythm", "Example Skin"])
def test_part_of_a_name_a_longer_text_and_a_provider_without_listings_offer_nothing(client: Client, text: str) -> None:
    publish("Rhythm", provider="example-heart")
    assert offered(client, text) == []


def test_renamed_provider_is_offered_by_its_new_name_at_once(client: Client) -> None:
    publish(provider="example-heart")
    assert offered(client, "Example Heart")
    row = Provider.objects.get(pk="example-heart")
    with workflow.renaming(row, by="test", reason="for a test"):
        row.name = "Example Circulation"
        row.save(update_fields=["name"])
    assert offered(client, "Example Heart") == []
    assert offered(client, "Example Circulation") != []
