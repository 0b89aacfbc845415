"""Vocabularies, as providers and boards too: named terms that listings print, changed with a reason."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from activities import workflow
from activities.admin.forms import Reason, TermForm, digest
from activities.admin.reasons import REASON, ReasonedAdmin, person, save_changes
from activities.models import (
    ApprovalType,
    Competency,
    CreditType,
    FormatType,
    Keyword,
    Membership,
    PointsKind,
    PracticeSetting,
    QualityStrategy,
    Specialty,
)


class RemovalForm(Form):
    """Why a term is removed."""

    reason = Reason()


class TermAdmin(ReasonedAdmin):
    """A term's code is permanent; a changed name shows on every listing that prints it, each with an event."""

    form = TermForm
    actions = None
    list_display = ["name", "code", "position"]
    search_fields = ["name", "code"]
    list_per_page = 100

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [self.opts.pk.name] if obj else []

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        fields = [field.name for field in self.opts.fields]
        return ["reason", "row_read", *fields] if self.has_change_permission(request, obj) else fields

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        return False

    @contextmanager
    def writing(self, request: HttpRequest, form: Any, change: bool) -> Iterator[None]:
        term = form.instance
        with workflow.renaming(term, by=person(request), reason=form.cleaned_data["reason"]):
            if change:
                before = type(term)._base_manager.get(pk=term.pk)
                if digest(before) != form.cleaned_data["row_read"]:
                    raise workflow.Refused(f"“{before}” was changed by somebody else at this moment; open it again.")
                save_changes(term, before)
            else:
                term.save(force_insert=True)
            yield

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> str:  # type: ignore[override]
        """The reason, and each field from old to new: a term that no listing prints has no other history."""
        changes = [
            f"{form[name].label}: “{form.initial.get(name) or ''}” → “{form.cleaned_data[name] or ''}”"
            for name in form.changed_data
            if name not in ("reason", "row_read")
        ]
        rows = [f"{formset.model._meta.verbose_name_plural} changed" for formset in formsets if formset.has_changed()]
        return " ".join([f"Reason: {form.cleaned_data['reason']}.", *(f"{change}." for change in changes + rows)])

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Remove a term that nothing uses, with a reason; refused with a sentence when something does."""
        term = self.get_object(request, unquote(object_id))
        if not self.has_delete_permission(request, term):
            raise PermissionDenied
        if term is None:
            raise Http404
        form = RemovalForm(request.POST or None, initial={"reason": request.session.get(REASON, "")})
        if request.method == "POST" and form.is_valid() and self._remove(request, term, form):
            return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": f"Remove {self.opts.verbose_name}",
            "opts": self.opts,
            "object": term,
            "form": form,
        }
        return TemplateResponse(request, "admin/remove.html", context)

    def _remove(self, request: HttpRequest, term: Any, form: Form) -> bool:
        reason, key = form.cleaned_data["reason"], term.pk
        try:
            workflow.remove(term, by=person(request), reason=reason)
        except workflow.Refused as refusal:
            form.add_error(None, str(refusal))
            return False
        term.pk = key
        LogEntry.objects.log_actions(person(request).pk, [term], DELETION, f"Reason: {reason}.", single_object=True)
        messages.success(request, f"“{term}” was removed.")
        request.session[REASON] = reason
        return True


admin.site.register(
    [
        ApprovalType,
        Competency,
        CreditType,
        FormatType,
        Keyword,
        Membership,
        PointsKind,
        PracticeSetting,
        QualityStrategy,
        Specialty,
    ],
    TermAdmin,
)
