"""The record: one public shape of a listing, as text that is always the same for the same facts."""

import hashlib
import json
from datetime import date
from decimal import Decimal
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities import records
from activities.models import Activity, BoardApproval, Keyword, Specialty
from activities.records import Record
from cme_catalog.lib.numbers import plain
from providers.models import Board, Provider
from tests.factories import approval, make_vocabularies, publish, registration

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _vocabularies() -> None:
    make_vocabularies()


def record_of(number: int) -> Record:
    return records.build(Activity.objects.for_record().get(pk=number))


def test_the_text_keeps_the_order_of_the_keys() -> None:
    text = records.canonical(record_of(publish()))
    assert list(json.loads(text)) == list(get_type_hints(Record))


def test_the_text_has_no_spaces_between_and_letters_as_they_are() -> None:
    text = records.canonical(record_of(publish("Sjögren’s “sicca” ™")))
    assert '"title":"Sjögren’s “sicca” ™","provider":{"code":' in text


def test_the_digest_is_that_of_the_bytes_of_the_text() -> None:
    text = records.canonical(record_of(publish("Sjögren’s")))
    assert records.digest(text) == hashlib.sha256(text.encode("utf-8")).hexdigest()


def test_a_record_comes_back_from_its_text() -> None:
    record = record_of(publish(prices={"public": "30", "ama": "0"}, approvals=[approval("abim"), registration("abp")]))
    assert records.parse(records.canonical(record)) == record


def test_building_twice_gives_the_same_bytes() -> None:
    number = publish(approvals=[approval("abim"), registration("abim")], sets={"keywords": ["equity", "asthma"]})
    assert records.canonical(record_of(number)) == records.canonical(record_of(number))


def test_the_order_in_which_rows_were_written_does_not_show() -> None:
    first = publish(
        credits={"ama-pra-1": "1", "aafp-prescribed": "2", "": "3"},
        prices={"public": "30", "ama": "0", "acp": "5"},
        approvals=[approval("abim"), approval("abp"), approval("abim", "self-assessment"), registration("abs")],
        sets={"keywords": ["equity", "asthma"], "joint_providers": ["example-skin", "example-lung"]},
    )
    second = publish(
        credits={"": "3", "aafp-prescribed": "2", "ama-pra-1": "1"},
        prices={"acp": "5", "ama": "0", "public": "30"},
        approvals=[registration("abs"), approval("abim", "self-assessment"), approval("abp"), approval("abim")],
        sets={"joint_providers": ["example-lung", "example-skin"], "keywords": ["asthma", "equity"]},
    )
    assert {**record_of(first), "activity_id": 0} == {**record_of(second), "activity_id": 0}


def test_a_record_takes_a_fixed_number_of_queries(django_assert_num_queries: Any) -> None:
    many = [publish(approvals=[approval(board) for board in ("abim", "abp", "abs")]) for _ in range(5)]
    one = publish(approvals=[approval("abim")])
    with django_assert_num_queries(12):
        records.canonical(record_of(one))
    with django_assert_num_queries(12):
        [records.canonical(records.build(activity)) for activity in Activity.objects.for_record().filter(pk__in=many)]


@pytest.mark.parametrize(
    ("number", "text"),
    [("1", "1"), ("1.00", "1"), ("0.50", "0.5"), ("10.25", "10.25"), ("100", "100"), ("1E+2", "100"), ("0.00", "0")],
)
def test_decimals_have_one_normal_form(number: str, text: str) -> None:
    assert plain(Decimal(number)) == text


@given(st.decimals(min_value=0, max_value=9999, places=2))
def test_a_decimal_comes_back_from_its_normal_form(number: Decimal) -> None:
    text = plain(number)
    assert Decimal(text) == number
    assert "E" not in text
    assert not ("." in text and text.endswith(("0", ".")))


def test_amounts_are_strings_in_the_record() -> None:
    record = record_of(
        publish(
            credits={"ama-pra-1": "10.25"},
            prices={"public": "30.00", "ama": "variable"},
            approvals=[registration("abim", points=Decimal("1.50"))],
        )
    )
    assert [row["amount"] for row in record["credits"]] == ["10.25"]
    assert {row["audience"]: (row["kind"], row["amount"]) for row in record["prices"]} == {
        "public": ("amount", "30"),
        "ama": ("variable", ""),
    }
    assert record["approvals"][0]["points"] == "1.5"


