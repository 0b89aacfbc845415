"""What a browser can check of a page: axe's rules, console messages, and whether it fits a narrow screen."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

ALL_RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
COLOR_RULES = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
CHECKS = (
    (1280, "light", ALL_RULES),
    (1280, "dark", COLOR_RULES),
    (375, "dark", COLOR_RULES),
    (375, "light", ALL_RULES),
)
"""Dark pages differ from light ones in their colors alone, so only those are checked again."""

NARROWEST = 320


def open_quietly(screen: Page, address: str) -> list[str]:
    """Opens the address and returns what the console said; that the page itself is an error is no news."""
    said: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.location.get("url") != address:
            said.append(message.text)

    screen.on("console", listen)
    screen.on("pageerror", lambda error: said.append(str(error)))
    screen.goto(address, wait_until="load")
    return said


def violations(screen: Page) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA on the open page, wide and narrow, in light and in dark."""
    found = []
    for width, scheme, rules in CHECKS:
        screen.set_viewport_size({"width": width, "height": 800})
        screen.emulate_media(color_scheme=scheme)
        result = Axe().run(screen, options={"runOnly": rules})
        found += [
            f"{width} {scheme} {violation['id']}: {node['html']}"
            for violation in result.response["violations"]
            for node in violation["nodes"]
        ]
    return found


def overflow(screen: Page) -> int:
    """By how many pixels the open page is wider than the narrowest screen."""
    screen.set_viewport_size({"width": NARROWEST, "height": 800})
    width: int = screen.evaluate("document.documentElement.scrollWidth")
    return max(0, width - NARROWEST)
