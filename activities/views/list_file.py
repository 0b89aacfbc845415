"""A list as a file: the same question as the list's, answered whole and in the same order."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from activities.files import LIST_FILES, Wanted, name
from activities.kept import told_apart
from activities.search.results import MOST_PROBLEMS, read, whole
from cme_catalog.lib.problems import Problem


@require_safe
@told_apart
def list_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """The whole list in one of the formats. 400 for any bad value: a file shall hold what was asked, or not be."""
    asked = read(request.GET)
    if asked.problems:
        return _refusal(asked.problems[:MOST_PROBLEMS])
    kind = LIST_FILES[ending]
    wanted = Wanted(asked.selection, asked.vocabularies, whole(asked))
    written = kind.write(wanted) if request.method == "GET" else ()
    response = StreamingHttpResponse(written, content_type=kind.content_type)
    response.headers["X-Robots-Tag"] = "noindex"
    if kind.attached:
        response.headers["Content-Disposition"] = f'attachment; filename="{name(asked.selection, ending)}"'
    return response


def _refusal(problems: list[Problem]) -> HttpResponse:
    """Says in plain sentences which values were refused and why."""
    said = "".join(f"{problem}\n" for problem in problems)
    return HttpResponse(
        f"There is no file for this question.\n{said}", status=400, content_type="text/plain; charset=utf-8"
    )
