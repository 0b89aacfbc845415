"""The list in a real browser: a choice changes results, counts and address at once, and keeps the reader's place."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from activities.models import Keyword
from tests import factories
from tests.accessibility import open_quietly
from tests.factories import approval, publish
from tests.site import served

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PHONE = {"width": 375, "height": 700}
KEYWORDS = [f"k{number:02}" for number in range(40)]


@pytest.fixture(scope="module")
def address(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    with served(django_db_blocker) as url:
        make_catalog()
        yield f"{url}/activities/"


def make_catalog() -> None:
    """Twelve listings: ABIM approves two, one of them a journal article at $30; ten live ones nobody approves."""
    factories.make_vocabularies()
    Keyword.objects.bulk_create(Keyword(code=code, name=f"Subject {code}") for code in KEYWORDS)
    for number in range(10):
        publish(f"Asthma {number}", format_id="live", credits={"ama-pra-1": "1"})
    publish("Heart failure", format_id="journal", approvals=[approval("abim")], prices={"public": "30"})
    publish("Stroke", format_id="live", approvals=[approval("abim"), approval("abs")], sets={"keywords": KEYWORDS})


@pytest.fixture
def the_list(screen: Page, address: str) -> Iterator[Page]:
    """The list, opened; whatever the console says while it is used, refusals of the content policy included, fails."""
    said = open_quietly(screen, address)
    yield screen
    assert said == []


def count(screen: Page) -> Locator:
    return screen.locator("#result-count")


def query(screen: Page) -> str:
    return urlsplit(screen.url).query


def focus(screen: Page) -> str:
    """The id of what has the focus."""
    return str(screen.evaluate("document.activeElement.id"))


def test_choosing_a_board_changes_results_counts_and_address_and_keeps_the_focus(the_list: Page) -> None:
    announced = count(the_list).element_handle()
    expect(the_list.locator("#format-live")).to_have_attribute("data-count", "11")
    the_list.check("#board-abim")
    expect(count(the_list)).to_have_text("2 activities")
    expect(the_list.locator("article")).to_have_count(2)
    expect(the_list.locator("#format-live")).to_have_attribute("data-count", "1")
    expect(the_list.locator("#show-filters")).to_have_text("Filters (1)")
    assert query(the_list) == "board=abim"
    assert focus(the_list) == "board-abim"
    assert announced.text_content() == "2 activities"  # The live region is the node it was, so it is read out.


def test_back_and_forward_show_the_page_and_the_boxes_of_their_address(the_list: Page) -> None:
    the_list.check("#board-abim")
    expect(count(the_list)).to_have_text("2 activities")
    the_list.check("#format-journal")
    expect(count(the_list)).to_have_text("1 activity")
    the_list.go_back()
    expect(count(the_list)).to_have_text("2 activities")
    expect(the_list.locator("#format-journal")).not_to_be_checked()
    expect(the_list.locator("#board-abim")).to_be_checked()
    the_list.go_back()
    expect(count(the_list)).to_have_text("12 activities")
    expect(the_list.locator("#board-abim")).not_to_be_checked()
    the_list.go_forward()
    expect(count(the_list)).to_have_text("2 activities")
    assert query(the_list) == "board=abim"


def test_choices_in_quick_succession_all_count(the_list: Page) -> None:
    the_list.evaluate("for (const id of ['board-abim', 'format-live']) document.getElementById(id).click()")
    expect(count(the_list)).to_have_text("1 activity")
    assert query(the_list) == "board=abim&format=live"


def test_typed_price_is_applied_while_the_reader_stays_in_the_field(the_list: Page) -> None:
    the_list.focus("#id_max_price")
    the_list.keyboard.type("40")
    expect(count(the_list)).to_have_text("1 activity")
    assert query(the_list) == "max_price=40"
    the_list.keyboard.type("0")
    expect(the_list.locator(".chips")).to_contain_text("$400")
    assert (focus(the_list), the_list.input_value("#id_max_price")) == ("id_max_price", "400")


def test_text_typed_while_an_answer_comes_is_not_lost(the_list: Page) -> None:
    field = the_list.locator("#id_max_price").element_handle()
    the_list.evaluate(
        """document.addEventListener("htmx:beforeSwap", () => {
             const price = document.getElementById("id_max_price");
             price.focus();
             price.value = "40";
           }, { once: true })"""
    )
    the_list.check("#board-abim")
    expect(count(the_list)).to_have_text("2 activities")
    assert (focus(the_list), the_list.input_value("#id_max_price")) == ("id_max_price", "40")
    assert field.evaluate("field => field.isConnected")  # Not a copy: half a word in an input method would be lost.


def test_removed_chip_empties_its_field_and_leads_to_the_count(the_list: Page) -> None:
    the_list.fill("#id_max_price", "40")
    the_list.locator(".chips a").press("Enter")
    expect(count(the_list)).to_have_text("12 activities")
    expect(the_list.locator("#id_max_price")).to_have_value("")
    assert focus(the_list) == "result-count"


def test_values_of_a_long_facet_are_found_while_typing(the_list: Page) -> None:
    the_list.focus("#find-keyword")
    the_list.keyboard.type("k37")
    the_list.check("#keyword-k37")
    expect(count(the_list)).to_have_text("1 activity")
    assert query(the_list) == "keyword=k37&find_keyword=k37"


def test_order_page_size_and_pages_change_in_place(the_list: Page) -> None:
    announced = count(the_list).element_handle()
    the_list.select_option("#sort", "title")
    expect(the_list.locator("article").first).to_contain_text("Asthma 0")
    the_list.select_option("#per-page", "10")
    expect(the_list.locator("article")).to_have_count(10)
    the_list.get_by_role("link", name="Next").press("Enter")
    expect(the_list.locator("article")).to_have_count(2)
    assert query(the_list) == "page=2&per_page=10&sort=title"
    assert the_list.title().startswith("Activities, page 2")
    assert (focus(the_list), announced.text_content()) == ("result-count", "12 activities")


def test_search_leads_to_the_count(the_list: Page) -> None:
    the_list.fill("#id_q", "stroke")
    the_list.keyboard.press("Enter")
    expect(count(the_list)).to_have_text("1 activity")
    expect(count(the_list)).to_be_focused()
    assert query(the_list) == "q=stroke"


def test_suggestions_come_while_typing_and_leave_the_list_as_it_is(the_list: Page) -> None:
    with the_list.expect_response(lambda response: "/suggestions/" in response.url):
        the_list.locator("#id_q").press_sequentially("stroke")
    expect(the_list.locator("#suggestions option")).not_to_have_count(0)
    assert urlsplit(the_list.url).path == "/activities/"
    expect(count(the_list)).to_have_text("12 activities")
    the_list.press("#id_q", "Enter")
    expect(count(the_list)).to_have_text("1 activity")
    assert query(the_list) == "q=stroke"


def test_keyboard_alone_filters(the_list: Page) -> None:
    for _ in range(40):
        the_list.keyboard.press("Tab")
        if focus(the_list) == "board-abs":
            break
    the_list.keyboard.press("Space")
    expect(count(the_list)).to_have_text("1 activity")
    the_list.keyboard.press("Space")
    expect(count(the_list)).to_have_text("12 activities")
    assert (focus(the_list), query(the_list)) == ("board-abs", "")


def test_what_is_open_on_a_phone_stays_open_and_in_place(the_list: Page) -> None:
    the_list.set_viewport_size(PHONE)  # type: ignore[arg-type]
    the_list.click("#show-filters")
    the_list.click("#show-delivery")
    the_list.locator("#format-live").scroll_into_view_if_needed()
    before = the_list.evaluate("scrollY")
    the_list.check("#format-live")
    expect(the_list.locator("#show-filters")).to_have_text("Filters (1)")
    expect(the_list.locator("#format-live")).to_be_visible()
    expect(the_list.locator("details:has(> #show-delivery)")).to_have_attribute("open", "")
    assert abs(the_list.evaluate("scrollY") - before) <= 1
    the_list.click("#apply")
    expect(count(the_list)).to_be_in_viewport()


def test_fault_is_said_and_the_choice_kept_until_it_works(screen: Page, address: str) -> None:
    open_quietly(screen, address)
    screen.route("**/activities/?*", lambda route: route.fulfill(status=503, body="busy"))
    screen.check("#board-abim")
    trouble = screen.get_by_role("alert")
    expect(trouble).to_contain_text("could not be updated")
    expect(screen.locator("#board-abim")).to_be_checked()
    assert (count(screen).text_content(), query(screen)) == ("12 activities", "")
    screen.unroute("**/activities/?*")
    screen.click("#apply")
    expect(count(screen)).to_have_text("2 activities")
    expect(trouble).to_be_hidden()


def test_slow_answer_is_shown_as_busy_until_it_comes(the_list: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    the_list.route("**/activities/?*", hold)
    with the_list.expect_request("**/activities/?*"):
        the_list.check("#board-abim")
    expect(the_list.locator("#results")).to_have_attribute("aria-busy", "true")
    held[0].continue_()
    expect(count(the_list)).to_have_text("2 activities")
    assert the_list.locator("#results[aria-busy]").count() == 0


def test_applying_and_clearing_stand_apart(screen: Page, address: str) -> None:
    open_quietly(screen, f"{address}?board=abim")
    apply, clear = (screen.locator(one).bounding_box() for one in ("#apply", "#clear-all"))
    assert apply is not None
    assert clear is not None
    assert clear["x"] - (apply["x"] + apply["width"]) >= 8


def test_another_page_in_answer_is_shown_whole(the_list: Page, address: str) -> None:
    elsewhere = urljoin(address, "/about/")
    the_list.route("**/activities/?*", lambda route: route.fulfill(status=302, headers={"Location": elsewhere}))
    the_list.check("#board-abim")
    the_list.wait_for_url(elsewhere)


def test_without_javascript_the_form_is_applied_by_its_button(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.check("#board-abim")
    expect(count(page)).to_have_text("12 activities")
    page.click("#apply")
    expect(count(page)).to_have_text("2 activities")
    expect(page.locator("#board-abim")).to_be_checked()
    context.close()
