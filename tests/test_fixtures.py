"""The shipped fixtures: the real listings with their facts and nothing else, the boards, the vocabularies."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from activities.models import Listing
from activities.records import Record, parse
from tests.fixture_files import SHIPPED
from tests.real_listings import AMA_DISCLAIMERS, PAGE, REAL_LISTINGS, Facts

pytestmark = pytest.mark.django_db

Rows = dict[str, dict[Any, dict[str, Any]]]

AMA_IMPRINTS = {"JAMA", "AMA Journal of Ethics"}
OUR_TEXTS = {13645: ("description", "objectives"), 2012: ("diplomate_engagement",)}


@pytest.fixture(scope="module")
def records(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[int, Record]]:
    """The published records of the shipped fixtures, by activity ID."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", *SHIPPED, verbosity=0)
        yield {row.activity_id: parse(row.record) for row in Listing.objects.public()}
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def rows() -> Rows:
    """The rows of all fixture files by model and code."""
    found: Rows = defaultdict(dict)
    for name in SHIPPED:
        for number, row in enumerate(file_rows(name)):
            found[row["model"]][row.get("pk", number)] = row["fields"]
    return found


def file_rows(name: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads((Path(settings.BASE_DIR) / "fixtures" / f"{name}.json").read_text())
    return loaded


def said(record: Record) -> dict[str, Any]:
    """What a record says: its fields without those that are empty."""
    return {name: value for name, value in record.items() if value not in ("", [], None)}


def expected(number: int, facts: Facts) -> dict[str, Any]:
    """What the record of a real listing says, and all it says, but for the texts that are ours."""
    ours = {"text_origin": "catalog"} if number in OUR_TEXTS else {}
    wanted = {
        "activity_id": number,
        "status": "published",
        "title": facts.title,
        "provider": facts.provider,
        "accredited_provider": "American Medical Association" if facts.provider in AMA_IMPRINTS else facts.provider,
        "format": facts.format,
        "credits": [facts.credit],
        "prices": facts.prices,
        "expires": facts.expires,
        "last_day": facts.expires,
        "disclaimers": list(facts.disclaimers),
        "doi": facts.doi,
        "commercial_support": facts.support,
        "keywords": list(facts.keywords),
        "competencies": list(facts.competencies),
        "approval_list": facts.approval_list,
        "approvals": facts.approvals,
        "source_url": f"{PAGE}{facts.page}" if facts.page else "",
        "source_read": facts.read_on,
        **ours,
    }
    return {name: value for name, value in wanted.items() if value not in ("", [], {})}


def in_short(record: Record) -> dict[str, Any]:
    """What the record says, in the words of the table of facts; texts of ours are left out."""
    short: dict[str, Any] = {**said(record)}
    for text in OUR_TEXTS.get(record["activity_id"], ()):
        del short[text]
    for name in ("provider", "accredited_provider", "format"):
        short[name] = short[name]["name"]
    short["credits"] = [(row["type"]["code"] if row["type"] else "", row["amount"]) for row in record["credits"]]
    short["prices"] = {row["audience"]: row["amount"] or row["kind"] for row in record["prices"]}
    short["keywords"] = [keyword["name"] for keyword in record["keywords"]]
    short["competencies"] = [competency["code"] for competency in record["competencies"]]
    short["approvals"] = boards_by_type(record)
    return {name: value for name, value in short.items() if value not in ([], {})}


def boards_by_type(record: Record) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in record["approvals"]:
        assert row["basis"] == "board"
        assert row["type"] is not None
        found[row["type"]["code"]].append(row["board"]["code"])
    return {kind: tuple(sorted(boards)) for kind, boards in found.items()}


@pytest.mark.parametrize("number", REAL_LISTINGS)
def test_a_real_listing_says_its_facts_and_nothing_else(records: dict[int, Record], number: int) -> None:
    wanted = expected(number, REAL_LISTINGS[number])
    got = in_short(records[number])
    for name in ("keywords", "competencies"):
        assert sorted(got.pop(name, [])) == sorted(wanted.pop(name, []))
    assert got == wanted


def test_no_other_listing_is_shipped(records: dict[int, Record]) -> None:
    assert set(records) == set(REAL_LISTINGS)


def test_approvals_carry_no_date_points_or_evidence_that_nobody_stated(records: dict[int, Record]) -> None:
    stated = ("points", "points_kind", "from", "until", "complete_by", "reported_by", "evidence_url", "checked_on")
    approvals = [row for record in records.values() for row in record["approvals"]]
    assert len(approvals) > 100
    assert not [row for row in approvals for name in stated if row[name]]  # type: ignore[literal-required]


def test_13645_is_complete_to_the_last_label(records: dict[int, Record]) -> None:
    record = records[13645]
    assert record["title"] == "International Medical Graduates and the Physician Workforce"
    assert record["expires"] == "2027-07-15"
    assert record["format"] == {"code": "journal", "name": "Journal-based"}
    assert record["provider"]["name"] == "JAMA"
    assert record["accredited_provider"]["name"] == "American Medical Association"
    assert record["disclaimers"] == list(AMA_DISCLAIMERS)
    assert record["approval_list"] == "not-recorded"
    assert record["commercial_support"] == "no"
    assert len(record["objectives"]) == 1
    assert record["competencies"] == [{"code": "mk", "name": "Medical Knowledge", "label": "Medical Knowledge"}]
    assert record["doi"] == "10.1001/jama.2024.7656"
    assert record["text_origin"] == "catalog"


def test_the_credit_of_13645_is_printed_with_its_mark_for_one_and_for_several(records: dict[int, Record]) -> None:
    (credit,) = records[13645]["credits"]
    assert credit["amount"] == "1"
    assert credit["type"] is not None
    assert credit["type"]["name"] == "AMA PRA Category 1 Credit™"
    assert credit["type"]["plural"] == "AMA PRA Category 1 Credits™"


def test_the_prices_of_13645_are_for_everybody_and_for_members_of_the_ama(records: dict[int, Record]) -> None:
    prices = {row["audience_name"]: row["amount"] for row in records[13645]["prices"]}
    assert prices == {"": "30", "American Medical Association": "0"}


def test_the_description_of_13645_has_three_headed_paragraphs(records: dict[int, Record]) -> None:
    paragraphs = records[13645]["description"].split("\n\n")
    headings = [paragraph.split("\n")[0] for paragraph in paragraphs]
    assert headings == ["Importance:", "Observations:", "Conclusions and Relevance:"]
    assert all(len(paragraph.split("\n")) == 2 for paragraph in paragraphs)


def test_our_texts_state_no_figures(records: dict[int, Record]) -> None:
    texts = [records[13645]["description"], *records[13645]["objectives"]]
    assert not [text for text in texts if re.search(r"\d|percent|%", text)]


def test_a_keyword_with_commas_is_one_keyword(records: dict[int, Record]) -> None:
    assert "Equity, Diversity, and Inclusion" in [keyword["name"] for keyword in records[10600]["keywords"]]


def test_13645_comes_first_and_the_others_from_new_to_old() -> None:
    numbers = [row["pk"] for row in file_rows("listings") if row["model"] == "activities.activity"]
    assert numbers == [13645, *sorted(set(numbers) - {13645}, reverse=True)]


def test_a_listing_stands_with_its_credits_prices_and_approvals() -> None:
    number = 0
    for row in file_rows("listings"):
        if row["model"] == "activities.activity":
            number = row["pk"]
        else:
            assert row["fields"]["activity"] == number


def test_there_are_24_boards_with_their_certificates(rows: Rows) -> None:
    boards = rows["providers.board"]
    assert len(boards) == 24
    assert all(fields["abbreviation"].lower() == code for code, fields in boards.items())
    assert all(fields["name"].startswith("American Board of ") for fields in boards.values())
    certified = {fields["board"] for fields in rows["providers.certificate"].values() if fields["kind"] == "specialty"}
    assert certified == set(boards)


def test_every_web_address_is_a_secure_one(rows: Rows) -> None:
    addresses = [
        value
        for some in rows.values()
        for fields in some.values()
        for name, value in fields.items()
        if name in ("website", "source_url", "registration_url", "evidence_url")
    ]
    assert len(addresses) == 24 + 14
    assert all(re.fullmatch(r"https://[a-z.]+/[a-z0-9/-]*", address) for address in addresses)


def test_nothing_is_shipped_about_a_provider_but_its_name_and_who_answers_for_it(rows: Rows) -> None:
    for fields in rows["providers.provider"].values():
        assert set(fields) <= {"name", "accredited_provider"}
    imprints = {fields["name"] for fields in rows["providers.provider"].values() if "accredited_provider" in fields}
    assert imprints == AMA_IMPRINTS


@pytest.mark.parametrize(
    ("model", "codes"),
    [
        ("competency", ["pc", "mk", "pbli", "ics", "prof", "sbp"]),
        ("approvaltype", ["lifelong-learning", "self-assessment", "patient-safety", "improvement"]),
        ("membership", ["ama"]),
        ("practicesetting", ["academic-medicine", "inpatient", "outpatient", "rural", "urban", "va-military"]),
    ],
)
def test_short_vocabularies_are_whole_and_in_order(rows: Rows, model: str, codes: list[str]) -> None:
    assert list(rows[f"activities.{model}"]) == codes


@pytest.mark.parametrize(
    ("model", "codes"),
    [
        ("formattype", {"journal", "enduring", "internet", "internet-poc", "live", "pi-cme", "rss", "other"}),
        ("credittype", {"ama-pra-1", "aafp-prescribed", "acog-cognates", "aoa-1a", "ancc", "acpe", "ipce"}),
        ("pointskind", {"medical-knowledge", "patient-safety", "practice-assessment", "self-assessment", "cme", "sae"}),
    ],
)
def test_vocabularies_hold_the_codes_that_addresses_use(rows: Rows, model: str, codes: set[str]) -> None:
    assert codes <= set(rows[f"activities.{model}"])


def test_every_shipped_keyword_is_used_by_a_listing(rows: Rows, records: dict[int, Record]) -> None:
    used = {keyword["code"] for record in records.values() for keyword in record["keywords"]}
    assert set(rows["activities.keyword"]) == used


def test_a_row_takes_one_line_or_a_line_for_each_field() -> None:
    for name in SHIPPED:
        lines = (Path(settings.BASE_DIR) / "fixtures" / f"{name}.json").read_text().splitlines()
        assert (lines[0], lines[-1]) == ("[", "]")
        assert all(line.startswith(('{"model"', '    "', "}}")) for line in lines[1:-1])
