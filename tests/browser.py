"""A real Chromium for tests marked `browser`: the one the operating system has, kept to this machine."""

import os
import shutil
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = (
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LAPTOP = {"width": 1280, "height": 800}
MEDIA: Any = {"color_scheme": "light", "reduced_motion": "no-preference", "forced_colors": "none", "media": "null"}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a worker."""
    if CHROMIUM is None:
        pytest.fail("REQUIRE_BROWSER is set, but this machine has no Chromium")
    # Playwright keeps an event loop in this thread; Django would refuse its database next to one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield chromium
        chromium.close()


class Window:
    """A window of its own for the browser: one page, no cookies, and a note of every request for another machine."""

    def __init__(self, browser: Browser) -> None:
        self.strangers: list[str] = []
        self.context = browser.new_context(viewport=LAPTOP)  # type: ignore[arg-type]
        self.context.route("**/*", self._keep_here)
        self.page = self.context.new_page()

    def _keep_here(self, route: Route) -> None:
        if urlsplit(route.request.url).hostname in ("localhost", "127.0.0.1"):
            route.continue_()
        else:
            self.strangers.append(route.request.url)
            route.abort()

    def clear(self) -> None:
        """Make the page one that nobody has used, and fail where it asked for another machine."""
        self.page.unroute_all()
        if self.page.url.startswith("http"):
            self.page.route("**/*", lambda route: route.fulfill(body=""))
            self.page.goto(self.page.url)  # Ends what is still on its way.
            self.page.evaluate("sessionStorage.clear(), localStorage.clear()")
            self.page.unroute_all()
        self.page.goto("about:blank")
        self.context.clear_cookies()
        self.page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]
        self.page.emulate_media(**MEDIA)
        strangers, self.strangers = self.strangers, []
        assert not strangers, f"the page asked other machines: {strangers}"


@pytest.fixture(scope="session")
def window(browser: Browser) -> Iterator[Window]:
    """One window for all tests of a worker: to open one costs more than to load a page."""
    window = Window(browser)
    yield window
    window.context.close()


@pytest.fixture
def screen(window: Window) -> Iterator[Page]:
    """A page with no cookies; a request that leaves this machine fails the test."""
    yield window.page
    window.clear()


@pytest.fixture
def new_screen(browser: Browser) -> Iterator[Page]:
    """The same in a window of its own, for a test that adds scripts to the page: they cannot be taken out again."""
    window = Window(browser)
    yield window.page
    window.clear()
    window.context.close()
