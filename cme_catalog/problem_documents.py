"""Refusals for programs: problem documents (RFC 9457), where a reader would get a page."""

import json
from typing import Any, NamedTuple

from django.http import HttpResponse

from cme_catalog.site import site_facts

API = "/api/"
"""Everything below this address answers programs."""

CONTENT_TYPE = "application/problem+json"


class Problem(NamedTuple):
    """What a status means here: a title that never changes, and a sentence for who reads it."""

    title: str
    detail: str


PROBLEMS = {
    400: Problem("The request cannot be read", "The address is malformed, or one of its parameters is."),
    403: Problem("Not allowed", "This address is not open to you."),
    404: Problem("Nothing here", "There is nothing public at this address."),
    405: Problem("Method not allowed", "The API is for reading: use GET or HEAD."),
    406: Problem("No such representation", "This address answers with none of the media types you accept."),
    410: Problem("Withdrawn", "The catalog no longer lists this activity."),
    429: Problem("Too many requests", "Your address asks more often than the API allows. Wait as Retry-After says."),
    500: Problem("Our fault", "Something went wrong on our side. Please try again in a moment."),
    503: Problem("Unavailable for the moment", "The catalog cannot answer just now. Wait as Retry-After says."),
}
"""The statuses of the API's refusals."""


def is_for_programs(path: str) -> bool:
    """Whether what goes wrong at this path is told to a program."""
    return path.startswith(API)


def problem(status: int, *, detail: str = "", **facts: Any) -> HttpResponse:
    """The problem document for a status of PROBLEMS; `facts` are further members of it.

    Like the error pages it repeats nothing of the request but what `facts` hold, and needs no database.
    """
    known = PROBLEMS[status]
    body = {
        "type": site_facts().canonical(f"{API}#problem-{status}"),
        "title": known.title,
        "status": status,
        "detail": detail or known.detail,
        **facts,
    }
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, status=status, content_type=CONTENT_TYPE)
