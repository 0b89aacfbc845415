"""The activities' list and form."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path

from activities import workflow
from activities.admin import history_page, next_in_list, stale, step_page
from activities.admin.forms import ActivityForm
from activities.admin.inlines import ApprovalInline, CreditInline, PriceInline
from activities.admin.reasons import ReasonedAdmin, person, save_changes
from activities.models import Activity, Status
from activities.models.activity import LARGEST_ID
from activities.steps import STEPS
from cme_catalog.lib.numbers import whole

FILTERS = {
    "status": "status",
    "format": "format__code",
    "provider": "provider__slug",
    "approval_list": "approval_list",
    "commercial_support": "commercial_support",
    "approvals__board": "approvals__board__code",
}
"""Each filter of the list and the field it compares."""
QUESTIONS = {f"{name}__isnull" for name in FILTERS} | {f"{field}__exact" for field in FILTERS.values()}
"""Whatever else an address of the list asks is refused: it could be slow, or tell what is not shown."""


@admin.register(Activity)
class ActivityAdmin(ReasonedAdmin):
    form = ActivityForm
    change_form_template = "admin/activities/activity/change_form.html"
    inlines = [CreditInline, PriceInline, ApprovalInline]
    list_display = ["activity_id", "title", "provider", "format", "status", "expires", "version"]
    list_display_links = ["activity_id", "title"]
    list_filter = [*FILTERS]
    list_select_related = ["provider", "format"]
    list_per_page = 50
    search_fields = ["activity_id__exact", "title", "doi", "provider__name"]
    search_help_text = "Activity ID, words of the title, DOI or provider"
    autocomplete_fields = [
        "provider",
        "accredited_provider",
        "joint_providers",
        "keywords",
        "competencies",
        "specialties",
        "practice_settings",
        "quality_strategies",
    ]
    actions = step_page.ACTIONS
    fieldsets = [
        ("This change", {"fields": ["reason", "version_read"]}),
        ("Listing", {"fields": ["activity_id", "status", "title"]}),
        ("Provider", {"fields": ["provider", "accredited_provider", "joint_providers"]}),
        ("Dates", {"fields": [("released", "reviewed"), ("starts", "ends"), "expires"]}),
        ("Format and place", {"fields": ["format", "delivery", "venue", ("city", "state"), ("country", "time_zone")]}),
        ("Description", {"fields": ["description", "text_origin"]}),
        ("Disclaimers", {"fields": ["disclaimers"]}),
        ("Registration", {"fields": ["registration_url", "registration"]}),
        ("Board approvals", {"fields": ["approval_list"], "description": "The approvals themselves stand below."}),
        ("Commercial support", {"fields": ["commercial_support", "supporters"]}),
        ("Educational objectives", {"fields": ["objectives"]}),
        ("Keywords and competencies", {"fields": ["keywords", "competencies", "specialties"]}),
        (
            "Diplomate engagement, settings, strategies",
            {"fields": ["diplomate_engagement", "practice_settings", "quality_strategies"]},
        ),
        ("Identifiers", {"fields": ["doi", ("provider_reference", "accme_id")]}),
        ("Source and verification", {"fields": ["source_url", "source_read", ("verified_on", "verified_by")]}),
        ("For staff only", {"fields": ["internal_note"]}),
    ]

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                f"steps/{name}/",
                self.admin_site.admin_view(self.step_view),
                {"name": name},
                name=f"activities_activity_{name}",
            )
            for name in STEPS
        ]
        return own + super().get_urls()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is not None and not self.has_change_permission(request, obj):
            return self.fieldsets[1:]
        return self.fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["status"] if obj is None else ["status", "activity_id"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A listing is withdrawn, not deleted: its address goes on answering."""
        return False

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("activities.publish_activity")

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        return lookup in QUESTIONS

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        return obj.get_absolute_url() if obj and obj.status == Status.PUBLISHED else None

    @contextmanager
    def writing(self, request: HttpRequest, form: Any, change: bool) -> Iterator[None]:
        activity, reason, by = form.instance, form.cleaned_data["reason"], person(request)
        if not change:
            with workflow.creating(activity, by=by, reason=reason):
                yield
            return
        version = form.cleaned_data["version_read"]
        with workflow.editing(activity, version=version, by=by, reason=reason) as locked:
            save_changes(activity, locked)
            yield

    def answer(
        self, request: HttpRequest, object_id: str | None, form_url: str, context: dict[str, Any]
    ) -> HttpResponse:
        """Checks the version before anything is validated: a stale form is shown again, beside what stands now."""
        if request.method != "POST" or object_id is None:
            return super().answer(request, object_id, form_url, context)
        with transaction.atomic():
            activity = self._locked(request, object_id)
            if activity is not None and request.POST.get("version_read") != str(activity.version):
                return self._stale(request, activity, form_url, context)
            following = next_in_list.after(self, request, activity) if activity and "_next" in request.POST else None
            response = super().answer(request, object_id, form_url, context)
        if "_next" in request.POST and isinstance(response, HttpResponseRedirect):
            return HttpResponseRedirect(next_in_list.address(self, request, following))
        return response

    def _locked(self, request: HttpRequest, object_id: str) -> Activity | None:
        found = self.get_object(request, unquote(object_id))
        return found and Activity.objects.select_for_update().get(pk=found.pk)

    def _stale(self, request: HttpRequest, activity: Activity, form_url: str, context: dict[str, Any]) -> HttpResponse:
        fields = flatten_fieldsets(self.get_fieldsets(request, activity))
        form = self.get_form(request, activity, change=True, fields=fields)(request.POST, instance=activity)
        formsets, _ = self._create_formsets(request, form.instance, change=True)  # type: ignore[attr-defined]
        context |= {"comparison": stale.compare(form, formsets)}
        request.POST = stale.rebase(request.POST, form, formsets)  # type: ignore[assignment]
        response = super().answer(request, str(activity.pk), form_url, context)
        response.status_code = 409
        return response

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        activity = kwargs.get("obj")
        if activity is not None:
            context["steps"] = step_page.open_steps(request.user, activity)
        return super().render_change_form(request, context, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Activity) -> HttpResponse:
        version = Activity.objects.values_list("version", flat=True).get(pk=obj.pk)
        if version == obj.version:
            messages.info(request, f"Nothing was different; activity {obj.pk} stays at version {version}.")
        else:
            messages.success(request, f"Activity {obj.pk} is saved as version {version}.")
        if "_continue" in request.POST:
            return HttpResponseRedirect(request.get_full_path())
        return self.response_post_save_change(request, obj)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        try:
            for text in request.POST.getlist(ACTION_CHECKBOX_NAME):
                whole(text, least=1, most=LARGEST_ID)
        except ValueError as problem:
            raise BadRequest(str(problem)) from None
        return super().changelist_view(request, extra_context)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return history_page.answer(self, request, object_id)

    def step_view(self, request: HttpRequest, name: str) -> HttpResponse:
        return step_page.answer(self, request, name)

    def construct_change_message(self, *args: Any, **kwargs: Any) -> str:  # type: ignore[override]
        return ""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        """The event says it."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:  # type: ignore[override]
        """The event says it."""
