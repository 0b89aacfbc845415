"""A list as a file: the same question as the list's, answered whole and in the same order."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from activities.files import LIST_FILES, Asked, name
from activities.filters import ActivityFilter
from activities.kept import told_apart
from activities.search.names import known
from activities.search.results import MOST_PROBLEMS, every


@require_safe
@told_apart
def list_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The whole list in one of the formats. 400 for any bad value: a file shall hold what was asked, or not be."""
    names = known().vocabularies
    asked = ActivityFilter(request.GET, vocabularies=names)
    if asked.problems:
        return _refusal(asked)
    kind = LIST_FILES[ending]
    wanted = Asked(asked.selection, names, every(asked.selection))
    written = kind.write(wanted) if request.method == "GET" else ()
    response = StreamingHttpResponse(written, content_type=kind.content_type)
    response.headers["X-Robots-Tag"] = "noindex"
    if kind.attached:
        response.headers["Content-Disposition"] = f'attachment; filename="{name(asked.selection, ending)}"'
    return response


def _refusal(asked: ActivityFilter) -> HttpResponse:
    """Says in plain sentences which values were refused and why."""
    said = "".join(f"{problem}\n" for problem in asked.problems[:MOST_PROBLEMS])
    return HttpResponse(
        f"There is no file for this question.\n{said}", status=400, content_type="text/plain; charset=utf-8"
    )
