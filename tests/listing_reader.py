"""What a reader finds on the pages of listings: labels with their values, results, counts and links."""

from copy import deepcopy
from datetime import date

import time_machine
from django.test import Client
from lxml.html import HtmlElement

from tests.reader import one, read, words


def on_day(day: date) -> time_machine.travel:
    """Noon of the day in the catalog's time zone, standing still."""
    return time_machine.travel(f"{day.isoformat()}T17:00:00+00:00", tick=False)


def labelled(document: HtmlElement) -> dict[str, str]:
    """Every label of a listing's page with the text that stands under it, in the order of the page."""
    found: dict[str, str] = {}
    for label in document.cssselect("main dt, main h2"):
        if label.tag == "dt":
            found[words(label)] = _pieces(label.getparent().cssselect("dd")[0])
        else:
            found[words(label)] = _pieces(label.getparent()).removeprefix(words(label)).strip()
    return found


def _pieces(element: HtmlElement) -> str:
    """Its text, with a space between what stands in different elements."""
    return " ".join(" ".join(element.itertext()).split())


def listing(client: Client, activity_id: int, query: str = "") -> HtmlElement:
    """The page of a listing."""
    return read(client, f"/activities/{activity_id}/{query}")


def value(client: Client, activity_id: int, label: str) -> str:
    """What a listing's page says under a label."""
    return labelled(listing(client, activity_id))[label]


def result_ids(document: HtmlElement) -> list[int]:
    """The activity IDs of the results, in their order."""
    return [int(article.get("data-activity-id")) for article in document.cssselect("article[data-activity-id]")]


def count(document: HtmlElement) -> int:
    """The number of results that the list announces."""
    return int(words(one(document, "#result-count[role=status]")).split()[0].replace(",", ""))


def card(document: HtmlElement, activity_id: int) -> HtmlElement:
    return one(document, f"article[data-activity-id='{activity_id}']")


def links(document: HtmlElement, text: str) -> list[str]:
    """The addresses of the links whose text, without what is only for listeners, is this."""
    return [link.get("href") for link in document.cssselect("a[href]") if seen(link) == text]


def seen(element: HtmlElement) -> str:
    """The text of an element without what only listeners get."""
    copy = deepcopy(element)
    for hidden in copy.cssselect(".visually-hidden"):
        hidden.drop_tree()
    return words(copy)
