"""Every kind of page in a real browser: accessible, quiet, at home on a narrow screen, usable without a mouse."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.accessibility import open_quietly, overflow, violations
from tests.site import PAGES, Site, make_catalog, served, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PLATE = """selector => [...document.querySelectorAll(selector)].map(element => {
    const probe = document.createElement("i");
    const {color, backgroundColor} = getComputedStyle(element);
    probe.style.color = element.matches("button") ? "ButtonText" : "LinkText";
    probe.style.backgroundColor = element.matches("button") ? "ButtonFace" : "Canvas";
    document.body.append(probe);
    const system = getComputedStyle(probe);
    return color === system.color && backgroundColor === system.backgroundColor;
})"""


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[Site]:
    with served(django_db_blocker) as url:
        yield Site(url, make_catalog())


@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible_quiet_and_narrow(screen: Page, site: Site, name: str) -> None:
    """Wide and narrow, light and dark, at 200 % and 400 %, with text of twice the size; the policy refuses nothing."""
    assert open_quietly(screen, site.address(name)) == []
    assert violations(screen) == []
    assert overflow(screen) == 0


def test_filters_are_open_beside_the_results_and_behind_their_summary_on_a_phone(screen: Page, site: Site) -> None:
    open_quietly(screen, site.address("list"))
    board = screen.get_by_role("group", name="Board", exact=True).get_by_label("Internal Medicine")
    assert board.is_visible()
    screen.set_viewport_size({"width": 375, "height": 800})
    assert not board.is_visible()
    screen.locator("details.panel > summary").click()
    assert board.is_visible()


def test_reader_gets_from_the_list_to_the_registration_with_the_keyboard_alone(screen: Page, site: Site) -> None:
    open_quietly(screen, site.address("list"))
    tab_to(screen, "#board-abim")
    screen.keyboard.press("Space")
    expect(screen.get_by_role("status")).to_have_text("12 activities")
    expect(screen.locator(":focus")).to_have_id("board-abim")
    tab_to(screen, "article:first-of-type a")
    screen.keyboard.press("Enter")
    screen.wait_for_url("**/activities/1*/")
    tab_to(screen, ".actions a")
    register = screen.locator(":focus")
    assert register.inner_text().split() == ["Register", "(leaves", "this", "site)"]
    assert register.get_attribute("href") == "https://example.org/register"


def test_keyboard_passes_by_the_filters_at_one_stroke(screen: Page, site: Site) -> None:
    open_quietly(screen, site.address("list"))
    tab_to(screen, ".skip-link[href='#result-count']")
    screen.keyboard.press("Enter")
    tab_to(screen, "article:first-of-type a", most=4)


def test_reader_filters_with_the_apply_button_and_the_keyboard(screen: Page, site: Site) -> None:
    open_quietly(screen, site.address("list"))
    screen.get_by_role("group", name="Board", exact=True).get_by_label("Internal Medicine").focus()
    screen.keyboard.press("Space")
    screen.get_by_role("button", name="Apply").focus()
    screen.keyboard.press("Enter")
    screen.wait_for_url("**board=abim**")
    assert screen.get_by_role("status").inner_text() == "12 activities"
    assert screen.locator(".chips a").count() == 1


def test_list_filters_sorts_and_pages_without_scripts(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.address("second page"))
    page.get_by_label("Sort by").select_option(label="Title")
    page.get_by_role("button", name="Sort", exact=True).click()
    assert "sort=title" in page.url
    assert "per_page=10" in page.url
    page.get_by_role("link", name="Next").click()
    assert "page=2" in page.url
    assert "sort=title" in page.url
    context.close()


@pytest.mark.parametrize("name", ["list", "listing"])
def test_forced_colors_leave_buttons_the_colors_of_the_system(screen: Page, site: Site, name: str) -> None:
    """Others would vanish: the browser puts a plate of the page's color under every word."""
    screen.emulate_media(forced_colors="active")
    open_quietly(screen, site.address(name))
    plates = screen.evaluate(PLATE, "button, .button")
    assert plates
    assert all(plates)


def test_motion_that_nobody_asked_for_is_none(screen: Page, site: Site) -> None:
    screen.emulate_media(reduced_motion="reduce")
    open_quietly(screen, site.address("list"))
    assert screen.evaluate("document.getAnimations().length") == 0
