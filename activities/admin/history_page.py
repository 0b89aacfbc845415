"""The read-only history of an activity: its events, with each changed field from old to new."""

import json
from typing import Any, NamedTuple

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from activities.models import Activity, Event

PER_PAGE = 20
NOTHING = "—"


class Change(NamedTuple):
    """A field that changed; of a list, only the entries that went and came."""

    field: str
    old: list[str]
    new: list[str]


class Entry(NamedTuple):
    """An event as the history prints it."""

    event: Event
    changes: list[Change]


def answer(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """The page; 403 for whoever may not see the activity, 404 when there is none."""
    activity = model_admin.get_object(request, unquote(object_id))
    if not model_admin.has_view_or_change_permission(request, activity):
        raise PermissionDenied
    if activity is None:
        raise Http404
    page = Paginator(events(activity), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": f"History of activity {activity.pk}",
        "opts": model_admin.opts,
        "object": activity,
        "page": page,
        "entries": [entry(event) for event in page],
        "preserved_filters": model_admin.get_preserved_filters(request),
    }
    return TemplateResponse(request, "admin/activities/activity/object_history.html", context)


def events(activity: Activity) -> Any:
    """The events of an activity, newest first; without the long texts the page does not print."""
    return activity.events.defer("record", "private").order_by("-version")


def entry(event: Event) -> Entry:
    """An event with its changes ready to print."""
    return Entry(event, [_change(field, *pair) for field, pair in json.loads(event.changes).items()])


def _change(field: str, old: Any, new: Any) -> Change:
    if isinstance(old, list) and isinstance(new, list):
        went, came = [one for one in old if one not in new], [one for one in new if one not in old]
        if went or came:
            old, new = went, came
    return Change(field.replace("_", " "), _lines(old), _lines(new))


def _lines(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [_printed(one) for one in values] or [NOTHING]


def _printed(value: Any) -> str:
    """A value of the record in one line: a named term by its name and code, a row by its cells that say something."""
    if isinstance(value, dict) and {"code", "name"} <= set(value):
        return f"{value['name']} ({value['code']})"
    if isinstance(value, dict):
        cells = {name.replace("_", " "): _printed(cell) for name, cell in value.items()}
        return "; ".join(f"{name}: {cell}" for name, cell in cells.items() if cell != NOTHING)
    return NOTHING if value in (None, "") else str(value)
