"""The way to the one address of a page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


def with_query(request: HttpRequest, path: str, *, permanent: bool = True) -> HttpResponse:
    """To a path of this site, with the query kept."""
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{path}?{query}" if query else path, permanent=permanent)
