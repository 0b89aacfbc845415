"""The page that asks for a reason before the status of one or several activities changes."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from activities import workflow
from activities.admin.forms import StepForm, WithdrawForm
from activities.admin.reasons import REASON, person
from activities.models import Activity
from activities.models.activity import LARGEST_ID
from activities.steps import PUBLISH, STEPS, WITHDRAW, Step
from cme_catalog.lib.numbers import whole

MOST = 500
"""Activities of one bulk change; a page that lists them can still be looked over."""


def answer(model_admin: Any, request: HttpRequest, name: str) -> HttpResponse:
    """Ask for the reason (GET) or take the step (POST); 403 without the step's permission."""
    step = STEPS[name]
    if not request.user.has_perm(step.permission):
        raise PermissionDenied
    if request.method == "POST":
        return _take(model_admin, request, name)
    activities = list(Activity.objects.select_related("provider").filter(pk__in=_asked(request)).order_by("pk"))
    if not activities:
        raise Http404
    return _page(model_admin, request, name, activities, _form(step)(initial=_initial(request, activities)))


def open_steps(user: Any, activity: Activity) -> list[tuple[str, str]]:
    """Label and address of each step this person may take with the activity as it stands."""
    return [
        (step.label, f"{address(name)}?id={activity.pk}")
        for name, step in STEPS.items()
        if step.open_to(activity) and user.has_perm(step.permission)
    ]


def address(name: str) -> str:
    return reverse(f"admin:activities_activity_{name}")


def _take(model_admin: Any, request: HttpRequest, name: str) -> HttpResponse:
    step, form = STEPS[name], _form(STEPS[name])(request.POST)
    if not form.is_valid():
        return _again(model_admin, request, name, form, 200)
    answers = dict(form.cleaned_data)
    versions = answers.pop("versions")
    try:
        workflow.take(step, versions, by=person(request), **answers)
    except workflow.Refused as refusal:
        form.add_error(None, str(refusal))
        return _again(model_admin, request, name, form, 409)
    request.session[REASON] = answers["reason"]
    messages.success(request, f"{_named(versions)} now {step.to.label.lower()}.")
    return HttpResponseRedirect(_back(model_admin, request, versions))


def _again(model_admin: Any, request: HttpRequest, name: str, form: StepForm, status: int) -> HttpResponse:
    """The page once more, with what was typed and the present versions: whoever goes on has seen the message."""
    versions = form.cleaned_data.get("versions", {})
    activities = list(Activity.objects.select_related("provider").filter(pk__in=versions).order_by("pk"))
    form.data = {**form.data.dict(), "versions": _versions(activities)}  # type: ignore[attr-defined]
    return _page(model_admin, request, name, activities, form, status)


def _page(
    model_admin: Any, request: HttpRequest, name: str, activities: list[Activity], form: StepForm, status: int = 200
) -> HttpResponse:
    step = STEPS[name]
    filters = model_admin.get_preserved_filters(request)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": step.label,
        "opts": model_admin.opts,
        "activities": activities,
        "form": form,
        "action": f"{address(name)}?{filters}",
        "button": step.label,
        "preserved_filters": filters,
    }
    return TemplateResponse(request, "admin/activities/activity/step.html", context, status=status)


def _form(step: Step) -> type[StepForm]:
    return WithdrawForm if step is WITHDRAW else StepForm


def _initial(request: HttpRequest, activities: list[Activity]) -> dict[str, str]:
    return {"versions": _versions(activities), "reason": request.session.get(REASON, "")}


def _versions(activities: Iterable[Activity]) -> str:
    return " ".join(f"{activity.pk}:{activity.version}" for activity in activities)


def _asked(request: HttpRequest) -> list[int]:
    try:
        return [whole(text, least=1, most=LARGEST_ID) for text in request.GET.getlist("id")[:MOST]]
    except ValueError:
        raise Http404 from None


def _named(versions: dict[int, int]) -> str:
    if len(versions) == 1:
        return f"Activity {next(iter(versions))} is"
    return f"{len(versions)} activities are"


def _back(model_admin: Any, request: HttpRequest, versions: dict[int, int]) -> str:
    """To the activity's form, or to the list the activities were chosen in."""
    url = reverse("admin:activities_activity_changelist")
    if len(versions) == 1:
        url = reverse("admin:activities_activity_change", args=list(versions))
    filters = {"preserved_filters": model_admin.get_preserved_filters(request), "opts": model_admin.opts}
    return str(add_preserved_filters(filters, url))


def _action(name: str, step: Step) -> Callable[..., Any]:
    @admin.action(description=f"{step.label}…", permissions=["publish" if step.permission == PUBLISH else "change"])
    def choose(model_admin: Any, request: HttpRequest, queryset: Any) -> HttpResponse | None:
        activities = list(queryset.select_related("provider").order_by("pk")[: MOST + 1])
        if len(activities) > MOST:
            messages.error(request, f"Choose at most {MOST} activities at a time.")
            return None
        return _page(model_admin, request, name, activities, _form(step)(initial=_initial(request, activities)))

    choose.__name__ = name
    return choose


ACTIONS = [_action(name, step) for name, step in STEPS.items()]
"""The steps as actions of the activities' list."""
