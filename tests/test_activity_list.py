"""The list of activities as a reader sees it: results, facets, chips, notes, pages, and what to do with none."""

from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client
from lxml.html import HtmlElement

from tests.factories import DAY, approval, make_vocabularies, publish, publish_all, registration
from tests.listing_reader import card, count, links, on_day, result_ids
from tests.reader import assert_well_made, one, read, words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def catalog() -> Iterator[None]:
    make_vocabularies()
    with on_day(DAY):
        yield


def the_list(client: Client, query: str = "") -> HtmlElement:
    return read(client, f"/activities/{query}")


def facet_value(document: HtmlElement, name: str, value: str) -> HtmlElement:
    return one(document, f"fieldset input[name='{name}'][value='{value}'][data-count]")


def submitted(document: HtmlElement) -> list[tuple[str, str]]:
    """What a browser sends with the filter form as it stands, without what is empty."""
    form = one(document, "form#filters")
    fields = [*form.cssselect("[name]"), *document.cssselect("[form=filters][name]")]
    sent = []
    for field in fields:
        if field.tag == "select":
            sent += [(field.get("name"), option.get("value")) for option in field.cssselect("option[selected]")]
        elif field.get("type") != "checkbox" or "checked" in field.attrib:
            sent.append((field.get("name"), field.get("value", "")))
    return sorted(pair for pair in sent if pair[1])


def test_page_is_well_made_and_announces_its_count(client: Client) -> None:
    publish()
    document = the_list(client)
    assert_well_made(document)
    assert words(one(document, "#result-count[role=status]")) == "1 activity"
    assert words(one(document, "title")) == "Activities – CME Catalog"


def test_count_is_the_number_of_results(client: Client) -> None:
    ids = [publish(f"Asthma {number}") for number in range(3)]
    document = the_list(client)
    assert count(document) == 3
    assert result_ids(document) == sorted(ids, reverse=True)


def test_card_says_the_facts_in_one_order(client: Client) -> None:
    activity_id = publish(
        "Asthma in adults",
        format_id="journal",
        expires=date(2027, 7, 15),
        credits={"ama-pra-1": "1"},
        prices={"public": "30", "ama": "0"},
        sets={"joint_providers": ["example-lung"]},
    )
    result = card(the_list(client), activity_id)
    assert links(result, "Asthma in adults") == [f"/activities/{activity_id}/"]
    facts = [words(span) for span in result.cssselect(".card-facts > span")]
    assert facts == [
        "1 credit, AMA PRA Category 1 Credit™",
        "$30 (free for some members)",
        "Journal-based",
        "Open until July 15, 2027",
    ]
    assert words(one(result, ".card-provider")) == "Example Heart, Example Lung"
    assert words(one(result, ".status")) == "Open"


def test_card_of_a_bare_listing_says_what_is_not_stated(client: Client) -> None:
    activity_id = publish()
    result = card(the_list(client), activity_id)
    facts = [words(span) for span in result.cssselect(".card-facts > span")]
    assert facts == ["Credit not stated", "Price not stated", "Format not stated", "Last day not stated"]
    assert words(one(result, ".card-boards")) == "Approvals not recorded"


def test_card_of_a_complete_list_without_boards_says_so(client: Client) -> None:
    activity_id = publish(approval_list="complete")
    result = card(the_list(client), activity_id)
    assert words(one(result, ".card-boards")) == "No board lists it"


def test_card_names_the_chosen_boards_and_their_type_first(client: Client) -> None:
    activity_id = publish(
        approvals=[approval("abim"), approval("abim", "self-assessment"), approval("abp"), registration("abs")]
    )
    result = card(the_list(client, "?board=abim&board=abs&approval=self-assessment"), activity_id)
    assert [words(chosen) for chosen in result.cssselect(".card-boards > strong")] == [
        "Internal Medicine: ABMS Self-Assessment Activity, ABMS Lifelong Learning CME Activity",
        "Surgery: registered (Medical Knowledge points)",
    ]
    assert "Also approved: ABP" in words(result)


def test_card_tells_approved_from_registered_and_counts_what_is_in_force(client: Client) -> None:
    ended = approval("abs", valid_until=DAY - timedelta(1))
    activity_id = publish(approvals=[approval("abim"), registration("abp"), ended])
    result = card(the_list(client), activity_id)
    assert words(one(result, ".card-boards")) == "Approved: ABIM Registered: ABP"


