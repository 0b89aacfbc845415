"""A real Chromium for tests marked `browser`: the one the operating system has, kept to this machine."""

import os
import shutil
from collections.abc import Iterator
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


@pytest.fixture
def screen(browser: Browser) -> Iterator[Page]:
    """A fresh page with no cookies; a request that leaves this machine fails the test."""
    context = browser.new_context(viewport=LAPTOP)  # type: ignore[arg-type]
    strangers: list[str] = []

    def keep_here(route: Route) -> None:
        if urlsplit(route.request.url).hostname in ("localhost", "127.0.0.1"):
            route.continue_()
        else:
            strangers.append(route.request.url)
            route.abort()

    context.route("**/*", keep_here)
    yield context.new_page()
    context.close()
    assert not strangers, f"the page asked other machines: {strangers}"
