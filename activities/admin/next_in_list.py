"""Save and next: the activity that follows in the list the editor came from, with its filters and its order."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from activities.models import Activity


def after(model_admin: Any, request: HttpRequest, activity: Activity) -> int | None:
    """The activity ID that follows in the filtered list as it stands, None at its end.

    To be asked before the save: a changed title or date may move the activity to another place of the list.
    """
    try:
        ids = iter(_queryset(model_admin, request).values_list("pk", flat=True).iterator())
    except IncorrectLookupParameters:
        return None
    for activity_id in ids:
        if activity_id == activity.pk:
            return next(ids, None)
    return None


def address(model_admin: Any, request: HttpRequest, activity_id: int | None) -> str:
    """The form of the next activity, or the list with a word about its end."""
    if activity_id is None:
        messages.info(request, "That was the last one in this list.")
        url = reverse("admin:activities_activity_changelist")
    else:
        url = reverse("admin:activities_activity_change", args=[activity_id])
    filters = {"preserved_filters": model_admin.get_preserved_filters(request), "opts": model_admin.opts}
    return str(add_preserved_filters(filters, url))


def _queryset(model_admin: Any, request: HttpRequest) -> Any:
    """The rows of the list, asked as the list's own page asks for them."""
    asked = copy(request)
    asked.GET = QueryDict(request.GET.get("_changelist_filters", ""))
    return model_admin.get_changelist_instance(asked).queryset
