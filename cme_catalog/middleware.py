"""What holds for every request and response: headers, who is asking, and what is refused before any view sees it."""

from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address
from re import compile as pattern
from urllib.parse import unquote_to_bytes

import structlog
from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import has_vary_header, patch_vary_headers

from cme_catalog import errors
from cme_catalog.lib.unavailable import Unavailable
from cme_catalog.problem_documents import is_for_programs

log = structlog.get_logger(__name__)

Respond = Callable[[HttpRequest], HttpResponseBase]

STAFF = "/admin/"
FORMS = pattern(r"/shortlist/|/activities/[0-9]+/report/")
HEALTH = ("/healthz", "/readyz", "/metrics")
FOR_OTHER_SITES = pattern(r"/api/.*|.*\.(atom|bib|csv|ics|json|ris|xlsx)")
"""What other sites may read: the API, feeds and files."""

READING = ("GET", "HEAD")
CHANGING = (*READING, "POST")
PREFLIGHT = {
    "Allow": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "Accept, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
PARAMETERS = 1000
"""More parameters than this in a query string are no question a person asks."""

CONTENT_SECURITY_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}
STAFF_POLICY = CONTENT_SECURITY_POLICY | {"img-src": "'self' data:"}  # The admin's own stylesheet draws icons so.

FIXED_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
PUBLIC_PAGE = "public, max-age=60, stale-while-revalidate=300, stale-if-error=86400"
PUBLIC_REFUSAL = "public, max-age=60"
LASTING_REFUSALS = (404, 410)
NO_STORE = "no-store"


def headers(get_response: Respond) -> Respond:
    """The security headers and the caching of every response, refusals and failures included."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in FIXED_HEADERS.items():
            response.headers[name] = value
        response.headers["Content-Security-Policy"] = _policy(request.path_info)
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if FOR_OTHER_SITES.fullmatch(request.path_info):
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After"
        _set_caching(request.path_info, response)
        return response

    return respond


def own_refusals(get_response: Respond) -> Respond:
    """Our pages for 400 and 404 also while DEBUG is on.

    Django's would name every address of the catalog and repeat the request, in a page whose styles our policy refuses.
    """
    pages = {400: errors.bad_request, 404: errors.page_not_found}

    def respond(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if settings.DEBUG and is_page and response.status_code in pages:
            return pages[response.status_code](request, BadRequest())
        return response

    return respond


def trusted_proxy(get_response: Respond) -> Respond:
    """Takes the visitor's address and scheme from X-Forwarded-For and -Proto, but only from the proxy that is named.

    The proxy must overwrite what the visitor sent; the last address of the list is the one it wrote.
    """

    def respond(request: HttpRequest) -> HttpResponseBase:
        if _is_trusted(request.META.get("REMOTE_ADDR", "")):
            _believe(request)
        return get_response(request)

    return respond


def refuse_malformed(get_response: Respond) -> Respond:
    """400 for an address that is not UTF-8, holds a NUL or asks with too many parameters."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        fault = _fault(request)
        if fault:
            return errors.bad_request(request, BadRequest(fault))
        return get_response(request)

    return respond


def refuse_methods(get_response: Respond) -> Respond:
    """405 for whatever does not read; forms and staff pages also take POST.

    The API also tells a browser that another site's page may ask it (a CORS preflight, by OPTIONS). A catalog that is
    read-only takes no POST at all: 503.
    """

    def respond(request: HttpRequest) -> HttpResponseBase:
        if request.method == "OPTIONS" and is_for_programs(request.path_info):
            return HttpResponse(status=204, headers=PREFLIGHT, content_type="text/plain")
        allowed = CHANGING if _has_forms(request.path_info) else READING
        if request.method not in allowed:
            return errors.method_not_allowed(request, allowed)
        if request.method not in READING and settings.CME_READ_ONLY:
            return errors.service_unavailable(request)
        return get_response(request)

    return respond


class DatabaseTrouble:
    """503 with Retry-After, instead of 500, when the database is lost, locked or too slow, or the index being made."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """Logs the failure; the reader learns only that it will pass."""
        if not isinstance(problem, OperationalError | InterfaceError | Unavailable):
            return None
        log.error("database trouble", path=request.path_info, exc_info=problem)
        return errors.service_unavailable(request)


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: object) -> HttpResponse:
    """429 for an address with too many failed logins (AXES_LOCKOUT_CALLABLE)."""
    return errors.too_many_requests(request, int(settings.AXES_COOLOFF_TIME.total_seconds()))


def _policy(path: str) -> str:
    policy = STAFF_POLICY if path.startswith(STAFF) else CONTENT_SECURITY_POLICY
    return "; ".join(f"{directive} {sources}" for directive, sources in policy.items())


def _set_caching(path: str, response: HttpResponseBase) -> None:
    """A view's own Cache-Control stands, unless the answer depends on who asks: then no cache may keep it."""
    if path.startswith(settings.STATIC_URL) and response.status_code < 400:
        return
    if _is_personal(path, response):
        response.headers["Cache-Control"] = NO_STORE
        return
    patch_vary_headers(response, ["Accept-Encoding"])
    response.headers.setdefault("Cache-Control", _public_caching(response.status_code))


def _is_personal(path: str, response: HttpResponseBase) -> bool:
    return _has_forms(path) or path in HEALTH or bool(response.cookies) or has_vary_header(response, "Cookie")


def _public_caching(status: int) -> str:
    if status in LASTING_REFUSALS:
        return PUBLIC_REFUSAL
    return PUBLIC_PAGE if status < 400 else NO_STORE


def _has_forms(path: str) -> bool:
    return path.startswith(STAFF) or FORMS.fullmatch(path) is not None


def _is_trusted(address: str) -> bool:
    try:
        peer = ip_address(address)
    except ValueError:  # A connection over a Unix socket has no address.
        return False
    return any(peer in network for network in settings.CME_TRUSTED_PROXY)


def _believe(request: HttpRequest) -> None:
    visitor = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    with suppress(ValueError):  # The proxy may have sent none; then its own address stands.
        request.META["REMOTE_ADDR"] = str(ip_address(visitor))
    if request.META.get("HTTP_X_FORWARDED_PROTO") == "https":
        request.META["wsgi.url_scheme"] = "https"


def _fault(request: HttpRequest) -> str:
    query = request.META.get("QUERY_STRING", "")
    if query.count("&") >= PARAMETERS:
        return "too many parameters"
    # Django has put percent signs back where the path was not UTF-8; no address of ours holds one.
    for part in (unquote_to_bytes(request.path_info), unquote_to_bytes(query)):
        if b"\0" in part:
            return "NUL in the address"
        if not _is_utf8(part):
            return "address is not UTF-8"
    return ""


def _is_utf8(part: bytes) -> bool:
    try:
        part.decode()
    except UnicodeDecodeError:
        return False
    return True
