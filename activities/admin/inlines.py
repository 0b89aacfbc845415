"""The rows of an activity that are edited with it: credits, prices, approvals."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import DateField, DecimalField, ForeignKey, Model, QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest

from activities.admin.forms import Amount, Day
from activities.models import BoardApproval, Credit, Price

NOT_THERE = "A row is not, or no longer, part of what you edit; open the form again."


class SharedChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice among few rows, read once for all forms of a formset instead of once for each."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(row.pk): row for row in self.queryset or ()}
        self.choices = [("", self.empty_label or ""), *((key, str(row)) for key, row in self.rows.items())]

    def __deepcopy__(self, memo: dict[int, Any]) -> "SharedChoiceField":
        rows, self.rows = self.rows, {}
        copied = super().__deepcopy__(memo)
        self.rows = copied.rows = rows
        return copied

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        row = self.rows.get(str(getattr(value, "pk", value)))
        if row is None:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return row


class OwnRowField(forms.Field):
    """Which of the formset's own rows a form is about; a row of another owner is not among them."""

    widget = forms.HiddenInput

    def __init__(self, rows: Iterable[Model], initial: Any) -> None:
        super().__init__(required=False, initial=initial)
        self.rows = {str(row.pk): row for row in rows}

    def to_python(self, value: Any) -> Model | None:
        row = self.rows.get(str(getattr(value, "pk", value or "")))
        if row is None and value not in self.empty_values:
            raise forms.ValidationError(NOT_THERE, code="row")
        return row

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(initial or "") != str(data or "")


class Rows(BaseInlineFormSet):  # type: ignore[type-arg]
    """The rows of one activity, found by their numbers without asking the database for each."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        standard = form.fields["id"]
        form.fields["id"] = OwnRowField(self.get_queryset(), standard.initial)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = "Delete this row"

    def clean(self) -> None:
        """A hidden field's error would not be printed beside its row."""
        super().clean()
        if any("id" in form.errors for form in self.forms):
            raise forms.ValidationError(NOT_THERE, code="row")
        if not any(self.errors):
            self._refuse_twins()

    def _refuse_twins(self) -> None:
        """Each row is checked against the stored ones; two new ones that say the same are only seen here."""
        kept = [form for form in self.forms if form.has_changed() or form.instance.pk]
        keys = Counter(form.instance.natural_key() for form in kept if form not in self.deleted_forms)
        if keys and max(keys.values()) > 1:
            raise forms.ValidationError("Two rows are about the same; keep one of them.", code="twins")


class RowsInline(admin.TabularInline):  # type: ignore[type-arg]
    """A table of rows, whose choices are loaded once however many rows there are."""

    formset = Rows
    extra = 0
    max_num = 300
    formfield_overrides = {DateField: {"form_class": Day}, DecimalField: {"form_class": Amount}}

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """However many rows a forged form announces, no more are read."""
        return super().get_formset(request, obj, absolute_max=self.max_num, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Each cell names its column to a screen reader. Buttons that add a term would crowd the rows."""
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        field.widget.attrs["aria-label"] = field.label
        return field

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:  # type: ignore[type-arg]
        return super().formfield_for_foreignkey(db_field, request, form_class=SharedChoiceField, **kwargs)


class CreditInline(RowsInline):
    model = Credit
    fields = ["credit_type", "amount"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Credit]:
        return super().get_queryset(request).select_related("credit_type")


class PriceInline(RowsInline):
    model = Price
    fields = ["membership", "kind", "amount"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Price]:
        return super().get_queryset(request).select_related("membership")


class ApprovalInline(RowsInline):
    model = BoardApproval
    fields = [
        "board",
        "basis",
        "approval_type",
        "points",
        "points_kind",
        "valid_from",
        "valid_until",
        "complete_by",
        "reported_by",
        "evidence_url",
        "evidence_reference",
        "checked_on",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[BoardApproval]:
        return super().get_queryset(request).select_related("board", "approval_type", "points_kind")
