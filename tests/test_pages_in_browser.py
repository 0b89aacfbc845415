"""The error pages in a real browser: accessible, quiet, narrow; and what the frame of every page gives the keyboard."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.accessibility import open_quietly, overflow, violations
from tests.test_error_pages import STATUSES

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.test_error_pages")]

OUTLINE = (
    "(({outlineWidth, outlineStyle}) => `${outlineWidth} ${outlineStyle}`)(getComputedStyle(document.activeElement))"
)


@pytest.mark.parametrize("status", STATUSES)
def test_error_page_is_accessible_quiet_and_narrow(screen: Page, live_server: LiveServer, status: int) -> None:
    assert open_quietly(screen, f"{live_server.url}/fault/{status}/") == []
    assert violations(screen) == []
    assert overflow(screen) == 0


def test_first_tab_offers_to_skip_to_the_content(screen: Page, live_server: LiveServer) -> None:
    open_quietly(screen, f"{live_server.url}/about/")
    screen.keyboard.press("Tab")
    link = screen.locator("a.skip-link")
    assert link.evaluate("link => link === document.activeElement && getComputedStyle(link).clipPath") == "none"
    screen.keyboard.press("Enter")
    assert screen.evaluate("document.activeElement.id") == "main"


def test_focus_is_three_pixels_and_visible_on_everything_that_takes_it(screen: Page, live_server: LiveServer) -> None:
    open_quietly(screen, f"{live_server.url}/about/")
    count = screen.locator("a[href], input, button").count()
    outlines = set()
    for _ in range(count):
        screen.keyboard.press("Tab")
        outlines.add(screen.evaluate(OUTLINE))
    assert outlines == {"3px solid"}
