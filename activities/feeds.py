"""A list as an Atom feed (RFC 4287) in pages (RFC 5005): any reader of feeds learns of what is new in it."""

from dataclasses import replace
from datetime import datetime, time
from html import escape
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.xmlutils import SimplerXMLGenerator

from activities import exports
from activities.exports import Taken
from activities.printing import words
from activities.printing.detail import address
from activities.search import addresses
from activities.search.results import Every
from activities.search.selection import Selection
from cme_catalog.lib.xml_text import fit
from cme_catalog.site import site_facts

ENTRIES = 100
"""Listings of one page of a feed."""


class PagedFeed(Atom1Feed):
    """A feed that says where its other pages are."""

    def __init__(self, *args: Any, pages: dict[str, str], updated: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pages, self.updated = pages, updated

    def latest_post_date(self) -> datetime:
        """When the listings of this page last changed; of an empty page, the beginning of the day it is about."""
        return max((item["updateddate"] for item in self.items), default=self.updated)

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        for relation, there in self.pages.items():
            handler.addQuickElement("link", "", {"rel": relation, "href": there})


def atom(selection: Selection, every: Every, about: str) -> bytes:
    """One page of the feed of a list, in the list's order; a page beyond the last is the last.

    `about` says in words what is asked for.
    """
    last = max(1, -(-len(every) // ENTRIES))
    asked = replace(addresses.whole_list(selection), page=min(selection.page, last))
    feed = _feed(asked, last, about)
    every = Every(every.ids[(asked.page - 1) * ENTRIES : asked.page * ENTRIES])
    for taken in exports.taken(every):
        feed.add_item(**_item(taken))
    text: str = feed.writeString("utf-8")
    return text.encode()


def _feed(selection: Selection, last: int, about: str) -> PagedFeed:
    site, first = site_facts(), addresses.whole_list(selection)
    here = site.canonical(reverse("activities:list_file", args=["atom"]))
    return PagedFeed(
        title=fit(f"{site.name}: {about}"),
        link=site.canonical(addresses.address(first, reverse("activities:activity_list"))),
        description="Activities of continuing medical education, in the order of the list.",
        language="en-US",
        author_name=fit(site.name),
        feed_url=addresses.address(selection, here),
        feed_guid=addresses.address(first, here),
        pages=_relations(selection, last, here),
        updated=timezone.make_aware(datetime.combine(selection.day, time.min)),
    )


def _relations(selection: Selection, last: int, here: str) -> dict[str, str]:
    """The links of RFC 5005; at the ends of the list some are missing."""
    pages = {"first": 1, "previous": selection.page - 1, "next": selection.page + 1, "last": last}
    return {
        relation: addresses.address(replace(selection, page=page), here)
        for relation, page in pages.items()
        if 1 <= page <= last
    }


def _item(taken: Taken) -> dict[str, Any]:
    record, listing = taken
    page = site_facts().canonical(address(record))
    text = "\n\n".join(filter(None, (words.summary(record), record["description"])))
    return {
        "title": record["title"],
        "link": page,
        "unique_id": page,
        # The element says that it is HTML, so what a reader shows of it is the text before it is escaped.
        "description": escape(text).replace("\n", "<br>"),
        "updateddate": listing.changed_at,
        "author_name": record["provider"]["name"],
        "categories": [term["name"] for term in record["keywords"]],
    }
