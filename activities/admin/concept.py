"""Concepts with their terms, and the pairs never joined: changed with a reason, looked at before they are saved."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from activities.admin import concept_preview
from activities.admin.forms import TermForm
from activities.admin.inlines import Rows, RowsInline
from activities.admin.vocabulary import TermAdmin
from activities.models import Concept, ConceptTerm, NeverJoined
from activities.models.concept import SHARED
from activities.search import concept_rows
from activities.search.concept_rules import Pairs, Term, troubles


class ConceptForm(TermForm):
    """A concept's own fields. Sent with "Change it again" from the preview it comes back as it was typed."""

    def clean(self) -> dict[str, Any] | None:
        if "_again" in self.data:
            raise ValidationError("Nothing was saved. Change what you like, and look again.", code="again")
        return super().clean()


class TermRowForm(forms.ModelForm):  # type: ignore[type-arg]
    """A term. That another concept has it is said by the formset, which knows which concept that is."""

    def _update_errors(self, errors: ValidationError) -> None:
        found = {name: [one for one in some if one.message != SHARED] for name, some in errors.error_dict.items()}
        if kept := {name: some for name, some in found.items() if some}:
            super()._update_errors(ValidationError(kept))  # type: ignore[misc]


class TermRows(Rows):
    """The terms of one concept, held against those of all others."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors) or not self.instance.name:
            return
        before = {(trouble.term, trouble.field) for trouble in troubles(*concept_rows.read())}
        found = list(troubles(*self.rows()))
        rows = {_term(self.instance, form.instance): form for form in self._kept()}
        for trouble in found:
            if trouble.term in rows:
                rows[trouble.term].add_error(trouble.field, trouble.sentence)
        for trouble in found:
            if trouble.term not in rows and not any(self.errors) and (trouble.term, trouble.field) not in before:
                raise ValidationError(trouble.sentence, code="trouble")

    def rows(self) -> concept_rows.ConceptRows:
        """All concepts as they would be with what was typed."""
        names, terms, pairs = concept_rows.read()
        code = self.instance.pk
        own = [_term(self.instance, form.instance) for form in self._kept()]
        others = [term for term in terms if term.concept != code]
        return concept_rows.ConceptRows({**names, code: self.instance.name}, [*others, *own], pairs)

    def _kept(self) -> list[Any]:
        return [
            form
            for form in self.forms
            if form.instance.text and form not in self.deleted_forms and (form.has_changed() or form.instance.pk)
        ]


def _term(concept: Concept, row: ConceptTerm) -> Term:
    return Term(concept.pk, row.text, row.kind, row.capitals_only, row.sense)


class TermInline(RowsInline):
    model = ConceptTerm
    form = TermRowForm
    formset = TermRows
    extra = 2  # rows for new terms, also where no JavaScript adds one
    fields = ["text", "kind", "capitals_only", "sense"]
    ordering = ["kind", "text"]


@admin.register(Concept)
class ConceptAdmin(TermAdmin):
    form = ConceptForm
    inlines = [TermInline]
    list_display = ["name", "other_names", "code"]
    search_fields = ["name", "code", "terms__text"]
    search_help_text = "Words of a name, of another name, or of the code"

    @admin.display(description="Other names")
    def other_names(self, concept: Concept) -> str:
        return ", ".join(term.text for term in concept.terms.all())

    def get_queryset(self, request: HttpRequest) -> QuerySet[Concept]:
        return super().get_queryset(request).prefetch_related("terms")

    def answer(
        self, request: HttpRequest, object_id: str | None, form_url: str, context: dict[str, Any]
    ) -> HttpResponse:
        try:
            return super().answer(request, object_id, form_url, context)
        except concept_preview.Asked as asked:
            return concept_preview.answer(self, request, asked)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Everything typed is in order; a person who asked to look first is shown what would change."""
        if "_preview" in request.POST:
            raise concept_preview.Asked(form.instance, formsets[0].rows())
        super().save_related(request, form, formsets, change)

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> str:  # type: ignore[override]
        """The reason, each field and each term from what to what: there is no other history of a concept."""
        own = super().construct_change_message(request, form, [], add)
        return " ".join([own, *(told for formset in formsets for told in _told(formset))])


def _told(formset: Any) -> Iterator[str]:
    for form in formset.forms:
        before = _described(form.initial) if form.initial.get("text") else ""
        if form in formset.deleted_forms:
            yield f"Term removed: {before}."
        elif form.has_changed():
            after = _described(form.cleaned_data)
            yield f"Term changed: {before} → {after}." if before else f"Term added: {after}."


def _described(values: Any) -> str:
    """A term with all that it says."""
    parts = [str(ConceptTerm.Kind(values.get("kind") or ConceptTerm.Kind.ENTRY).label).lower()]
    parts += ["capitals only"] if values.get("capitals_only") else []
    parts += [f"sense {values['sense']}"] if values.get("sense") else []
    return f"“{values['text']}” ({', '.join(parts)})"


class PairForm(TermForm):
    """A pair, held against the terms of all concepts."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        words = self.cleaned_data.get("first"), self.cleaned_data.get("second")
        if all(words):
            names, terms, _ = concept_rows.read()
            for trouble in troubles(names, terms, Pairs([words])):  # type: ignore[list-item]
                if trouble.pair:
                    concept = names[trouble.term.concept]
                    raise ValidationError(f"The concept “{concept}” has both: {trouble.sentence}", code="joined")
        return cleaned


@admin.register(NeverJoined)
class NeverJoinedAdmin(TermAdmin):
    form = PairForm
    list_display = ["first", "second"]
    search_fields = ["first", "second"]
    ordering = ["first", "second"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return []

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        words = ["first", "second"]
        return ["reason", "row_read", *words] if self.has_change_permission(request, obj) else words