def test_dates_are_iso_strings_and_what_is_not_stated_is_empty() -> None:
    record = record_of(publish(expires=date(2027, 7, 15)))
    assert (record["expires"], record["released"], record["last_day"]) == ("2027-07-15", "", "2027-07-15")
    assert (record["doi"], record["objectives"], record["format"], record["successor"]) == ("", [], None, None)


@pytest.mark.parametrize(
    ("fields", "last_day"),
    [
        ({"format_id": "live", "ends": date(2026, 5, 1), "expires": date(2026, 6, 1)}, "2026-05-01"),
        ({"delivery": "live-streamed", "ends": date(2026, 5, 1)}, "2026-05-01"),
        ({"format_id": "enduring", "ends": date(2026, 5, 1), "expires": date(2026, 6, 1)}, "2026-06-01"),
        ({"format_id": "live", "expires": date(2026, 4, 1), "ends": date(2026, 5, 1)}, "2026-04-01"),
        ({}, ""),
    ],
)
def test_the_last_day_of_a_live_activity_is_its_end(fields: dict[str, Any], last_day: str) -> None:
    assert record_of(publish(**fields))["last_day"] == last_day


def test_the_accredited_provider_is_the_activitys_own_then_the_imprints_then_the_provider() -> None:
    Provider.objects.filter(pk="example-heart").update(accredited_provider_id="example-lung")
    own = record_of(publish(accredited_provider_id="example-skin"))
    imprint = record_of(publish())
    plain_provider = record_of(publish(provider="example-lung"))
    codes = [record["accredited_provider"]["code"] for record in (own, imprint, plain_provider)]
    assert codes == ["example-skin", "example-lung", "example-lung"]


def test_lists_in_text_have_one_entry_to_a_line() -> None:
    record = record_of(publish(objectives=" Name it.\r\n\r\nTreat it. \n", disclaimers="First.\nSecond."))
    assert record["objectives"] == ["Name it.", "Treat it."]
    assert record["disclaimers"] == ["First.", "Second."]


def test_line_ends_of_a_description_are_those_of_the_web() -> None:
    assert record_of(publish(description="Importance:\r\nMuch.\r\n"))["description"] == "Importance:\nMuch."


def test_what_only_staff_may_see_is_not_in_the_record() -> None:
    number = publish(internal_note="Psst.", verified_by="Editor")
    assert "Psst." not in records.canonical(record_of(number))
    assert "Editor" not in records.canonical(record_of(number))
    assert records.private(Activity.objects.get(pk=number)) == {"internal_note": "Psst.", "verified_by": "Editor"}


def test_a_withdrawal_reason_shows_only_while_the_listing_is_withdrawn() -> None:
    number = publish(withdrawal_reason="ended")
    assert record_of(number)["withdrawal_reason"] == ""


def test_terms_stand_in_the_order_of_their_position_then_code() -> None:
    Specialty.objects.filter(pk="cardiology").update(position=9)
    Keyword.objects.update(position=0)
    record = record_of(publish(sets={"specialties": ["cardiology", "pediatrics"], "keywords": ["equity", "asthma"]}))
    assert [term["code"] for term in record["specialties"]] == ["pediatrics", "cardiology"]
    assert [term["code"] for term in record["keywords"]] == ["asthma", "equity"]


def test_two_approvals_that_differ_only_in_their_beginning_have_a_fixed_order() -> None:
    later, sooner = date(2026, 6, 1), date(2026, 1, 1)
    number = publish(approvals=[approval("abim", valid_from=later), approval("abim", valid_from=sooner)])
    assert [row["from"] for row in record_of(number)["approvals"]] == ["2026-01-01", "2026-06-01"]


def test_boards_of_one_type_stand_in_the_order_of_their_labels() -> None:
    Board.objects.filter(pk="abim").update(label="Zoology")
    number = publish(approvals=[approval("abim"), approval("abp"), approval("abs")])
    assert [row["board"]["code"] for row in record_of(number)["approvals"]] == ["abp", "abs", "abim"]
    assert BoardApproval.objects.count() == 3
