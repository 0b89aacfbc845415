"""The JSON-LD of a listing's page says what the page shows, leaves out what is unknown, and cannot end its element."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from activities import workflow
from activities.models import Activity, Withdrawal
from activities.structured_data import script_text
from tests.factories import DAY, approval, make_vocabularies, publish, registration
from tests.listing_reader import listing, on_day
from tests.reader import one

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with on_day(DAY):
        yield


@pytest.fixture
def terms() -> None:
    make_vocabularies()


def data(client: Client, activity_id: int) -> dict[str, Any]:
    """What a program reads on the page."""
    found = json.loads(one(listing(client, activity_id), "script[type='application/ld+json']").text)
    assert_stated(found)
    return dict(found)


def assert_stated(value: Any) -> None:
    """Nothing is empty, null or an unknown that is written as zero."""
    assert value not in ("", None, [], {})
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one_of_them in inner:
        assert_stated(one_of_them)


def test_model_listing_reads_as_its_page(client: Client) -> None:
    call_command("load_first_listings", verbosity=0)
    found = data(client, 13645)
    page = "http://testserver/activities/13645/"
    assert (found["@context"], found["@type"]) == ("https://schema.org", "Course")
    assert found["@id"] == found["url"] == found["mainEntityOfPage"] == page
    assert found["name"] == "International Medical Graduates and the Physician Workforce"
    assert found["identifier"] == {"@type": "PropertyValue", "propertyID": "Activity ID", "value": "13645"}
    assert [(one["name"], one["@id"]) for one in found["provider"]] == [("JAMA", "http://testserver/providers/jama/")]
    assert found["description"].startswith("Importance:\nPhysicians who")
    assert found["expires"] == found["hasCourseInstance"][0]["endDate"] == "2027-07-15"
    assert found["learningResourceType"] == "Journal-based"
    assert found["numberOfCredits"] == [
        {"@type": "QuantitativeValue", "value": 1, "unitText": "AMA PRA Category 1 Credit"}
    ]
    assert found["keywords"] == ["Medical Education and Training"]
    assert found["teaches"][1]["name"] == "Medical Knowledge"
    assert found["isBasedOn"]["@id"] == "https://doi.org/10.1001/jama.2024.7656"
    assert found["inLanguage"] == "en"
    assert "isAccessibleForFree" not in found
    assert "funder" not in found


def test_model_listing_states_prices_and_who_accredits(client: Client) -> None:
    call_command("load_first_listings", verbosity=0)
    found = data(client, 13645)
    public, members = found["offers"]
    assert (public["price"], public["category"], public["availabilityEnds"]) == ("30.00", "Paid", "2027-07-15")
    assert (members["price"], members["description"]) == ("0", "Free for members of the American Medical Association")
    (credential,) = found["educationalCredentialAwarded"]
    assert credential["recognizedBy"]["name"] == "American Medical Association"
    assert credential["description"] == "This activity is accredited by the American Medical Association."
    assert found["conditionsOfAccess"] == "This activity is free to AMA members."


def test_free_activity_says_so_and_where_to_register(client: Client, terms: None) -> None:
    link = "https://example.org/register"
    found = data(client, publish(prices={"public": "0"}, registration_url=link, registration="limited"))
    assert found["isAccessibleForFree"] is True
    assert found["offers"] == [
        {"@type": "Offer", "price": "0", "priceCurrency": "USD", "category": "Free", "url": link}
    ]
    assert found["potentialAction"] == {"@type": "RegisterAction", "target": link}
    assert found["conditionsOfAccess"] == "Registration is limited."


@pytest.mark.parametrize("prices", [{}, {"public": "variable"}, {"public": "not-stated"}])
def test_price_that_is_no_number_is_left_out(client: Client, terms: None, prices: dict[str, str]) -> None:
    link = "https://example.org/register"
    assert data(client, publish(prices=prices, registration_url=link))["offers"] == [{"@type": "Offer", "url": link}]
    assert "offers" not in data(client, publish(prices=prices))


def test_credits_are_numbers_in_quarters(client: Client, terms: None) -> None:
    found = data(client, publish(credits={"ama-pra-1": "1.25", "": "2"}))
    assert sorted(row["value"] for row in found["numberOfCredits"]) == [1.25, 2]
    assert "unitText" not in min(found["numberOfCredits"], key=len)


def test_boards_own_approvals_in_force_are_credentials_and_registrations_are_not(client: Client, terms: None) -> None:
    over = DAY - timedelta(days=1)
    rows = [approval("abim"), registration("abs"), approval("abp", valid_until=over)]
    found = data(client, publish(approvals=[*rows, approval("abnm", basis="unknown")]))
    (credential,) = found["educationalCredentialAwarded"]
    assert credential["name"] == "ABMS Lifelong Learning CME Activity"
    assert credential["recognizedBy"] == {
        "@type": "Organization",
        "name": "American Board of Internal Medicine",
        "alternateName": "ABIM",
    }


def test_live_activity_is_an_event_at_a_place(client: Client, terms: None) -> None:
    held: dict[str, Any] = {"delivery": "in-person", "venue": "Hall", "city": "Albany", "state": "NY"}
    found = data(client, publish(format_id="live", starts=DAY, ends=DAY, **held))
    (instance,) = found["hasCourseInstance"]
    assert instance["@type"] == ["CourseInstance", "EducationEvent"]
    assert (instance["startDate"], instance["endDate"], instance["courseMode"]) == (str(DAY), str(DAY), "onsite")
    assert instance["location"]["address"] == {
        "@type": "PostalAddress",
        "addressLocality": "Albany",
        "addressRegion": "NY",
    }
    assert instance["eventAttendanceMode"].endswith("/OfflineEventAttendanceMode")


def test_supporters_are_funders(client: Client, terms: None) -> None:
    found = data(client, publish(commercial_support="yes", supporters="Example Pharma\nExample Devices"))
    assert [one["name"] for one in found["funder"]] == ["Example Pharma", "Example Devices"]


def test_expired_listing_keeps_its_block_and_a_withdrawn_one_has_none(client: Client, terms: None) -> None:
    over = publish(expires=DAY - timedelta(days=1))
    assert data(client, over)["expires"] == str(DAY - timedelta(days=1))
    activity = Activity.objects.get(pk=over)
    workflow.withdraw(activity, version=1, by="the tests", reason="A test.", public_reason=Withdrawal.ENDED)
    assert "ld+json" not in client.get(f"/activities/{over}/").text


def test_closing_tag_in_a_title_does_not_end_the_block(client: Client, terms: None) -> None:
    title = "</script><script>alert(1)</script> <!-- &"
    made = publish(title)
    assert data(client, made)["name"] == title
    assert "<script>alert" not in client.get(f"/activities/{made}/").text


@given(text=st.text())
def test_no_text_leaves_the_script_and_every_text_reads_back(text: str) -> None:
    written = script_text({"name": text})
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == {"name": text}


def test_page_introduces_itself_to_whoever_shares_it(client: Client, terms: None) -> None:
    made = publish('Asthma "and" <b>', prices={"public": "30"}, credits={"ama-pra-1": "1"}, expires=DAY)
    document = listing(client, made)
    found = {meta.get("property"): meta.get("content") for meta in document.cssselect("meta[property]")}
    assert found == {
        "og:type": "website",
        "og:site_name": "CME Catalog",
        "og:title": 'Asthma "and" <b>',
        "og:description": "CME activity by Example Heart, 1 AMA PRA Category 1 Credit™, $30. "
        "Last day: September 1, 2026.",
        "og:url": f"http://testserver/activities/{made}/",
    }
