"""The page between the form of a concept and its saving: which searches would change, and by how many listings."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from activities.models import Concept
from activities.search import concept_changes, concept_rows
from activities.search.concept_rows import ConceptRows
from activities.search.concept_table import Table
from activities.search.index.making import IndexUnavailable

MOST = 60
"""Searches that are counted and shown; a change of more is told by its number."""

_NOT_TYPED = ("csrfmiddlewaretoken", "_preview", "_save", "_continue", "_again")


class Asked(Exception):
    """A person wants to see what a change would do; whatever was begun of saving it is undone."""

    def __init__(self, concept: Concept, rows: ConceptRows) -> None:
        self.concept, self.rows = concept, rows
        super().__init__(str(concept))


def answer(model_admin: Any, request: HttpRequest, asked: Asked) -> HttpResponse:
    """The page; saving sends the form's own values once more."""
    tried = concept_changes.texts(_names(asked))
    found = concept_changes.differing(tried, concept_rows.table(), Table.of(*asked.rows))
    changes, problem = [], ""
    try:
        changes = concept_changes.counted(found[:MOST])
    except IndexUnavailable:
        problem = "Listings cannot be counted at the moment; the change can be saved all the same."
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "What changes",
        "opts": model_admin.opts,
        "concept": asked.concept,
        "preserved_filters": model_admin.get_preserved_filters(request),
        "action": request.get_full_path(),
        "typed": list(_typed(request)),
        "tried": len(tried),
        "changes": changes,
        "more": len(found) - len(changes),
        "problem": problem,
    }
    return TemplateResponse(request, "admin/activities/concept/preview.html", context)


def _names(asked: Asked) -> list[str]:
    """The concept's names now and then, the shortest first: those mislead most easily."""
    code, now = asked.concept.pk, concept_rows.read()
    names = {rows.names[code] for rows in (now, asked.rows) if code in rows.names}
    names |= {term.text for rows in (now, asked.rows) for term in rows.terms if term.concept == code}
    return sorted(names, key=lambda name: (len(name), name))


def _typed(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.POST.lists():
        if name not in _NOT_TYPED:
            for value in values:
                yield name, str(value)
