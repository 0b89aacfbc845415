"""What search engines are told of: every page with listings that are open, the providers, the boards and the texts.

Expired listings are left out: they stay readable, but a reader who comes from a search engine looks for what is open.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from xml.sax.saxutils import escape

from django.urls import reverse

from activities.models import Listing
from activities.printing.detail import path_of
from cme_catalog.site import site_facts
from providers.models import Board, Provider

SLOTS = 10_000
"""Slots of one part. Slots are never reused, so a listing stays in its part; a sitemap may hold 50,000 addresses."""
PAGES = "pages"
TEXTS = ("about", "approvals", "data", "search_help", "accessibility", "privacy", "terms", "contact")
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def index() -> str:
    """The list of the parts: one of pages, and one for each stretch of slots."""
    parts = [PAGES, *map(str, range(Listing.objects.last_slot() // SLOTS + 1))]
    there = (site_facts().canonical(reverse("activities:sitemap_part", args=[part])) for part in parts)
    inner = "".join(f"<sitemap><loc>{escape(one)}</loc></sitemap>\n" for one in there)
    return f"{_HEAD}<sitemapindex {_SPACE}>\n{inner}</sitemapindex>\n"


def pages() -> str:
    """Everything but the listings. A board or provider that lists nothing today is there too: its page says so."""
    names = [f"pages:{name}" for name in TEXTS]
    lists = ["activities:home", "activities:activity_list", "providers:provider_list", "providers:board_list"]
    paths = [reverse(name) for name in (*lists, *names, "api:api_reference")]
    paths += [one.get_absolute_url() for model in (Board, Provider) for one in model.objects.only("pk")]
    return _addresses((path, "") for path in paths)


def listings(part: int, day: date) -> str:
    """The listings of a stretch of slots that are open on a day, with when they last changed."""
    rows = Listing.objects.public().open_on(day).in_slots(part * SLOTS, (part + 1) * SLOTS)
    found = rows.values_list("activity_id", "changed_at")
    return _addresses((path_of(one), f"{at:%Y-%m-%dT%H:%M:%SZ}") for one, at in found)


def _addresses(found: Iterable[tuple[str, str]]) -> str:
    return f"{_HEAD}<urlset {_SPACE}>\n{''.join(_entries(found))}</urlset>\n"


def _entries(found: Iterable[tuple[str, str]]) -> Iterator[str]:
    site = site_facts()
    for path, changed in found:
        when = f"<lastmod>{changed}</lastmod>" if changed else ""
        yield f"<url><loc>{escape(site.canonical(path))}</loc>{when}</url>\n"
