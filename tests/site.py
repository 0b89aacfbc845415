"""A catalog with every kind of page, served to the browser tests of a module, and a walk with the Tab key."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, NamedTuple

from django.core.management import call_command
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from activities import status, workflow
from activities.models import Activity, Withdrawal
from cme_catalog.pages import PAGES as TEXTS
from providers.models import Certificate, Provider
from tests.factories import approval, make_vocabularies, publish, registration

LONG = "Pneumonoultramicroscopicsilicovolcanoconiosis, pseudopseudohypoparathyroidism and otorhinolaryngology"

PAGES = {
    "home": "/",
    "list": "/activities/",
    "filtered list": "/activities/?board=abim&board=abs&approval=lifelong-learning&fee=free&member=ama&expired=1"
    "&max_price=x",
    "second page": "/activities/?per_page=10&page=2",
    "zero results": "/activities/?q=xylophonitis&format=live&board=abnm",
    "listing": "/activities/{listing}/",
    "listing for a member": "/activities/{listing}/?member=ama",
    "bare listing": "/activities/{bare}/",
    "expired listing": "/activities/{expired}/",
    "withdrawn listing": "/activities/{withdrawn}/",
    "unknown listing": "/activities/9/",
    "providers": "/providers/",
    "provider": "/providers/example-heart/",
    "imprint": "/providers/example-imprint/",
    "boards": "/boards/",
    "board": "/boards/abim/",
    "board that nothing lists": "/boards/abnm/",
    "listing as of a day": "/activities/{listing}/?as_of={today}",
    "listing as of no day": "/activities/{listing}/?as_of=2020-01-01&as_of=x",
    "report of a problem": "/activities/{listing}/report/",
    "comparison": "/compare/?id={listing}&id={expired}&id={withdrawn}&id=5&id=x",
    "comparison of nothing": "/compare/",
    "API": "/api/",
    **{page.title: f"/{page.address}" for page in TEXTS},
}
"""Every kind of page by name, with its address; a new one joins the checks by its line here."""


class Site(NamedTuple):
    """A running server, and the activity IDs that the addresses of PAGES name."""

    url: str
    ids: dict[str, int]

    def address(self, name: str) -> str:
        return self.url + PAGES[name].format(today=status.today(), **self.ids)


@contextmanager
def served(blocker: Any) -> Iterator[str]:
    """A server over what is written inside, which is gone afterwards. Threads of the server see committed rows only."""
    with blocker.unblock():
        server = LiveServer("localhost")
        try:
            yield server.url
        finally:
            server.stop()
            call_command("flush", interactive=False, verbosity=0)


def make_catalog() -> dict[str, int]:
    """Listings that print everything there is, one that says nothing, an expired and a withdrawn one, and more."""
    make_vocabularies()
    today = status.today()
    Provider.objects.create(slug="example-imprint", name="Example Imprint", accredited_provider_id="example-heart")
    Certificate.objects.create(board_id="abim", name="Cardiovascular Disease", kind="subspecialty")
    ids = {"listing": full(LONG), "expired": full(expires=today - timedelta(1)), "withdrawn": full()}
    for number in range(11):
        full(f"Asthma {number}", expires=today + timedelta(number))
    workflow.withdraw(
        Activity.objects.get(pk=ids["withdrawn"]),
        version=1,
        by="the tests",
        reason="A test.",
        public_reason=Withdrawal.REPLACED,
        successor=Activity.objects.get(pk=ids["listing"]),
    )
    return {**ids, "bare": publish("Nothing is known of this one")}


def full(title: str = "Asthma in adults", **fields: object) -> int:
    """A listing with something under each of its labels."""
    today = status.today()
    return publish(
        title,
        format_id="live",
        delivery="in-person",
        starts=today - timedelta(3),
        venue="Example Hall",
        city="Springfield",
        description="Importance:\nIt matters.\n\n- One\n- Two",
        text_origin="catalog",
        objectives="Know it.",
        disclaimers="This activity is accredited.\nIt is free.",
        registration_url="https://example.org/register",
        source_url="https://example.org/source",
        doi="10.1000/example",
        prices={"public": "30", "ama": "0"},
        credits={"ama-pra-1": "1.5", "aafp-prescribed": "1"},
        approvals=[
            approval("abim", evidence_url="https://example.org/letter", valid_from=today),
            approval("abs", valid_until=today - timedelta(1), evidence_reference=LONG),
            registration("abim", points="1.5", reported_by="provider"),
        ],
        sets={"keywords": ["asthma", "equity"], "competencies": ["mk"], "joint_providers": ["example-lung"]},
        **fields,
    )


FOCUSED = """selector => {
    const element = document.activeElement, box = element.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height, innerHeight) / 2);
    const {outlineStyle, outlineWidth} = getComputedStyle(element);
    return {
        html: element.outerHTML.slice(0, 200),
        found: element.matches(selector),
        seen: element.contains(top) && outlineStyle === "solid" && outlineWidth === "3px",
    };
}"""


def tab_to(screen: Page, selector: str, most: int = 80) -> None:
    """Presses Tab until the element has the focus. Whatever has it on the way must be seen, with its outline."""
    for _ in range(most):
        screen.keyboard.press("Tab")
        focused = screen.evaluate(FOCUSED, selector)
        assert focused["seen"], focused["html"]
        if focused["found"]:
            return
    raise AssertionError(f"no {selector} within {most} presses of Tab")
