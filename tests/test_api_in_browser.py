"""The reference page of the API in a real browser, and the API asked by a page of another site."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.accessibility import open_quietly, overflow, violations

pytestmark = [pytest.mark.browser]


def test_page_is_accessible_quiet_and_narrow(screen: Page, live_server: LiveServer) -> None:
    assert open_quietly(screen, f"{live_server.url}/api/") == []
    for summary in screen.locator("summary").all()[:2]:
        summary.click()
    assert violations(screen) == []
    assert overflow(screen) == 0
