"""The map of the catalog for search engines, in parts."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from activities import sitemaps, status
from activities.kept import kept

XML = "application/xml; charset=utf-8"


@require_safe
@kept
def sitemap(request: HttpRequest) -> HttpResponse:
    """The list of the parts."""
    return HttpResponse(sitemaps.index(), content_type=XML)


@require_safe
@kept
def sitemap_part(request: HttpRequest, part: str) -> HttpResponse:
    """The pages besides listings, or the open listings of one stretch; a stretch that has none is empty."""
    text = sitemaps.pages() if part == sitemaps.PAGES else sitemaps.listings(int(part), status.today())
    return HttpResponse(text, content_type=XML)