@pytest.mark.parametrize(
    ("query", "price"),
    [
        ("", "$30 (free for some members)"),
        ("?member=ama", "Free for members of the American Medical Association ($30 for others)"),
        ("?member=acp", "$30 (free for some members)"),
    ],
)
def test_card_prices_are_those_of_the_reader(client: Client, query: str, price: str) -> None:
    activity_id = publish(prices={"public": "30", "ama": "0"})
    assert price in words(card(the_list(client, query), activity_id))


def test_facet_values_are_inputs_with_their_counts(client: Client) -> None:
    publish(format_id="journal")
    publish(format_id="journal")
    document = the_list(client)
    chosen = facet_value(document, "format", "journal")
    assert (chosen.get("type"), chosen.get("data-count")) == ("checkbox", "2")
    assert words(chosen.getparent()) == "Journal-based 2"
    assert words(next(chosen.iterancestors("fieldset")).cssselect("legend")[0]) == "Format"


def test_value_without_listings_stays_but_cannot_be_chosen(client: Client) -> None:
    publish(format_id="journal")
    document = the_list(client)
    assert "disabled" in facet_value(document, "format", "live").attrib
    assert "disabled" not in facet_value(document, "format", "journal").attrib


def test_chosen_value_that_matches_nothing_can_still_be_taken_away(client: Client) -> None:
    publish(format_id="journal")
    chosen = facet_value(the_list(client, "?format=live"), "format", "live")
    assert "checked" in chosen.attrib
    assert "disabled" not in chosen.attrib


def test_there_is_one_form_by_get_with_one_apply_button(client: Client) -> None:
    publish()
    document = the_list(client)
    assert [form.get("method") for form in document.cssselect("form")] == ["get"]
    assert [words(button) for button in document.cssselect("button")].count("Apply") == 1
    assert all(fieldset.cssselect("legend") for fieldset in document.cssselect("fieldset"))


def test_form_as_it_stands_asks_the_same_question_again(client: Client) -> None:
    publish(prices={"public": "30", "ama": "0"}, format_id="journal", approvals=[approval("abim")])
    query = (
        "approval=lifelong-learning&board=abim&expired=1&format=journal&format=live&max_price=50&member=ama"
        "&min_credits=0.5&per_page=10&q=asthma&sort=price&starts_from=2026-01-01"
    )
    assert submitted(the_list(client, f"?{query}")) == sorted(parse_qsl(query))


def test_order_and_page_size_of_the_house_are_left_out_of_the_address(client: Client) -> None:
    publish()
    assert submitted(the_list(client)) == []
    assert submitted(the_list(client, "?q=asthma")) == [("q", "asthma")]


def test_chips_say_what_is_asked_and_lead_to_the_list_without_it(client: Client) -> None:
    publish(format_id="journal", approvals=[approval("abim")])
    document = the_list(client, "?board=abim&format=journal")
    chips = {words(chip): chip.get("href") for chip in document.cssselect(".chips a")}
    assert chips == {
        "Board: Internal Medicine (ABIM) (remove)": "/activities/?format=journal",
        "Format: Journal-based (remove)": "/activities/?board=abim",
    }
    assert words(one(document, "details.panel > summary")) == "Filters (2)"
    assert links(document, "Clear all") == ["/activities/"]


def test_bad_value_is_named_on_the_page_and_only_it_is_dropped(client: Client) -> None:
    cheap = publish("Asthma", prices={"public": "10"}, format_id="journal")
    publish("Other", prices={"public": "10"}, format_id="live")
    document = the_list(client, "?max_price=cheap&format=journal")
    assert result_ids(document) == [cheap]
    assert "max_price: “cheap” was not used." in words(one(document, ".results .banner"))


def test_facet_with_bad_values_only_gives_nothing_and_says_so(client: Client) -> None:
    publish()
    document = the_list(client, "?board=nowhere")
    assert count(document) == 0
    assert "board: “nowhere” was not used." in words(one(document, ".results .banner"))


def test_long_list_of_bad_values_is_cut_short(client: Client) -> None:
    document = the_list(client, "?" + "&".join(f"board=x{number}" for number in range(40)))
    assert len(document.cssselect(".results .banner li")) == 11
    assert "and 30 more" in words(one(document, ".results .banner"))


def test_price_limit_says_how_many_it_leaves_out(client: Client) -> None:
    publish(prices={"public": "10"})
    publish(prices={"public": "variable"})
    publish()
    text = words(one(the_list(client, "?max_price=50"), ".results"))
    assert "2 more activities are left out because the price varies or is not stated." in text


