"""Providers: the index with counts, and each with its listings, its imprints and who answers for it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from lxml.html import HtmlElement

from providers.directory import SHOWN
from providers.models import Provider
from tests.factories import DAY, make_vocabularies, publish
from tests.listing_reader import count, labelled, links, on_day, result_ids
from tests.reader import assert_well_made, one, page, read, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def catalog() -> Iterator[None]:
    make_vocabularies()
    with on_day(DAY):
        yield


def index(document: HtmlElement) -> dict[str, int]:
    """The names of an index with their counts."""
    entries = document.cssselect("ul.index li")
    return {words(entry.cssselect("a")[0]): int(words(entry.cssselect(".count")[0])) for entry in entries}


def test_index_counts_what_the_list_of_each_provider_holds(client: Client) -> None:
    publish()
    publish(provider="example-lung", sets={"joint_providers": ["example-heart"]})
    publish(expires=DAY - timedelta(1))
    document = read(client, "/providers/")
    assert_well_made(document)
    assert index(document) == {"Example Heart": 2, "Example Lung": 1, "Example Skin": 0}
    for slug, number in {"example-heart": 2, "example-lung": 1, "example-skin": 0}.items():
        assert count(read(client, f"/activities/?provider={slug}")) == number


def test_provider_shows_its_open_listings_joint_ones_too(client: Client) -> None:
    own, joint = publish(), publish(provider="example-lung", sets={"joint_providers": ["example-heart"]})
    publish(provider="example-lung")
    publish(expires=DAY - timedelta(1))
    document = read(client, "/providers/example-heart/")
    assert_well_made(document)
    assert result_ids(document) == [joint, own]
    assert links(document, "2 open activities") == ["/activities/?provider=example-heart"]
    assert count(read(client, "/activities/?provider=example-heart")) == 2
    assert words(one(document, "title")) == "Example Heart – CME Catalog"
    assert one(document, "link[rel=canonical]").get("href") == "http://testserver/providers/example-heart/"


def test_expired_listings_are_one_link_away(client: Client) -> None:
    expired = publish(expires=DAY - timedelta(1))
    (address,) = links(read(client, "/providers/example-heart/"), "Expired activities too")
    assert result_ids(read(client, address)) == [expired]


def test_provider_without_listings_says_so(client: Client) -> None:
    document = read(client, "/providers/example-skin/")
    assert "No activity under this name is open now." in words(document)
    assert result_ids(document) == []


def test_provider_with_many_listings_shows_the_newest_and_links_to_all(client: Client) -> None:
    ids = [publish(f"Asthma {number}") for number in range(SHOWN + 1)]
    document = read(client, "/providers/example-heart/")
    assert result_ids(document) == sorted(ids, reverse=True)[:SHOWN]
    assert f"{SHOWN + 1} open activities; the {SHOWN} newest:" in words(one(document, "main"))


def test_accredited_provider_lists_its_imprints_with_their_counts(client: Client) -> None:
    Provider.objects.create(slug="example-imprint", name="Example Imprint", accredited_provider_id="example-heart")
    publish(provider="example-imprint")
    document = read(client, "/providers/example-heart/")
    assert index(document) == {"Example Imprint": 1}
    assert "Example Heart is the accredited provider of the activities under these names." in words(document)
    assert result_ids(document) == []


def test_imprint_names_the_accredited_provider_and_its_accreditor(client: Client) -> None:
    Provider.objects.filter(pk="example-heart").update(accreditor="ACCME", website="https://heart.example/")
    Provider.objects.create(slug="example-imprint", name="Example Imprint", accredited_provider_id="example-heart")
    document = read(client, "/providers/example-imprint/")
    found = labelled(document)
    assert (found["Accredited provider"], found["Accredited by"]) == ("Example Heart", "ACCME")
    assert links(document, "Example Heart") == ["/providers/example-heart/"]
    assert found["Website"] == "not stated"
    assert links(read(client, "/providers/example-heart/"), "https://heart.example/") == ["https://heart.example/"]


def test_what_a_provider_says_of_itself_is_plain_text(client: Client) -> None:
    Provider.objects.filter(pk="example-skin").update(about="We teach:\nSkin & hair.\n\n- Acne\n- Eczema")
    about = one(read(client, "/providers/example-skin/"), "section[aria-labelledby=about]")
    assert words(one(about, "h3")) == "We teach"
    assert words(one(about, "p")) == "Skin & hair."
    assert [words(entry) for entry in about.cssselect("li")] == ["Acne", "Eczema"]


def test_unknown_provider_is_not_found(client: Client) -> None:
    for slug in ("nobody", "EXAMPLE-HEART", "x" * 300):
        assert client.get(f"/providers/{slug}/").status_code == 404, slug
    assert page(client.get("/providers/nobody/")).cssselect("h1")
