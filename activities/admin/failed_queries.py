"""What readers searched for in vain, as a work list: one step makes it a concept's term and a permanent test."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode

from activities import workflow
from activities.admin.forms import ReasonedForm
from activities.admin.reasons import ReasonedAdmin, person
from activities.models import Concept, ConceptTerm, FailedQuery, SearchTest
from activities.search import concept_rows, language
from activities.search.concept_rules import APART, Term, troubles

State = FailedQuery.State


class MeaningForm(ReasonedForm):
    """What a text means, or that nothing is to be done about it."""

    concept = forms.ModelChoiceField(
        Concept.objects.all(),
        required=False,
        label="It means",
        help_text="The text becomes another name of this concept, and a test that it finds what the concept finds.",
    )
    kind = forms.ChoiceField(
        choices=[choice for choice in ConceptTerm.Kind.choices if choice[0] not in APART],
        initial=ConceptTerm.Kind.ENTRY,
        label="As",
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if cleaned.get("concept"):
            cleaned["state"] = State.MENDED
            self._check(cleaned)
        elif cleaned.get("state") == State.MENDED and self.instance.state != State.MENDED:
            self.add_error("concept", "Choose the concept that the text means; only then it is mended.")
        return cleaned

    def _check(self, cleaned: dict[str, Any]) -> None:
        """The rules of all concepts with this term among them."""
        names, terms, pairs = concept_rows.read()
        term = Term(cleaned["concept"].pk, *_written(self.instance.text, cleaned.get("kind", "")))
        for trouble in troubles(names, [*terms, term], pairs):
            if trouble.term == term:
                self.add_error("concept", trouble.sentence)


@admin.register(FailedQuery)
class FailedQueryAdmin(ReasonedAdmin):
    form = MeaningForm
    actions = ["set_aside"]
    list_display = ["text", "times", "total", "last_day", "state"]
    list_filter = ["state"]
    list_per_page = 100
    ordering = ["-times", "text"]
    search_fields = ["text"]
    readonly_fields = ["text", "as_readers_see_it", "times", "total", "last_day"]
    fields = ["text", "as_readers_see_it", "times", "total", "last_day", "concept", "kind", "state", "reason"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        return lookup == "state__exact"

    @admin.display(description="as readers see it")
    def as_readers_see_it(self, query: FailedQuery) -> str:
        address = f"{reverse('activities:activity_list')}?{urlencode({'q': query.text})}"
        return format_html('<a href="{}">Search for “{}”</a>', address, query.text)

    @admin.action(description="Set aside: nothing is to be done", permissions=["change"])
    def set_aside(self, request: HttpRequest, queryset: Any) -> None:
        chosen = list(queryset)
        queryset.update(state=State.SET_ASIDE)
        LogEntry.objects.log_actions(person(request).pk, chosen, CHANGE, "Set aside.")
        self.message_user(request, f"{len(chosen)} set aside.")

    @contextmanager
    def writing(self, request: HttpRequest, form: Any, change: bool) -> Iterator[None]:
        query, concept, reason = form.instance, form.cleaned_data["concept"], form.cleaned_data["reason"]
        query.state = form.cleaned_data["state"]
        if concept:
            with workflow.renaming(concept, by=person(request), reason=reason):
                _mend(query, concept, form.cleaned_data["kind"], str(person(request)))
            told = f"Reason: {reason}. Term added: “{query.text}”, from the failed queries."
            LogEntry.objects.log_actions(person(request).pk, [concept], CHANGE, told, single_object=True)
        query.save(update_fields=["state"])
        yield

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> str:  # type: ignore[override]
        concept = form.cleaned_data["concept"]
        means = f" It means “{concept}”." if concept else ""
        return f"Reason: {form.cleaned_data['reason']}. {form.instance.get_state_display()}.{means}"


def _written(text: str, kind: str) -> tuple[str, str, bool]:
    """A term's text, kind and whether it is meant in capitals only: the work list keeps acronyms in small letters."""
    if kind != ConceptTerm.Kind.ACRONYM:
        return text, kind, False
    return text.upper(), kind, text.upper() in language.SPOKEN


def _mend(query: FailedQuery, concept: Concept, kind: str, by: str) -> None:
    text, kind, capitals_only = _written(query.text, kind)
    ConceptTerm.objects.create(concept=concept, text=text, kind=kind, capitals_only=capitals_only)
    kept = {"finds_what": concept.name, "added_by": by, "added_on": timezone.localdate()}
    SearchTest.objects.update_or_create(text=query.text, defaults=kept)


@admin.register(SearchTest)
class SearchTestAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The permanent tests; one that no longer makes sense is deleted."""

    list_display = ["text", "finds_what", "added_by", "added_on"]
    search_fields = ["text", "finds_what"]
    show_facets = admin.ShowFacets.NEVER
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: SearchTest | None = None) -> bool:
        return False
