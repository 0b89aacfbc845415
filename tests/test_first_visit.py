"""What a first visit costs and gives: few and small files, a page that does not jump, one sheet on paper.

The catalog holds the first real listings and example listings enough to fill a page and every facet.
"""

import gzip
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, Response

from tests.accessibility import open_quietly
from tests.site import served

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PAGES = ("/", "/activities/", "/activities/?board=abim&fee=free&member=ama", "/activities/13645/", "/boards/abim/")
SHIFTED = """() => {
    const seen = new PerformanceObserver(() => {});
    seen.observe({type: "layout-shift", buffered: true});
    return seen.takeRecords().reduce((sum, entry) => sum + entry.value, 0);
}"""
"""How far the page has jumped since it began to load."""


@pytest.fixture(scope="module")
def url(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    with served(django_db_blocker) as address:
        call_command("load_first_listings", verbosity=0)
        call_command("make_example_catalog", activities=400, seed=1, verbosity=0)
        yield address


@pytest.mark.parametrize("path", PAGES)
def test_page_comes_in_few_small_files_and_stays_where_it_is(screen: Page, url: str, path: str) -> None:
    """Sizes as a compressing proxy sends them; the icon counts, though a browser without a window leaves it out."""
    answers: list[Response] = []

    def keep(answer: Response) -> None:
        answers.append(answer)

    screen.on("response", keep)
    assert open_quietly(screen, url + path) == []
    screen.wait_for_load_state("networkidle")
    screen.remove_listener("response", keep)
    assert len(answers) <= 5
    assert sum(len(gzip.compress(answer.body())) for answer in answers) <= 60_000
    assert screen.evaluate("document.querySelectorAll('*').length") <= 1_500
    assert screen.evaluate(SHIFTED) <= 0.02


def test_list_of_25_results_is_at_most_four_screens(screen: Page, url: str) -> None:
    open_quietly(screen, f"{url}/activities/")
    assert screen.locator("article").count() == 25
    assert screen.locator("#results").bounding_box()["height"] <= 4 * 900  # type: ignore[index]


@pytest.mark.parametrize("paper", ["Letter", "A4"])
def test_13645_prints_on_one_sheet(screen: Page, url: str, paper: str) -> None:
    open_quietly(screen, f"{url}/activities/13645/")
    assert len(re.findall(rb"/Type\s*/Page\b", screen.pdf(format=paper))) == 1


def test_print_has_no_navigation_and_says_where_it_is_from(screen: Page, url: str) -> None:
    open_quietly(screen, f"{url}/activities/13645/")
    assert not screen.locator(".last-line .print-only").is_visible()
    screen.emulate_media(media="print")
    assert not screen.locator("nav").filter(visible=True).count()
    assert not screen.locator("input, button, .button, .no-print").filter(visible=True).count()
    assert screen.locator(".last-line .print-only").inner_text().startswith("http://testserver/activities/13645/,")
    link = screen.get_by_role("link", name="See the list at the source")
    assert link.evaluate("link => getComputedStyle(link, '::after').content").startswith('" (https://')
