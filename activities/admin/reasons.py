"""What every staff form of the catalog has in common: a reason, one way to write, and clear refusals."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple, RelatedFieldWidgetWrapper
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest
from django.db import IntegrityError
from django.db.models import DateField, Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from activities.admin.forms import Day, ReasonedForm
from activities.workflow import Refused

REASON = "reason"
"""The session's key for the last reason a person gave."""


class _OneByName(AutocompleteSelect):
    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        return super().optgroups(name, _storable(value), attrs)


class _ManyByName(AutocompleteSelectMultiple):
    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        return super().optgroups(name, _storable(value), attrs)


def _storable(values: Any) -> list[Any]:
    """These widgets look up the names of what was typed; the database would refuse to look for a NUL."""
    return [value for value in values if "\0" not in str(value)]


class ReasonedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Asks for a reason with every save and writes inside the one context that `writing` opens."""

    form = ReasonedForm
    formfield_overrides = {DateField: {"form_class": Day}}
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    @contextmanager
    def writing(self, request: HttpRequest, form: Any, change: bool) -> Iterator[None]:
        """Write the form's own row; the caller writes what belongs to it before the context ends."""
        raise NotImplementedError
        yield

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type[Any]:
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"reason_before": request.session.get(REASON, "")})

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Beside a look-up one may add and change a term; to remove one needs a page of its own."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = _OneByName(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = _ManyByName(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if "_saveasnew" in request.POST:
            raise BadRequest("A listing is not saved as a new one.")
        context = {"show_save_and_add_another": False, **(extra_context or {})}
        try:
            return self.answer(request, object_id, form_url, context)
        except Refused as refusal:
            messages.error(request, str(refusal))
        except IntegrityError:
            messages.error(request, "Somebody else saved at the same moment, and both cannot stand. Nothing was saved.")
        return HttpResponseRedirect(request.get_full_path())

    def answer(
        self, request: HttpRequest, object_id: str | None, form_url: str, context: dict[str, Any]
    ) -> HttpResponse:
        """Show or save the form; Refused from here becomes a message."""
        return super().changeform_view(request, object_id, form_url, context)

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        """Nothing yet: `save_related` writes the row together with the rows that belong to it."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        with self.writing(request, form, change):
            form.save_m2m()
            for formset in formsets:
                formset.save()
        request.session[REASON] = form.cleaned_data["reason"]


def save_changes(row: Model, before: Model) -> None:
    """Write the fields in which an edited row differs from how it stands, and only those."""
    names = [field.attname for field in row._meta.concrete_fields if field.editable]
    changed = [name for name in names if getattr(row, name) != getattr(before, name)]
    if changed:
        row.save(update_fields=changed)


def person(request: HttpRequest) -> User:
    """The account behind a staff page; the admin lets nobody else in."""
    return cast(User, request.user)
