"""The texts of the site: what it is, what its words mean, who answers for it. No page here asks the database."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from html import escape
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cme_catalog.lib.xml_text import fit
from cme_catalog.site import site_facts

ROBOTS = """\
User-agent: *
Disallow: /admin/
Disallow: /compare/
Disallow: /shortlist/
Disallow: /activities.
Allow: /activities.atom
"""

OPEN_SEARCH = """\
<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>{name}</ShortName>
<Description>{description}</Description>
<InputEncoding>UTF-8</InputEncoding>
<Image height="16" width="16" type="image/svg+xml">{icon}</Image>
<Url type="text/html" template="{page}?q={{searchTerms}}"/>
<Url type="application/atom+xml" template="{feed}?q={{searchTerms}}"/>
<Url type="application/opensearchdescription+xml" rel="self" template="{here}"/>
</OpenSearchDescription>
"""
LONGEST_SHORT_NAME = 16
"""Characters that the description of a search may give itself as its name."""


@dataclass(frozen=True)
class Page:
    """One text page; its template is `pages/NAME.html`, its URL name `pages:NAME`."""

    name: str
    address: str
    title: str
    description: str


PAGES = (
    Page(
        "about",
        "about/",
        "About this catalog",
        "What this catalog of continuing medical education is, and what it is not.",
    ),
    Page(
        "approvals",
        "about/approvals/",
        "Approval types",
        "What board approval types mean, and the difference between approved, not listed and not recorded.",
    ),
    Page(
        "data",
        "about/data/",
        "Where the data comes from",
        "Sources of the listings, what “not stated” means, and how prices and expiration dates are worked out.",
    ),
    Page(
        "search_help", "help/search/", "Help with search", "How words, filters and dates narrow the list of activities."
    ),
    Page(
        "accessibility",
        "accessibility/",
        "Accessibility",
        "What this site does for accessibility, how it is checked, and known gaps.",
    ),
    Page(
        "privacy",
        "privacy/",
        "Privacy",
        "No account, no tracking: what this site and its server do with what your browser sends.",
    ),
    Page("terms", "terms/", "Terms of use", "What you may expect of this catalog and what you should check elsewhere."),
    Page("contact", "contact/", "Contact", "Who operates this site and how to report a wrong listing or a problem."),
)


@require_safe
def text_page(request: HttpRequest, page: Page) -> HttpResponse:
    """One of PAGES."""
    canonical = site_facts().canonical(reverse(f"pages:{page.name}"))
    return render(request, f"pages/{page.name}.html", {"page": page, "canonical": canonical})


@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    """Staff pages, readers' own selections and whole lists as files are not for crawlers.

    A demonstration is not closed to them, since only who reads its pages sees their `noindex`; but it has no map.
    """
    site = site_facts()
    where = "" if site.demo else f"Sitemap: {site.canonical(reverse('activities:sitemap'))}\n"
    return HttpResponse(f"{ROBOTS}{where}", content_type="text/plain; charset=utf-8")


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """How a browser can offer this catalog as a search engine (OpenSearch 1.1)."""
    site = site_facts()
    facts = {
        "name": site.name[:LONGEST_SHORT_NAME],
        "description": f"Continuing medical education activities in {site.name}",
        "icon": site.canonical(reverse("pages:favicon")),
        "page": site.canonical(reverse("activities:activity_list")),
        "feed": site.canonical(reverse("activities:list_file", args=["atom"])),
        "here": site.canonical(reverse("pages:opensearch")),
    }
    text = OPEN_SEARCH.format(**{name: escape(fit(value)) for name, value in facts.items()})
    return HttpResponse(text, content_type="application/opensearchdescription+xml; charset=utf-8")


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a security problem (RFC 9116). Without an address to write to there is no valid file: 404."""
    site = site_facts()
    if not site.contact:
        raise Http404
    expires = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(
        days=settings.SECURITY_TXT_DAYS
    )
    lines = [f"Contact: mailto:{site.contact}", f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}", "Preferred-Languages: en"]
    if site.url:
        lines.append(f"Canonical: {site.canonical(reverse('pages:security_txt'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The mark, for browsers that ask for it at the address of old."""
    return HttpResponse(_mark(), content_type="image/svg+xml")


@cache
def _mark() -> bytes:
    return Path(settings.BASE_DIR, "static", "img", "favicon.svg").read_bytes()


app_name = "pages"
urlpatterns = [
    *(path(page.address, text_page, {"page": page}, name=page.name) for page in PAGES),
    path("opensearch.xml", opensearch, name="opensearch"),
    path("robots.txt", robots_txt, name="robots_txt"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("favicon.ico", favicon, name="favicon"),
]
