"""Two to four listings side by side: the labels of their pages, what differs marked in words, for everybody alike."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from lxml.html import HtmlElement

from activities import workflow
from activities.models import Activity, Status, Withdrawal
from tests.factories import DAY, approval, make_vocabularies, publish, registration
from tests.listing_reader import labelled, listing, on_day
from tests.reader import assert_well_made, one, read, words

pytestmark = pytest.mark.django_db

MARK = "≠ differs"
ON_ITS_PAGE_ONLY = {
    "Description of CME Course",
    "More Information",
    "NOTE",
    "About this listing",
    "Cite or keep this listing",
    "Approved",
    "Not listed",
    "Not recorded",
    "Source",
    "Released",
    "Version",
}


@pytest.fixture(autouse=True)
def catalog() -> Iterator[None]:
    make_vocabularies()
    with on_day(DAY):
        yield


def compared(client: Client, *ids: object) -> HtmlElement:
    document = read(client, "/compare/?" + "&".join(f"id={one}" for one in ids))
    assert_well_made(document)
    return document


def rows(document: HtmlElement) -> dict[str, list[str]]:
    """The cells of each row by its label, lines parted by a bar."""
    return {
        words(one(row, "th[scope=row]")).removesuffix(MARK).strip(): [
            " | ".join(map(words, cell.cssselect("li"))) or words(cell) for cell in row.cssselect("td")
        ]
        for row in document.cssselect(".comparison tbody tr")
    }


def marked(document: HtmlElement) -> list[str]:
    found = [words(row) for row in document.cssselect(".comparison tbody th")]
    return [label.removesuffix(MARK).strip() for label in found if label.endswith(MARK)]


def test_columns_stand_in_the_order_of_the_address_under_their_titles(client: Client) -> None:
    first, second, third = publish("Asthma"), publish("Eczema"), publish("Gout")
    document = compared(client, third, first, second)
    heads = document.cssselect(".comparison thead th[scope=col]")
    assert [words(head) for head in heads] == ["A Gout", "B Asthma", "C Eczema"]
    assert [one(head, "a").get("href") for head in heads] == [f"/activities/{n}/" for n in (third, first, second)]
    assert rows(document)["Activity ID"] == [str(third), str(first), str(second)]


def test_every_label_of_a_listing_has_its_row(client: Client) -> None:
    everything = {
        "approvals": [approval("abim"), registration("abs")],
        "sets": {"keywords": ["asthma"], "specialties": ["cardiology"], "practice_settings": ["rural"]},
        "starts": DAY,
    }
    number = publish(**everything)
    own = set(labelled(listing(client, number))) - ON_ITS_PAGE_ONLY
    assert own <= set(rows(compared(client, number, publish())))


def test_what_differs_is_marked_in_words_and_what_is_the_same_is_not(client: Client) -> None:
    same = {"prices": {"public": "30"}, "credits": {"ama-pra-1": "1"}}
    first = publish(**same, format_id="journal", expires=DAY + timedelta(90))
    second = publish(**same, format_id="live", expires=DAY + timedelta(90))
    document = compared(client, first, second)
    assert marked(document) == ["Format Type"]
    assert "They differ in: Format Type." in words(document)
    assert rows(document)["Format Type"] == ["Journal-based", "Live"]
    assert rows(document)["Fee"] == ["$30", "$30"]
    assert "They say the same in every row." in words(
        compared(client, first, publish(**same, format_id="journal", expires=DAY + timedelta(90)))
    )


def test_board_that_only_one_of_them_has_is_said_to_be_alone(client: Client) -> None:
    first = publish(approvals=[approval("abim"), approval("abs")], approval_list="complete")
    second = publish(approvals=[approval("abs")], approval_list="partial")
    third = publish(approvals=[registration("abp")])
    found = rows(compared(client, first, second, third))
    assert found["ABMS Lifelong Learning CME Activity"] == [
        "Internal Medicine (only A) | Surgery",
        "Surgery",
        "Not recorded here",
    ]
    assert found["Registered by the provider for continuing certification credit"] == [
        "None recorded",
        "None recorded",
        "Pediatrics (Medical Knowledge points) (only C)",
    ]
    assert found["ABMS Member Board Approvals by Type"] == [
        "The list is complete",
        "Only part of the list is recorded",
        "Approvals not recorded here",
    ]
    assert found["Board approvals"] == ["2 boards", "1 board", "Not recorded here; registered with 1"]


def test_complete_list_without_the_type_says_that_no_board_is_listed(client: Client) -> None:
    first = publish(approvals=[approval("abim")])
    second = publish(approval_list="complete")
    assert rows(compared(client, first, second))["ABMS Lifelong Learning CME Activity"] == [
        "Internal Medicine (only A)",
        "No board listed",
    ]


def test_approval_that_is_over_or_not_yet_in_force_says_so(client: Client) -> None:
    first = publish(
        approvals=[approval("abim", valid_until=DAY - timedelta(1)), approval("abs", valid_from=DAY + timedelta(1))]
    )
    found = rows(compared(client, first, publish()))
    assert (
        found["ABMS Lifelong Learning CME Activity"][0]
        == "Internal Medicine (ended) (only A) | Surgery (not yet in force) (only A)"
    )


def test_standing_of_the_day_and_the_closed_registration_are_said(client: Client) -> None:
    opened = publish(registration_url="https://example.org/register")
    expired = publish(registration_url="https://example.org/register", expires=DAY - timedelta(1))
    document = compared(client, opened, expired)
    assert rows(document)["Status"] == ["Open", "Expired"]
    assert rows(document)["Register for this Activity"] == [
        "Register on the provider's site (leaves this site)",
        "Closed",
    ]
    assert len(document.cssselect(".comparison a[rel~=external]")) == 1


def test_withdrawn_and_unknown_ones_are_said_and_leave_nothing_of_their_content(client: Client) -> None:
    stays, gone, other = publish("Asthma"), publish("Xylophonitis"), publish("Gout")
    workflow.withdraw(
        Activity.objects.get(pk=gone),
        version=1,
        by="the tests",
        reason="A test.",
        public_reason=Withdrawal.REPLACED,
        successor=Activity.objects.get(pk=other),
    )
    document = compared(client, stays, gone, 424242)
    assert f"Activity {gone} was withdrawn. Reason: {Withdrawal.REPLACED.label} Replaced by Gout." in words(document)
    assert "Activity 424242 is not in this catalog." in words(document)
    assert "Xylophonitis" not in words(document)
    assert "Only one of these is listed" in words(document)


def test_draft_is_as_unknown_as_an_id_that_never_was(client: Client) -> None:
    shown, hidden = publish(), publish("Xylophonitis", status=Status.DRAFT)
    before = client.get(f"/compare/?id={shown}&id={hidden}").content.decode()
    assert before.replace(str(hidden), "N") == client.get(f"/compare/?id={shown}&id=424242").content.decode().replace(
        "424242", "N"
    )


def test_each_one_can_be_taken_out_and_another_put_in(client: Client) -> None:
    first, second = publish(), publish()
    document = compared(client, first, second)
    taken = [link.get("href") for link in document.cssselect("section .inline a")]
    assert taken == [f"/compare/?id={second}", f"/compare/?id={first}", f"/shortlist/?id={first}&id={second}"]
    form = one(document, "main form")
    assert form.get("action") == "/compare/"
    assert [value for name, value in form.form_values() if name == "id"] == [str(first), str(second)]


def test_five_are_four_and_the_fifth_is_named(client: Client) -> None:
    ids = [publish() for _ in range(5)]
    document = compared(client, *ids)
    assert len(document.cssselect(".comparison thead th")) == 4
    assert f"id: “{ids[4]}” was not used. Only the first 4 are shown." in words(document)
    assert not document.cssselect("main form")


def test_none_explains_the_page(client: Client) -> None:
    assert "two to four activities side by side" in words(compared(client))


@pytest.mark.parametrize("value", ["x", "-1", "0", "1e5", "१२", "9" * 5000, "1" * 13, "\x7f", "<b>", "1;2", "á" * 500])
def test_bad_value_is_named_and_never_a_failure(client: Client, value: str) -> None:
    response = client.get("/compare/", {"id": value})
    assert response.status_code == 200
    assert "could not be used" in response.content.decode()


def test_page_is_public_cacheable_without_a_cookie_and_not_for_search_engines(client: Client) -> None:
    first, second = publish(), publish()
    response = client.get(f"/compare/?id={first}&id={second}&id={first}&utm=1")
    assert not response.cookies
    assert response.headers["Cache-Control"].startswith("public")
    assert "Cookie" not in response.headers["Vary"]
    document = read(client, f"/compare/?id={first}&id={second}&id={first}&utm=1")
    assert one(document, "meta[name=robots]").get("content") == "noindex"
    assert one(document, "link[rel=canonical]").get("href").endswith(f"/compare/?id={first}&id={second}")


def test_post_is_refused(client: Client) -> None:
    assert client.post("/compare/", {"id": "1"}).status_code == 405


def test_shortlist_compares_what_is_ticked(client: Client) -> None:
    first, second = publish(), publish()
    client.post("/shortlist/", {"save": [str(first), str(second)]})
    document = read(client, "/shortlist/")
    form = one(document, "form#compare")
    assert (form.get("action"), form.get("method")) == ("/compare/", "get")
    boxes = document.cssselect("input[type=checkbox][name=id][form=compare]")
    assert [box.get("value") for box in boxes] == [str(first), str(second)]
