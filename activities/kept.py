"""Finished pages, kept in the process until the catalog or the day moves on, and not sent to who has them already."""

import hashlib
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags

from activities import status
from activities.filters import ActivityFilter
from activities.search import versions
from activities.search.versions import Version
from cme_catalog.lib.byte_cache import Answer, ByteCache

MOST_BYTES = 16 * 2**20
"""What a process keeps at most."""

pages = ByteCache(MOST_BYTES)
View = Callable[..., HttpResponse]
Response = TypeVar("Response", bound=HttpResponseBase)
PARAMETERS = frozenset(ActivityFilter.base_filters)


def kept(view: View, parameters: frozenset[str] = PARAMETERS) -> View:
    """For a page that depends on its address, the catalog, the day and these parameters, and on nothing else.

    The tag of the page names all of these, so a reader who shows it again is told that nothing changed.
    """

    @wraps(view)
    def respond(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return at_version(request, versions.present(), lambda: view(request, *args, **kwargs), parameters)

    return respond


def at_version(
    request: HttpRequest, version: Version, make: Callable[[], HttpResponse], parameters: frozenset[str]
) -> HttpResponse:
    """The page as it is kept, or as it is made now; one with a Cache-Control of its own is not kept."""
    if not version.v:  # Of a catalog that never published, names may change without a version.
        return make()
    tag = f'W/"{_key(request, version, parameters)}"'
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        return _tagged(HttpResponseNotModified(), tag)
    answer = pages.get(tag)
    if answer is None:
        response = make()
        if response.status_code != 200 or "Cache-Control" in response.headers:
            return response
        answer = Answer(response.content, response.headers["Content-Type"])
        pages.put(tag, answer)
    return _tagged(HttpResponse(answer.body, content_type=answer.content_type), tag)


def told_apart(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For an answer too large to keep that depends on the same: it carries the tag and is not sent twice either."""

    @wraps(view)
    def respond(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        version = versions.present()
        tag = f'W/"{_key(request, version)}"'
        if not version.v:
            return view(request, *args, **kwargs)
        if tag in parse_etags(request.headers.get("If-None-Match", "")):
            return _tagged(HttpResponseNotModified(), tag)
        response = view(request, *args, **kwargs)
        return _tagged(response, tag) if response.status_code == 200 else response

    return respond


def _tagged(response: Response, tag: str) -> Response:
    response.headers["ETag"] = tag
    return response


def _key(request: HttpRequest, version: Version, parameters: frozenset[str] = PARAMETERS) -> str:
    """Names everything the page depends on; parameters the catalog does not know are no part of it.

    The order of the parameters says nothing, that of their values does: where one can count, it is the last.
    """
    asked = [(name, value) for name in sorted(parameters & request.GET.keys()) for value in request.GET.getlist(name)]
    parts = [request.path, *map(str, version), status.today().isoformat(), maker(), urlencode(asked)]
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:40]


@cache
def maker() -> str:
    """Names what makes pages in this process: a digest of templates, code, static files, whose names hold a digest of
    theirs, and the settings that pages print.
    """
    base = Path(settings.BASE_DIR)
    files = [*base.glob("templates/**/*.html"), *(path for app in _CODE for path in base.glob(f"{app}/**/*.py"))]
    files += [path for path in base.glob("static/**/*") if path.is_file()]
    found = hashlib.sha256(repr([getattr(settings, name) for name in _PRINTED]).encode())
    for path in sorted(files):
        found.update(path.read_bytes())
    return found.hexdigest()


_CODE = ("activities", "providers", "cme_catalog")
_PRINTED = ("CME_SITE_NAME", "CME_SITE_URL", "CME_OPERATOR_NAME", "CME_CONTACT_EMAIL", "CME_DEMO", "TIME_ZONE")
