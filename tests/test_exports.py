"""The table of a list: a column for every public field, typed, and the price and credit by which the list sorts."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from activities.exports import DAYS, HEADINGS, WORKED_OUT, leaves
from activities.record_shape import Dates
from cme_catalog.lib.cells import parted, unquoted
from tests.factories import DAY, approval, make_vocabularies, publish, registration
from tests.file_reader import csv_rows, xlsx_rows
from tests.listing_reader import on_day

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def catalog() -> Iterator[None]:
    make_vocabularies()
    with on_day(DAY):
        yield


def exported(client: Client, query: str = "") -> dict[str, str]:
    (row,) = csv_rows(client.get(f"/activities.csv{query}").getvalue())
    return row


def exported_typed(client: Client, query: str = "") -> dict[str, Any]:
    (row,) = xlsx_rows(client.get(f"/activities.xlsx{query}").getvalue())
    return row


def test_every_public_field_has_a_column_and_no_column_is_of_another() -> None:
    assert list(HEADINGS) == sorted(HEADINGS, key=list(HEADINGS).index)
    assert set(HEADINGS) == set(leaves())
    headings = [*HEADINGS.values(), *WORKED_OUT]
    assert len(set(headings)) == len(headings)


def test_every_day_of_the_record_is_typed_as_a_day() -> None:
    single = {path for path in HEADINGS if "." not in path}
    assert set(Dates.__annotations__) <= DAYS <= single
    assert {path for path in single if path.endswith(("_read", "_on"))} <= DAYS


def test_all_columns_of_a_full_listing_are_filled(client: Client) -> None:
    publish(**FULL)
    never = {"Withdrawal reason", "Successor", "Kind of board points codes", "Kinds of board points"}
    row = exported(client, "?member=ama")
    assert {heading for heading, cell in row.items() if not cell} <= never | NOT_IN_THE_FACTORY
    assert row["Keywords"] == "Equity, Diversity, and Inclusion; Medical Education and Training"


def test_lists_that_belong_together_stand_in_one_order(client: Client) -> None:
    rows = [approval("abp", "self-assessment", points=Decimal("2.5")), approval("abim"), registration("abs")]
    publish(approvals=rows, credits={"ama-pra-1": "1.25", "": "2"})
    row = exported(client)
    boards, types, bases, points = (
        parted(row[heading]) for heading in ("Board codes", "Approval type codes", "Approval bases", "Board points")
    )
    assert boards == ["abim", "abp", "abs"]
    assert types == ["lifelong-learning", "self-assessment", ""]
    assert bases == ["board", "board", "registered"]
    assert points == ["", "2.5", ""]
    assert dict(zip(parted(row["CME credit type codes"]), parted(row["CME credit amounts"]), strict=True)) == {
        "ama-pra-1": "1.25",
        "": "2",
    }


def test_price_follows_the_membership_as_in_the_list(client: Client) -> None:
    publish(prices={"public": "30", "ama": "0"}, credits={"ama-pra-1": "1.5"})
    paid, free = exported_typed(client), exported_typed(client, "?member=ama")
    names = ("Credit", "Price, US dollars", "Price per credit, US dollars")
    assert [paid[name] for name in names] == [1.5, 30, 20]
    assert [free[name] for name in names] == [1.5, 0, 0]


def test_price_that_is_no_number_is_empty(client: Client) -> None:
    publish(prices={"public": "variable"})
    row = exported_typed(client)
    assert (row["Price, US dollars"], row["Price kinds"]) == (None, "variable")


def test_numbers_and_days_are_typed_and_texts_are_texts(client: Client) -> None:
    made = publish(title="=1+1", released=DAY, expires=DAY, city="2026", state="NY", delivery="in-person")
    row = exported_typed(client)
    assert row["Activity ID"] == made
    assert (row["Released"].date(), row["Expires"].date(), row["Last day"].date()) == (DAY, DAY, DAY)
    assert (row["Title"], row["City"]) == ("=1+1", "2026")


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@x", "'=x", '=HYPERLINK("http://x","y")', "＝1"])
def test_no_cell_of_a_csv_file_is_a_formula_and_each_can_be_read_back(client: Client, title: str) -> None:
    publish(title=title, description=title, objectives=f"{title}\nx;y")
    row = exported(client)
    assert row["Title"] == f"'{title}"
    assert unquoted(row["Title"]) == unquoted(row["Description"]) == title
    assert parted(unquoted(row["Educational objectives"])) == [title, "x;y"]


def test_standing_is_that_of_the_reference_day(client: Client) -> None:
    publish(expires=DAY + timedelta(days=40))
    assert exported(client)["Standing"] == "Open"
    assert exported(client, f"?open_on={DAY + timedelta(days=30)}")["Standing"] == "Ending soon"


def test_page_address_is_absolute(client: Client) -> None:
    made = publish()
    assert exported(client)["Page"] == f"http://testserver/activities/{made}/"


FULL: dict[str, Any] = {
    "title": "Asthma",
    "format_id": "live",
    "delivery": "in-person",
    "venue": "Hall",
    "city": "Albany",
    "state": "NY",
    "country": "US",
    "time_zone": "America/New_York",
    "credits": {"ama-pra-1": "1"},
    "prices": {"public": "30", "ama": "0"},
    "registration_url": "https://example.org/register",
    "registration": "limited",
    **dict.fromkeys(("released", "reviewed", "starts", "ends", "expires", "source_read", "verified_on"), DAY),
    **dict.fromkeys(("description", "objectives", "disclaimers", "supporters"), "One.\nTwo."),
    "diplomate_engagement": "Read.",
    "doi": "10.5555/x",
    "commercial_support": "yes",
    "approval_list": "complete",
    "approvals": [
        approval(
            "abim",
            points=Decimal(1),
            valid_from=DAY,
            valid_until=DAY,
            complete_by=date(2027, 1, 1),
            reported_by="provider",
            evidence_url="https://example.org/e",
            evidence_reference="Letter",
            checked_on=DAY,
        )
    ],
    "provider_reference": "R-1",
    "accme_id": "1",
    "source_url": "https://example.org/s",
    "text_origin": "catalog",
    "sets": {
        "keywords": ["equity", "education"],
        "competencies": ["mk"],
        "specialties": ["cardiology"],
        "practice_settings": ["rural"],
        "joint_providers": ["example-lung"],
    },
}
NOT_IN_THE_FACTORY = {"National quality strategies", "National quality strategy codes"}
