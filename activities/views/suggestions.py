"""What the search box offers while somebody types: options for its list, fetched by htmx."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from activities.kept import kept
from activities.search.suggestions import suggestions as suggested


@require_safe
@kept
def suggestions(request: HttpRequest) -> HttpResponse:
    """The options for what is typed in `q`; none for what cannot be the beginning of anything."""
    return render(request, "activities/suggestions.html", {"suggestions": suggested(request.GET.get("q", ""))})
