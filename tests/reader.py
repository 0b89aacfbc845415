"""What a reader sees: parsed HTML instead of strings, for tests of pages."""

from urllib.parse import urlsplit

from django.http import HttpResponseBase
from django.test import Client
from lxml import html
from lxml.html import HtmlElement


def page(response: HttpResponseBase) -> HtmlElement:
    """The parsed page of a response."""
    return html.document_fromstring(response.getvalue().decode() if hasattr(response, "getvalue") else "")


def read(client: Client, address: str) -> HtmlElement:
    """The parsed page at an address, which must answer 200."""
    response = client.get(address)
    assert response.status_code == 200, address
    return page(response)


def words(element: HtmlElement) -> str:
    """Its text with white space evened out."""
    return " ".join(element.text_content().split())


def one(element: HtmlElement, selector: str) -> HtmlElement:
    """The one element that the CSS selector finds."""
    found = element.cssselect(selector)
    assert len(found) == 1, f"{len(found)} of {selector}"
    return found[0]


def internal_links(document: HtmlElement) -> list[str]:
    """The paths of all links that stay on this site."""
    addresses = [urlsplit(link.get("href", "")) for link in document.cssselect("a[href]")]
    return [address.path for address in addresses if not address.scheme and not address.netloc and address.path]


def assert_well_made(document: HtmlElement) -> None:
    """What holds on every page: language, landmarks, one h1, a skip link that arrives, labels, nothing inline."""
    assert document.get("lang") == "en-US"
    for selector in ("body > header", "header nav[aria-label]", "main#main", "main h1", "body > footer", "title", "h1"):
        one(document, selector)
    assert document.cssselect("body > a:first-child")[0].get("href") == "#main"
    assert document.cssselect("head meta[name=description][content]:not([content=''])")
    assert_nothing_inline(document)
    assert_labels_and_ids(document)


def assert_nothing_inline(document: HtmlElement) -> None:
    """A strict content security policy would refuse these."""
    assert not document.cssselect("style, [style], script:not([src]):not([type='application/ld+json']), base")
    assert not [name for element in document.iter() for name in element.attrib if name.startswith("on")]


def assert_labels_and_ids(document: HtmlElement) -> None:
    ids = [element.get("id") for element in document.cssselect("[id]")]
    assert len(ids) == len(set(ids)), sorted(ids)
    for field in document.cssselect("input:not([type=hidden]):not([type=submit]), select, textarea"):
        labels = [*field.iterancestors("label"), *document.cssselect(f"label[for='{field.get('id')}']")]
        assert labels or field.get("aria-label"), field.get("name")
    for element in document.cssselect("[aria-describedby]"):
        assert set(element.get("aria-describedby").split()) <= set(ids)
