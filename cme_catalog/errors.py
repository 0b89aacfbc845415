"""The pages for what goes wrong, and below /api/ the problem documents in their place.

They are rendered without the request: nothing of it can leak into them, and they need neither a database nor a
context processor.
"""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string

from cme_catalog.problem_documents import is_for_programs, problem
from cme_catalog.site import site_facts

RETRY_AFTER = 30

LAST_RESORT = """\
<!DOCTYPE html>
<html lang="en-US">
<head><meta charset="utf-8"><title>Something went wrong</title></head>
<body><main><h1>Something went wrong</h1><p>The fault is ours. Please try again in a moment.</p></main></body>
</html>
"""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, Django's handler400."""
    return _refusal(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, Django's handler403."""
    return _refusal(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form sent without its token (CSRF_FAILURE_VIEW). Django's reason is for the log, not for the reader."""
    return error_page(403, form_expired=True)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, Django's handler404."""
    return _refusal(request, 404)


def too_many_requests(request: HttpRequest, retry_after: int = RETRY_AFTER) -> HttpResponse:
    """429; `retry_after` in seconds."""
    return _refusal(request, 429, retry_after)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, Django's handler500. Answers even when the templates are what is broken."""
    try:
        return _refusal(request, 500)
    except Exception:  # noqa: BLE001 - whatever is broken, the reader gets a sentence instead of an empty page
        return HttpResponse(LAST_RESORT, status=500)


def service_unavailable(request: HttpRequest, retry_after: int = RETRY_AFTER) -> HttpResponse:
    """503; `retry_after` in seconds."""
    return _refusal(request, 503, retry_after)


def method_not_allowed(request: HttpRequest, allowed: Iterable[str]) -> HttpResponse:
    """405, with the methods that are allowed."""
    if is_for_programs(request.path_info):
        response = problem(405)
        response["Allow"] = ", ".join(allowed)
        return response
    return HttpResponseNotAllowed(list(allowed), "This address does not take that method.\n", content_type="text/plain")


def _refusal(request: HttpRequest, status: int, retry_after: int | None = None) -> HttpResponse:
    """The page, or the problem document, for `status`; `retry_after` (seconds) also becomes the header."""
    if not is_for_programs(request.path_info):
        return error_page(status, retry_after)
    response = problem(status)
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response


def error_page(status: int, retry_after: int | None = None, **facts: object) -> HttpResponse:
    """The page for `status` from `templates/errors/`; `retry_after` (seconds) also becomes the header."""
    context = {"site": site_facts(), "retry_after": retry_after, **facts}
    response = HttpResponse(render_to_string(f"errors/{status}.html", context), status=status)
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response
