"""What the page of a listing says of boards: approvals by type, registrations apart, and three honest answers."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from lxml.html import HtmlElement

from activities.models import Listing
from tests.factories import DAY, approval, make_vocabularies, publish, registration
from tests.listing_reader import labelled, links, listing, on_day
from tests.reader import one, words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

REGISTERED = "Registered by the provider for continuing certification credit"
NOT_LISTED = "a board that is not named in it is not listed"
NOT_RECORDED = "for a board that is not named, approvals are not recorded"
MISSING = "Approvals not recorded here; this does not mean there are none."


@pytest.fixture(autouse=True)
def catalog() -> Iterator[None]:
    make_vocabularies()
    with on_day(DAY):
        yield


def section(document: HtmlElement) -> HtmlElement:
    return one(document, "section[aria-labelledby=approvals]")


def tables(document: HtmlElement) -> dict[str, list[list[str]]]:
    """The rows of each table under its heading; a cell is the text of its own without its phone label."""
    found = {}
    for table in section(document).cssselect("table"):
        heading = one(document, f"#{table.get('aria-labelledby')}")
        found[words(heading)] = [
            [words(cell) for cell in row.cssselect("th, td")] for row in table.cssselect("tbody tr")
        ]
    return found


def approvals_of(client: Client, *rows: dict[str, Any], **fields: Any) -> HtmlElement:
    return listing(client, publish(approvals=rows, **fields))


def test_approvals_stand_in_a_table_for_each_type_under_the_heading_of_the_directory(client: Client) -> None:
    document = approvals_of(
        client, approval("abs"), approval("abim"), approval("abim", "self-assessment", points="2.50")
    )
    found = tables(document)
    assert list(found) == ["ABMS Lifelong Learning CME Activity", "ABMS Self-Assessment Activity"]
    assert [row[0] for row in found["ABMS Lifelong Learning CME Activity"]] == ["Internal Medicine", "Surgery"]
    assert found["ABMS Self-Assessment Activity"] == [
        ["Internal Medicine", "2.5", "not stated", "not stated", "not stated"]
    ]
    assert links(document, "Surgery") == ["/boards/abs/"]


def test_tables_name_their_columns(client: Client) -> None:
    table = one(section(approvals_of(client, approval("abim"))), "table")
    heads = [words(head) for head in table.cssselect("thead th[scope=col]")]
    assert heads == ["Board", "Points", "Since", "Until", "Evidence"]
    assert [cell.get("data-label") for cell in table.cssselect("tbody td")] == heads[1:]
    assert len(table.cssselect("tbody th[scope=row]")) == 1


def test_row_says_all_that_is_known_of_an_approval(client: Client) -> None:
    row = approval(
        "abim",
        points="10.25",
        valid_from=date(2026, 1, 1),
        valid_until=date(2027, 12, 31),
        complete_by=date(2027, 11, 30),
        reported_by="provider",
        evidence_url="https://example.org/letter",
        evidence_reference="Letter 12",
        checked_on=date(2026, 8, 1),
    )
    ((board, points, since, until, evidence),) = tables(approvals_of(client, row)).popitem()[1]
    assert board == "Internal Medicine The provider reports completion"
    assert (points, since, until) == ("10.25", "January 1, 2026", "December 31, 2027 Complete by November 30, 2027")
    assert evidence == "Evidence (leaves this site) Letter 12 Checked August 1, 2026"


@pytest.mark.parametrize(
    ("dates", "mark"),
    [
        ({}, ""),
        ({"valid_from": DAY, "valid_until": DAY}, ""),
        ({"valid_until": DAY - timedelta(1)}, "Ended"),
        ({"valid_from": DAY + timedelta(1)}, "Not yet in force"),
    ],
)
def test_only_an_approval_in_force_counts_as_one(client: Client, dates: dict[str, date], mark: str) -> None:
    document = approvals_of(client, approval("abim", **dates), approval_list="complete")
    ((board, *_),) = tables(document).popitem()[1]
    assert board == f"Internal Medicine {mark}".strip()
    assert labelled(document)["Board approvals"] == ("None" if mark else "1 board")


def test_approvals_in_force_stand_before_those_that_are_not(client: Client) -> None:
    document = approvals_of(client, approval("abim", valid_until=date(2020, 1, 1)), approval("abs"))
    assert [row[0] for row in tables(document).popitem()[1]] == ["Surgery", "Internal Medicine Ended"]


def test_a_board_with_two_types_is_counted_once(client: Client) -> None:
    document = approvals_of(client, approval("abim"), approval("abim", "self-assessment"), approval("abs"))
    assert labelled(document)["Board approvals"] == "2 boards"


def test_registration_stands_under_its_own_heading_and_is_no_approval(client: Client) -> None:
    document = approvals_of(client, registration("abim", points="1.5"), registration("abs", None))
    assert tables(document) == {
        REGISTERED: [
            ["Internal Medicine", "Medical Knowledge points", "1.5", "not stated", "not stated", "not stated"],
            ["Surgery", "not stated", "not stated", "not stated", "not stated", "not stated"],
        ]
    }
    assert labelled(document)["Board approvals"] == "Not recorded here; registered with 2"
    assert "the provider's act, not a board's approval" in words(section(document))


def test_kind_of_points_is_never_shown_as_an_approval_type(client: Client) -> None:
    document = approvals_of(client, approval("abs"), registration("abim", "patient-safety"))
    assert list(tables(document)) == ["ABMS Lifelong Learning CME Activity", REGISTERED]


def test_basis_that_is_not_known_is_said(client: Client) -> None:
    document = approvals_of(client, approval("abim", basis="unknown"))
    assert tables(document).popitem()[1][0][0] == "Internal Medicine Basis not stated"


@pytest.mark.parametrize(
    ("approval_list", "rows", "said", "unsaid"),
    [
        ("complete", [approval("abim")], [NOT_LISTED], [NOT_RECORDED, MISSING, "No board lists this activity."]),
        ("complete", [], [NOT_LISTED, "No board lists this activity."], [NOT_RECORDED, MISSING]),
        ("partial", [approval("abim")], [NOT_RECORDED], [NOT_LISTED, MISSING]),
        ("partial", [], [NOT_RECORDED], [NOT_LISTED, MISSING]),
        ("not-recorded", [], [MISSING], [NOT_LISTED, NOT_RECORDED]),
        ("not-recorded", [registration("abim")], [MISSING], [NOT_LISTED, NOT_RECORDED]),
    ],
)
def test_silence_about_a_board_is_explained(
    client: Client, approval_list: str, rows: list[Any], said: list[str], unsaid: list[str]
) -> None:
    text = words(section(approvals_of(client, *rows, approval_list=approval_list)))
    assert all(sentence in text for sentence in said)
    assert not [sentence for sentence in unsaid if sentence in text]


@pytest.mark.parametrize("approval_list", ["complete", "partial", "not-recorded"])
def test_no_answer_ever_says_that_a_board_rejects_an_activity(client: Client, approval_list: str) -> None:
    text = words(one(approvals_of(client, approval_list=approval_list), "main")).lower()
    for claim in ("not accepted", "not approved", "rejected", "does not count"):
        assert claim not in text
    assert "does not mean" in text


def test_source_is_linked_where_our_copy_of_the_list_is_not_complete(client: Client) -> None:
    document = approvals_of(client, source_url="https://example.org/13", approval_list="partial")
    assert links(document, "See the list at the source") == ["https://example.org/13"]


def test_three_answers_are_explained_on_every_page(client: Client) -> None:
    explained = one(approvals_of(client), "section[aria-labelledby=more-information]")
    assert [words(term) for term in explained.cssselect("dt")] == ["Approved", "Not listed", "Not recorded"]
    assert one(explained, "a").get("href") == "/about/approvals/"


def test_evidence_that_is_no_web_address_is_text(client: Client) -> None:
    activity_id = publish(approvals=[approval("abim", evidence_url="https://example.org/letter")])
    stored = Listing.objects.get(activity=activity_id)
    stored.record = stored.record.replace("https://example.org/letter", "javascript:alert(1)")
    stored.save(update_fields=["record"])
    document = listing(client, activity_id)
    assert "javascript:alert(1)" in words(section(document))
    assert not document.cssselect("[href^='javascript']")
