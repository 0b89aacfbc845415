"""What readers reported, as a work list: staff say how it stands and note what they did."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator

from activities.admin.forms import TermForm
from activities.admin.reasons import person
from activities.models import Report


class ReportForm(TermForm):
    """State and note; a form that somebody else overtook comes back with both values."""

    reason = None  # type: ignore[assignment]  # What is noted is the reason.


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = ReportForm
    actions = None
    list_display = ["sent_at", "activity_id", "kind", "words", "state", "handled_by_name"]
    list_filter = ["state", "kind"]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["activity__activity_id__exact", "text"]
    search_help_text = "Activity ID, or words of the report"
    readonly_fields = ["listing", "kind", "text", "email", "sent_at", "handled_by_name"]
    fields = ["row_read", *readonly_fields, "state", "note"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        """What is due for deletion is not shown, whether or not it is deleted yet."""
        return super().get_queryset(request).filter(pk__in=Report.objects.kept())

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        return lookup in ("state__exact", "kind__exact")

    @admin.display(description="report")
    def words(self, report: Report) -> str:
        return Truncator(report.text).chars(80)

    @admin.display(description="listing")
    def listing(self, report: Report) -> str:
        """The listing in the admin and as readers see it."""
        return format_html(
            '<a href="{}">Activity {}</a>, reported at version {} · <a href="{}">as readers see it</a>',
            reverse("admin:activities_activity_change", args=[report.activity_id]),
            report.activity_id,
            report.listing_version,
            reverse("activities:activity_detail", args=[report.activity_id]),
        )

    def save_model(self, request: HttpRequest, obj: Report, form: Any, change: bool) -> None:
        user = person(request)
        obj.handled_by, obj.handled_by_name = user, str(user)
        obj.save(update_fields=["state", "note", "handled_by", "handled_by_name"])
