"""The activities of a shortlist as a file: named in the address, so that no cookie has a part in it."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from activities import status
from activities.chosen import Asked, asked
from activities.files import LIST_FILES, Wanted
from activities.search.names import known
from activities.search.results import Every
from activities.search.selection import Selection
from activities.shortlist import MOST


@require_safe
def shortlist_file(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Those of the activities that are listed, in the order of the address; 400 for anything that is no activity ID."""
    wanted = asked(request.GET.getlist("id"), MOST)
    if wanted.problems or not wanted.ids:
        return _refusal(wanted)
    kind, day = LIST_FILES[ending], status.today()
    everything = Wanted(Selection(day=day), known().vocabularies, Every(list(wanted.ids)))
    written = kind.write(everything) if request.method == "GET" else ()
    response = StreamingHttpResponse(written, content_type=kind.content_type)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Content-Disposition"] = f'attachment; filename="cme-shortlist-{day.isoformat()}.{ending}"'
    return response


def _refusal(wanted: Asked) -> HttpResponse:
    example = reverse("activities:shortlist_file", args=["csv"])
    said = [*map(str, wanted.problems), f"Name the activities by their IDs, as in {example}?id=13645."]
    return HttpResponse("\n".join([*said, ""]), status=400, content_type="text/plain; charset=utf-8")
