"""The page of a listing: every label, every value, and what is said when a value is not known."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from lxml.html import HtmlElement

from activities.models import Activity, CreditType, Listing, Membership
from tests.factories import DAY, make_vocabularies, publish
from tests.listing_reader import labelled, links, listing, on_day, value
from tests.reader import assert_well_made, one, page, words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

LABELS_13645 = (
    ("Activity ID", "13645"),
    ("Expires", "July 15, 2027"),
    ("Format Type", "Journal-based"),
    ("CME Credit", "1 AMA PRA Category 1 Credit™"),
    ("Fee", "$30 Free for members of the American Medical Association"),
    ("CME Provider", "JAMA Accredited provider: American Medical Association"),
    ("Description of CME Course", "Importance "),
    ("Disclaimers", "This activity is accredited by the American Medical Association."),
    ("Register for this Activity", "No registration address is recorded here."),
    ("ABMS Member Board Approvals by Type", "Approvals not recorded here; this does not mean there are none."),
    ("More Information", "A board approves an activity as one or more types"),
    ("Commercial Support?", "No"),
    ("NOTE", "An activity that no board lists may still count toward a board's general CME requirement."),
    ("Educational Objectives", "Explain the part that international medical graduates have"),
    ("Keywords", "Medical Education and Training"),
    ("Competencies", "Medical Knowledge"),
    ("CME Credit Type", "AMA PRA Category 1 Credit™"),
    ("DOI", "10.1001/jama.2024.7656"),
)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with on_day(DAY):
        yield


@pytest.fixture
def terms() -> None:
    make_vocabularies()
    CreditType.objects.update(plural_name="AMA PRA Category 1 Credits™")


@pytest.fixture
def real_listing(client: Client) -> HtmlElement:
    call_command("loaddata", "vocabularies", "boards", "providers", "listings", verbosity=0)
    return listing(client, 13645)


def test_13645_prints_every_label_with_its_value_in_the_order_of_the_directory(real_listing: HtmlElement) -> None:
    found = labelled(real_listing)
    assert words(one(real_listing, "h1")) == "International Medical Graduates and the Physician Workforce"
    for label, begins in LABELS_13645:
        assert found[label].startswith(begins), label
    expected = [label for label, _ in LABELS_13645]
    assert [label for label in found if label in expected] == expected


def test_13645_is_well_made_and_named_in_the_title(real_listing: HtmlElement) -> None:
    assert_well_made(real_listing)
    title = words(one(real_listing, "title"))
    assert title == "International Medical Graduates and the Physician Workforce – CME Catalog"
    address = one(real_listing, "link[rel=canonical]").get("href")
    assert address == "http://testserver/activities/13645/"


def test_13645_heads_its_description_three_times_and_says_who_wrote_it(real_listing: HtmlElement) -> None:
    description = one(real_listing, "section[aria-labelledby=description]")
    assert [words(heading) for heading in description.cssselect("h3")] == [
        "Importance",
        "Observations",
        "Conclusions and Relevance",
    ]
    assert words(description).endswith("Summary by this catalog, not the publisher's abstract.")


def test_13645_numbers_its_disclaimers_with_our_note_beside_the_first(real_listing: HtmlElement) -> None:
    first, second = one(real_listing, "section[aria-labelledby=disclaimers] ol").cssselect("li")
    assert words(first).endswith("The provider's wording; American Medical Association is the accredited provider.")
    assert words(second) == "This activity is free to AMA members."


def test_13645_offers_the_doi_where_no_registration_address_is_known(real_listing: HtmlElement) -> None:
    register = one(real_listing, "section[aria-labelledby=register]")
    assert one(register, "a").get("href") == "https://doi.org/10.1001/jama.2024.7656"
    assert links(real_listing, "10.1001/jama.2024.7656") == ["https://doi.org/10.1001/jama.2024.7656"]


def test_13645_leads_to_its_source_its_provider_and_its_terms(real_listing: HtmlElement) -> None:
    source = links(real_listing, "See the list at the source")
    assert source == [Activity.objects.get(pk=13645).source_url]
    assert links(real_listing, "View All Activities by this CME Provider") == ["/providers/jama/"]
    assert links(real_listing, "Medical Knowledge") == ["/activities/?competency=mk"]
    assert links(real_listing, "Medical Education and Training") == [
        "/activities/?keyword=medical-education-and-training"
    ]
    assert "The provider's own site has the latest." in labelled(real_listing)["About this listing"]


def test_what_is_not_known_is_printed_as_not_stated(client: Client, terms: None) -> None:
    found = labelled(listing(client, publish()))
    for label in (
        "Expires",
        "Format Type",
        "CME Credit",
        "Description of CME Course",
        "Disclaimers",
        "Commercial Support?",
        "Educational Objectives",
        "Keywords",
        "Competencies",
        "CME Credit Type",
        "DOI",
        "Source",
        "Last verified",
        "Released",
    ):
        assert found[label] == "not stated", label
    assert found["Fee"] == "Price not stated"


@pytest.mark.parametrize(
    ("amount", "printed"),
    [
        ("0.5", "0.5 AMA PRA Category 1 Credit™"),
        ("1", "1 AMA PRA Category 1 Credit™"),
        ("1.00", "1 AMA PRA Category 1 Credit™"),
        ("1.5", "1.5 AMA PRA Category 1 Credits™"),
        ("10.25", "10.25 AMA PRA Category 1 Credits™"),
        ("20.00", "20 AMA PRA Category 1 Credits™"),
    ],
)
def test_credit_is_a_decimal_with_its_full_phrase(client: Client, terms: None, amount: str, printed: str) -> None:
    assert value(client, publish(credits={"ama-pra-1": amount}), "CME Credit").startswith(f"{printed} The maximum")


def test_several_credits_are_alternatives_and_never_summed(client: Client, terms: None) -> None:
    CreditType.objects.filter(pk="aafp-prescribed").update(plural_name="AAFP Prescribed Credits")
    found = labelled(listing(client, publish(credits={"ama-pra-1": "2", "aafp-prescribed": "1.75"})))
    assert found["CME Credit"].startswith(
        "1.75 AAFP Prescribed Credits or 2 AMA PRA Category 1 Credits™ Alternatives for the same work, not a sum."
    )
    assert "3.75" not in found["CME Credit"]


def test_credit_of_an_unknown_type_says_so(client: Client, terms: None) -> None:
    found = labelled(listing(client, publish(credits={"": "1"})))
    assert found["CME Credit"].startswith("1 credit, type not stated")
    assert found["CME Credit Type"] == "not stated"


@pytest.mark.parametrize(
    ("prices", "printed"),
    [
        ({"public": "30"}, "$30"),
        ({"public": "0"}, "Free"),
        ({"public": "1250"}, "$1,250"),
        ({"public": "12.50"}, "$12.50"),
        ({"public": "variable"}, "Varies"),
        ({"public": "not-stated"}, "Price not stated"),
        ({"public": "150", "ama": "0"}, "$150 Free for members of the American Medical Association"),
        ({"ama": "25"}, "Price not stated $25 for members of the American Medical Association"),
        ({"public": "30", "ama": "variable"}, "$30 Varies for members of the American Medical Association"),
    ],
)
def test_every_audience_has_its_price_row(client: Client, terms: None, prices: Any, printed: str) -> None:
    assert value(client, publish(prices=prices), "Fee") == printed


def test_group_of_people_is_named_as_it_is(client: Client, terms: None) -> None:
    Membership.objects.filter(pk="acp").update(name="Example journal subscribers")
    assert value(client, publish(prices={"acp": "0"}), "Fee") == "Price not stated Free for Example journal subscribers"


@pytest.mark.parametrize(
    ("query", "yours"),
    [
        ("?member=ama", "Your price: Free for members of the American Medical Association"),
        ("?member=acp&member=ama", "Your price: Free for members of the American Medical Association"),
        ("?member=acp", ""),
        ("?member=nobody", ""),
        ("", ""),
    ],
)
def test_chosen_membership_shows_the_price_for_the_reader(client: Client, terms: None, query: str, yours: str) -> None:
    activity_id = publish(prices={"public": "30", "ama": "0"})
    fee = labelled(listing(client, activity_id, query))["Fee"]
    assert fee == f"$30 Free for members of the American Medical Association {yours}".strip()


def test_registration_leads_to_the_provider_and_says_that_it_leaves(client: Client, terms: None) -> None:
    activity_id = publish(registration_url="https://example.org/register?a=1&b=2", registration="limited")
    document = listing(client, activity_id)
    found = document.cssselect("a[href='https://example.org/register?a=1&b=2']")
    assert [link.get("rel") for link in found] == ["external noopener"] * 2
    assert all(words(link).endswith("(leaves this site)") for link in found)
    assert "Registration: limited." in labelled(document)["Register for this Activity"]


def test_every_link_that_leaves_says_so(client: Client, real_listing: HtmlElement) -> None:
    leaving = [link for link in real_listing.cssselect("a[href]") if "//" in link.get("href")]
    assert leaving
    for link in leaving:
        assert link.get("rel") == "external noopener"
        assert words(one(link, ".visually-hidden")) == "(leaves this site)"


def test_live_activity_says_when_and_where_it_is_held_and_closes_after_its_end(client: Client, terms: None) -> None:
    activity_id = publish(
        format_id="live",
        delivery="in-person",
        starts=date(2026, 10, 3),
        ends=date(2026, 10, 5),
        expires=date(2026, 12, 31),
        venue="Example Hall",
        city="Springfield",
        state="IL",
    )
    found = labelled(listing(client, activity_id))
    assert found["Held"] == "October 3, 2026 to October 5, 2026 Example Hall, Springfield, IL"
    assert found["Expires"] == "December 31, 2026 Open until October 5, 2026, its last day"
    assert found["Format Type"] == "Live In person"


@pytest.mark.parametrize(
    ("dates", "printed"),
    [
        ({"starts": date(2026, 10, 3)}, "From October 3, 2026"),
        ({"starts": date(2026, 10, 3), "ends": date(2026, 10, 3)}, "October 3, 2026"),
    ],
)
def test_days_on_which_it_is_held_are_said_as_far_as_they_are_known(
    client: Client, terms: None, dates: dict[str, date], printed: str
) -> None:
    assert value(client, publish(format_id="live", **dates), "Held") == printed


def test_joint_providers_are_named_and_linked(client: Client, terms: None) -> None:
    document = listing(client, publish(sets={"joint_providers": ["example-lung"]}))
    assert labelled(document)["CME Provider"] == "Example Heart Joint provider: Example Lung"
    assert "/providers/example-lung/" in links(document, "Example Lung")


def test_labels_that_only_some_listings_carry_are_printed_where_present(client: Client, terms: None) -> None:
    bare = labelled(listing(client, publish()))
    assert not {"Diplomate Engagement", "Practice Setting", "National Quality Strategies", "Specialties"} & set(bare)
    full = labelled(
        listing(
            client,
            publish(
                diplomate_engagement="- Read the article\n- Answer the questions",
                sets={"practice_settings": ["rural"], "specialties": ["cardiology"]},
            ),
        )
    )
    assert full["Diplomate Engagement"] == "Read the article Answer the questions"
    assert (full["Practice Setting"], full["Specialties"]) == ("Rural", "Cardiology")


def test_keyword_with_commas_is_one_keyword(client: Client, terms: None) -> None:
    document = listing(client, publish(sets={"keywords": ["equity", "asthma"]}))
    assert links(document, "Equity, Diversity, and Inclusion") == ["/activities/?keyword=equity"]


def test_supporters_are_named(client: Client, terms: None) -> None:
    activity_id = publish(commercial_support="yes", supporters="Example Pharma, Inc.\nExample Devices")
    assert value(client, activity_id, "Commercial Support?") == "Yes: Example Pharma, Inc.; Example Devices"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "ftp://example.org/", "https://me@example.org/", "//x.example"]
)
def test_an_address_that_got_in_is_printed_as_text_only(client: Client, terms: None, address: str) -> None:
    activity_id = publish(registration_url="https://example.org/register", source_url="https://example.org/source")
    stored = Listing.objects.get(activity=activity_id)
    stored.record = stored.record.replace("https://example.org/register", address)
    stored.record = stored.record.replace("https://example.org/source", address)
    stored.save(update_fields=["record"])
    document = listing(client, activity_id)
    assert address in words(document)
    assert not [link for link in document.cssselect("[href]") if link.get("href").startswith(address)]


def test_version_and_last_verified_close_the_page(client: Client, terms: None) -> None:
    activity_id = publish(
        verified_on=date(2026, 8, 1), source_url="https://example.org/a", source_read=date(2026, 7, 4)
    )
    found = labelled(listing(client, activity_id))
    assert found["Last verified"] == "August 1, 2026"
    assert found["Source"].endswith("Day read: July 4, 2026")
    last = one(listing(client, activity_id), "main .sections > :last-child")
    assert words(last).startswith(f"Activity {activity_id} Version 1 Last verified: August 1, 2026")


def test_head_answers_like_get_and_other_methods_are_refused(client: Client, terms: None) -> None:
    address = f"/activities/{publish()}/"
    assert client.head(address).status_code == 200
    assert client.head(address).content == b""
    for method in ("post", "put", "delete", "patch", "trace"):
        assert getattr(client, method)(address).status_code == 405, method


def test_expired_listing_stays_readable_under_a_banner_with_open_alternatives(client: Client, terms: None) -> None:
    asthma = {"keywords": ["asthma"]}
    expired = publish(expires=date(2026, 8, 31), registration_url="https://example.org/register", sets=asthma)
    related = publish("Asthma in children", provider="example-lung", expires=DAY, sets=asthma)
    same_provider = publish("Heart failure")
    publish("Eczema", provider="example-skin")
    publish("Asthma long ago", expires=date(2026, 8, 30), sets=asthma)
    document = listing(client, expired)
    banner = one(document, ".banner-stop")
    assert words(banner).startswith("Expired. The last day of this activity was August 31, 2026.")
    offered = [link.get("href") for link in banner.cssselect("li a")]
    assert offered == [f"/activities/{related}/", f"/activities/{same_provider}/"]
    assert not document.cssselect("a[href='https://example.org/register']")
    assert words(one(document, ".decision .status")) == "Expired"
    assert labelled(document)["Register for this Activity"] == "Closed: the last day was August 31, 2026."


def test_open_listing_has_no_banner(client: Client, terms: None) -> None:
    document = listing(client, publish(expires=DAY))
    assert not document.cssselect("main .banner")
    assert words(one(document, ".decision .status")) == "Ending soon"


def test_page_of_an_unprintable_query_is_still_the_page(client: Client, terms: None) -> None:
    response = client.get(f"/activities/{publish()}/?member=%F0%28&x=%3Cscript%3E")
    assert response.status_code in (200, 400)
    assert not page(response).cssselect("script:not([src^='/static/']):not([type='application/ld+json'])")