def test_chosen_board_says_how_many_more_have_no_complete_list(client: Client) -> None:
    publish(approvals=[approval("abim")], approval_list="complete")
    publish(approval_list="complete")
    publish(approval_list="partial")
    text = words(one(the_list(client, "?board=abim"), ".results"))
    assert "1 more listing has no complete approval list here, so it may be approved too." in text


def test_board_nobody_lists_does_not_sound_like_a_refusal(client: Client) -> None:
    publish(approval_list="complete")
    document = the_list(client, "?board=abnm")
    assert "does not mean that the board won't accept one" in words(one(document, ".results"))
    assert links(document, "about the board") == ["/boards/abnm/"]


def test_pages_have_links_to_the_next_and_the_previous_one(client: Client) -> None:
    publish_all({"title": f"Asthma {number}"} for number in range(21))
    document = the_list(client, "?per_page=10&page=2")
    assert [link.get("href") for link in document.cssselect("head link[rel=prev]")] == ["/activities/?per_page=10"]
    following = ["/activities/?page=3&per_page=10"]
    assert [link.get("href") for link in document.cssselect("head link[rel=next]")] == following
    assert links(document, "Next") == following
    assert words(one(document, "nav [aria-current=page]")) == "Page 2"
    assert "11 to 20 of 21" in words(one(document, "nav.pages"))
    assert words(one(document, "title")) == "Activities, page 2 – CME Catalog"


def test_pages_neither_repeat_nor_skip(client: Client) -> None:
    ids = {publish(f"Asthma {number % 3}") for number in range(23)}
    pages = [result_ids(the_list(client, f"?sort=title&per_page=10&page={page}")) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [10, 10, 3]
    assert {activity_id for page in pages for activity_id in page} == ids


def test_page_beyond_the_last_is_the_last(client: Client) -> None:
    ids = [publish(), publish()]
    assert sorted(result_ids(the_list(client, "?page=999999999"))) == sorted(ids)


def test_canonical_address_drops_defaults_and_sorts_the_rest(client: Client) -> None:
    publish(format_id="journal", approvals=[approval("abim")])
    document = the_list(client, "?sort=newest&format=journal&board=abim&page=1&unknown=1&max_price=x&q=")
    canonical = urlsplit(one(document, "link[rel=canonical]").get("href"))
    assert (canonical.path, canonical.query) == ("/activities/", "board=abim&format=journal")


def test_expired_listings_are_hidden_until_asked_for_and_then_marked(client: Client) -> None:
    expired = publish("Old asthma", expires=DAY - timedelta(1))
    open_one = publish("New asthma", expires=DAY)
    assert result_ids(the_list(client)) == [open_one]
    document = the_list(client, "?expired=1")
    assert set(result_ids(document)) == {expired, open_one}
    assert words(one(card(document, expired), ".status")) == "Expired"
    assert "Expired August 31, 2026" in words(card(document, expired))


def test_empty_list_offers_steps_with_their_counts(client: Client) -> None:
    publish("Asthma", format_id="journal", expires=DAY - timedelta(1))
    publish("Eczema", format_id="live")
    publish("Eczema again", format_id="journal")
    steps = one(the_list(client, "?format=live&q=asthma"), ".steps")
    offered = {words(step): step.cssselect("a")[0].get("href") for step in steps.cssselect("li")}
    assert offered == {"Without search: “asthma” 1 activity": "/activities/?format=live"}
    steps = one(the_list(client, "?q=asthma"), ".steps")
    offered = {words(step): step.cssselect("a")[0].get("href") for step in steps.cssselect("li")}
    assert offered == {"Including expired activities 1 activity": "/activities/?expired=1&q=asthma"}


def test_every_step_leads_to_as_many_listings_as_it_says(client: Client) -> None:
    publish("Asthma", format_id="journal", approvals=[approval("abim")])
    publish("Eczema", format_id="live", prices={"public": "10"})
    document = the_list(client, "?format=live&board=abim&max_price=20&q=asthma")
    for step in one(document, ".steps").cssselect("li"):
        says = int(words(step.cssselect(".quiet")[0]).split()[0])
        assert count(read(client, step.cssselect("a")[0].get("href"))) == says


def test_search_text_is_printed_back_as_text(client: Client) -> None:
    document = the_list(client, "?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert one(document, "#id_q").get("value") == "<script>alert(1)</script>"
    assert not document.cssselect("script:not([src])")


def test_address_without_the_closing_slash_redirects_with_its_query(client: Client) -> None:
    response = client.get("/activities?board=abim")
    assert (response.status_code, response.headers["Location"]) == (301, "/activities/?board=abim")
