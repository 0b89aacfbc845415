"""The shortlist in a real browser: accessible, narrow, without scripts or a mouse, its cookie sent nowhere else."""

import pytest
from playwright.sync_api import Browser, Page, Request
from pytest_django.live_server_helper import LiveServer

from activities.shortlist import Shortlist
from tests.accessibility import open_quietly, overflow, violations
from tests.factories import make_vocabularies
from tests.site import LONG, full

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HERE = "/shortlist/"
NAME = (
    """(element => (element.labels?.[0] ?? element).textContent.trim().replace(/\\s+/g, ' '))(document.activeElement)"""
)


@pytest.fixture
def listed() -> list[int]:
    make_vocabularies()
    return [full(LONG), full("Asthma in children"), full()]


def test_every_kind_of_page_is_accessible_quiet_and_narrow(
    screen: Page, live_server: LiveServer, listed: list[int]
) -> None:
    offered = "&".join(f"id={one}" for one in [*listed, 424242])
    saved = {"name": "shortlist", "value": Shortlist((*listed[:2], 424242)).to_cookie(), "url": live_server.url + HERE}
    for query in ("", f"?add={listed[0]}"):
        look(screen, live_server.url + HERE + query)
    screen.context.add_cookies([saved])  # type: ignore[list-item]
    for query in ("", "?note=removed&again=1000001", "?clear=1", f"?{offered}&id=x"):
        look(screen, live_server.url + HERE + query)


def look(screen: Page, address: str) -> None:
    assert open_quietly(screen, address) == [], address
    assert violations(screen) == [], address
    assert overflow(screen) == 0, address


def test_reader_saves_and_removes_with_the_keyboard_alone_and_without_scripts(
    browser: Browser, live_server: LiveServer, listed: list[int]
) -> None:
    context = browser.new_context(java_script_enabled=False)
    screen = context.new_page()
    for number in listed[1:]:
        screen.goto(f"{live_server.url}/activities/{number}/")
        press(screen, "Save to your shortlist")
        press(screen, "Save to my shortlist")
    assert screen.locator("#result-count").inner_text() == "2 activities saved"
    tick(screen, "Compare Asthma in children")
    tick(screen, "Compare Asthma in adults")
    press(screen, "Compare side by side")
    assert screen.locator(".comparison thead th").all_inner_texts() == ["A\nAsthma in children", "B\nAsthma in adults"]
    screen.go_back()
    press(screen, "Move down: Asthma in children")
    assert screen.locator("article").nth(1).get_attribute("data-activity-id") == str(listed[1])
    assert screen.evaluate("document.activeElement.id") == f"saved-{listed[1]}"
    press(screen, "Remove: Asthma in children")
    assert screen.locator("#result-count").inner_text() == "1 activity saved"
    press(screen, "Remove everything from the shortlist")
    press(screen, "Remove all 1")
    assert screen.locator("#result-count").inner_text() == "Nothing is saved in this browser."
    context.close()


def press(screen: Page, name: str) -> None:
    """Go to what has this name with the Tab key and press Enter."""
    reach(screen, name)
    with screen.expect_navigation():
        screen.keyboard.press("Enter")


def tick(screen: Page, name: str) -> None:
    reach(screen, name)
    screen.keyboard.press("Space")
    assert screen.evaluate("document.activeElement.checked")


def reach(screen: Page, name: str) -> None:
    for _ in range(120):
        screen.keyboard.press("Tab")
        if screen.evaluate(NAME) == name:
            return
    pytest.fail(f"the keyboard does not reach {name}")


def test_no_other_page_is_sent_a_cookie(screen: Page, live_server: LiveServer, listed: list[int]) -> None:
    open_quietly(screen, f"{live_server.url}{HERE}?add={listed[0]}")
    screen.get_by_role("button", name="Save to my shortlist").click()
    sent: list[str] = []

    def listen(request: Request) -> None:
        if "cookie" in request.all_headers():
            sent.append(request.url)

    screen.on("request", listen)
    for address in ("/", "/activities/", f"/activities/{listed[0]}/", f"/activities/{listed[0]}/report/", HERE):
        screen.goto(live_server.url + address)
    screen.remove_listener("request", listen)
    assert set(sent) == {live_server.url + HERE}
