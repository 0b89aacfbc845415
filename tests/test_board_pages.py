"""Boards: the index with counts, and each with its certificates and what is listed for it, by type."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from lxml.html import HtmlElement

from providers.models import Board, Certificate
from tests.factories import DAY, approval, make_vocabularies, publish, registration
from tests.listing_reader import count, links, on_day, result_ids
from tests.reader import assert_well_made, one, read, words

pytestmark = pytest.mark.django_db

REGISTERED = "Registered by the provider for continuing certification credit"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with on_day(DAY):
        yield


@pytest.fixture
def terms() -> None:
    make_vocabularies()


def listed(document: HtmlElement) -> dict[str, tuple[int, str]]:
    """What is listed by type: the count and the address behind it."""
    entries = one(document, "section[aria-labelledby=here]").cssselect("li")
    return {
        words(entry.cssselect("a")[0]): (int(words(entry.cssselect(".count")[0])), entry.cssselect("a")[0].get("href"))
        for entry in entries
    }


def test_index_has_the_24_boards(client: Client) -> None:
    call_command("loaddata", "vocabularies", "boards", verbosity=0)
    document = read(client, "/boards/")
    assert_well_made(document)
    addresses = [link.get("href") for link in document.cssselect("ul.index a")]
    assert len(addresses) == 24
    assert "/boards/abim/" in addresses
    assert all(address == address.lower() for address in addresses)


def test_index_counts_what_the_list_of_each_board_holds(client: Client, terms: None) -> None:
    publish(approvals=[approval("abim"), approval("abim", "self-assessment"), approval("abs")])
    publish(approvals=[registration("abim")])
    publish(approvals=[approval("abp", valid_until=DAY - timedelta(1))])
    publish(approvals=[approval("abim")], expires=DAY - timedelta(1))
    entries = read(client, "/boards/").cssselect("ul.index li")
    counts = {entry.cssselect("a")[0].get("href"): int(words(entry.cssselect(".count")[0])) for entry in entries}
    assert counts == {"/boards/abim/": 2, "/boards/abs/": 1, "/boards/abp/": 0, "/boards/abnm/": 0}
    for address, number in counts.items():
        assert count(read(client, f"/activities/?board={address.split('/')[2]}")) == number


def test_board_counts_by_type_are_the_totals_of_the_lists_they_link_to(client: Client, terms: None) -> None:
    both = publish(approvals=[approval("abim"), approval("abim", "self-assessment")])
    only = publish(approvals=[approval("abim"), approval("abs", "patient-safety")])
    registered = publish(approvals=[registration("abim")])
    document = read(client, "/boards/abim/")
    assert_well_made(document)
    found = listed(document)
    assert {label: number for label, (number, _) in found.items()} == {
        "ABMS Lifelong Learning CME Activity": 2,
        "ABMS Self-Assessment Activity": 1,
        REGISTERED: 1,
    }
    for number, address in found.values():
        assert count(read(client, address)) == number
    assert result_ids(read(client, found[REGISTERED][1])) == [registered]
    assert result_ids(document) == [registered, only, both]
    assert links(document, "3 open activities") == ["/activities/?board=abim"]


def test_board_lists_its_certificates_by_kind(client: Client, terms: None) -> None:
    for name, kind in (
        ("Internal Medicine", "specialty"),
        ("Cardiology", "subspecialty"),
        ("Oncology", "subspecialty"),
    ):
        Certificate.objects.create(board_id="abim", name=name, kind=kind)
    section = one(read(client, "/boards/abim/"), "section[aria-labelledby=certificates]")
    assert [words(heading) for heading in section.cssselect("h3")] == ["Specialties", "Subspecialties"]
    assert [[words(entry) for entry in kind.cssselect("li")] for kind in section.cssselect("ul")] == [
        ["Internal Medicine"],
        ["Cardiology", "Oncology"],
    ]


def test_board_nobody_lists_is_not_said_to_refuse(client: Client, terms: None) -> None:
    publish(approvals=[approval("abim")])
    document = read(client, "/boards/abnm/")
    assert "This does not mean that the board won't accept an activity" in words(document)
    assert listed(document) == {}
    assert result_ids(document) == []


def test_requirements_are_asked_of_the_board_itself(client: Client, terms: None) -> None:
    Board.objects.filter(pk="abim").update(website="https://board.example/")
    found = links(read(client, "/boards/abim/"), "Ask the board about its requirements")
    assert found == ["https://board.example/"]
    assert links(read(client, "/boards/abs/"), "Ask the board about its requirements") == []
    assert "Ask the board about its requirements." in words(read(client, "/boards/abs/"))


@pytest.mark.parametrize("asked", ["/boards/ABIM/", "/boards/Abim/"])
def test_code_in_capitals_redirects_to_lower_case_with_its_query(client: Client, terms: None, asked: str) -> None:
    response = client.get(f"{asked}?a=1&b=%2F")
    assert (response.status_code, response.headers["Location"]) == (301, "/boards/abim/?a=1&b=%2F")


def test_unknown_board_is_not_found_whatever_its_case(client: Client, terms: None) -> None:
    for code in ("nobody", "NOBODY", "x" * 300):
        assert client.get(f"/boards/{code}/").status_code == 404, code


def test_board_is_named_in_title_and_canonical_address(client: Client, terms: None) -> None:
    document = read(client, "/boards/abim/")
    assert words(one(document, "title")) == "American Board of Internal Medicine – CME Catalog"
    assert one(document, "link[rel=canonical]").get("href") == "http://testserver/boards/abim/"
