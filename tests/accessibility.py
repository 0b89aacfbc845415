"""What a browser can check of a page: axe's rules, console messages, the content policy, and whether it fits."""

from functools import cache
from pathlib import Path
from typing import Any

import axe_playwright_python
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
ZOOMED = (NARROWEST, 640)
"""Widths in CSS pixels of a laptop's screen at 400 % and at 200 %."""

# Only what is wrong is brought over from the browser: the rest of axe's answer is large.
RUN_AXE = """rules => axe.run(document, {runOnly: rules, resultTypes: ["violations"]}).then(found =>
    found.violations.flatMap(({id, nodes}) => nodes.map(({html}) => `${id}: ${html}`)))"""

RUN_AXE_ON_PARTS = """([parts, rules]) => axe.run(parts, {runOnly: rules, resultTypes: ["violations"]}).then(found =>
    found.violations.filter(({impact}) => impact === "critical" || impact === "serious")
        .flatMap(({id, nodes}) => nodes.map(({html}) => `${id}: ${html}`)))"""


def open_quietly(screen: Page, address: str) -> list[str]:
    """Opens the address and returns what the console said; that the page itself is an error is no news.

    What the content policy refuses is said there too.
    """
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
    screen.evaluate(_axe())
    return [
        f"{width} {scheme} {found}"
        for width, scheme, rules in CHECKS
        for found in _violations(screen, width, scheme, rules)
    ]


def grave_violations(screen: Page, parts: dict[str, Any]) -> list[str]:
    """What axe calls critical or serious in the parts of the open page, as it stands."""
    screen.evaluate(_axe())
    found: list[str] = screen.evaluate(RUN_AXE_ON_PARTS, [parts, ALL_RULES])
    return found


def _violations(screen: Page, width: int, scheme: Any, rules: dict[str, Any]) -> list[str]:
    screen.set_viewport_size({"width": width, "height": 800})
    screen.emulate_media(color_scheme=scheme)
    found: list[str] = screen.evaluate(RUN_AXE, rules)
    return found


# axe reads the same few colors thousands of times, a quarter of its time; here it reads each once.
KNOWN_COLORS = """(() => {
    const color = axe.commons.color.Color.prototype, parse = color.parseString, known = new Map();
    color.parseString = function (text) {
        if (!known.has(text)) {
            const {r, g, b, alpha} = parse.call(this, text);
            known.set(text, {r, g, b, alpha});
        }
        return Object.assign(this, known.get(text));
    };
})()"""


@cache
def _axe() -> str:
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text() + KNOWN_COLORS


SPACED = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* {
        line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important;
    } p { margin-block-end: 2em !important; }`);
    document.adoptedStyleSheets = [sheet];
}"""
"""Text as widely spaced as a reader may set it (WCAG 1.4.12)."""


def overflow(screen: Page) -> int:
    """By how many pixels the open page is wider than the screen: magnified, with large text, and with spaced text."""
    screen.emulate_media(color_scheme="light")
    wider = [_wider(screen, width) for width in ZOOMED]
    screen.evaluate("document.documentElement.style.fontSize = '200%'")
    wider += [_wider(screen, width) for width in (NARROWEST, 768, 1280)]
    screen.evaluate("document.documentElement.style.fontSize = ''")
    screen.evaluate(SPACED)
    wider += [_wider(screen, width) for width in (NARROWEST, 768, 1280)]
    screen.evaluate("document.adoptedStyleSheets = []")
    return max(wider)


def _wider(screen: Page, width: int) -> int:
    screen.set_viewport_size({"width": width, "height": 800})
    found: int = screen.evaluate("document.documentElement.scrollWidth")
    return max(0, found - width)
