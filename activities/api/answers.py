"""The answers of the API to a query string, as JSON text."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.http import QueryDict
from django.urls import reverse

from activities import records
from activities.api import walks
from activities.api.cursors import Cursor
from activities.api.parameters import ABOUT_ONE, FIELDS, OF_FACETS, OF_LIST, OF_ONE, own
from activities.api.refusals import BadQuestion
from activities.api.results import picked, put_into, result_texts
from activities.api.shapes import FacetCounts, Facets
from activities.api.walks import Where
from activities.filters import Asked
from activities.models import Listing
from activities.search import addresses, facets
from activities.search.index.current import Page, catalog_index
from activities.search.pages import Pages
from activities.search.results import at_one_version
from activities.search.selection import LABELS, Selection
from activities.search.vocabularies import MEMBER, Vocabularies
from cme_catalog.lib.problems import Problem
from cme_catalog.site import site_facts


def page(query: QueryDict) -> str:
    """A page of the list, or a step of a walk through all of it. Raises BadQuestion."""
    fields, walk, problems = own(query)

    def ask(asked: Asked) -> Page:
        _refuse([*asked.problems, *problems, *walks.problems(asked, walk)], OF_LIST)
        if walk is None:
            return catalog_index.page(asked.selection)
        return catalog_index.step(walks.walked(asked), walk.after if isinstance(walk, Cursor) else None)

    asked, found = at_one_version(query, ask, today=walks.day_of(walk))
    selection = walks.walked(asked) if walk else asked.selection
    where = walks.where(selection, found) if walk else _where_in_pages(selection, found)
    links = {name: _address(selection, fields, **more) if more else None for name, more in where.links.items()}
    return _told(selection, found, fields, {"page": where.page, "pages": where.pages, **links})


def record(query: QueryDict, listing: Listing) -> str:
    """The record as it is stored; a Result with parameters that say something about it. Raises BadQuestion."""
    fields, _, problems = own(query)
    if any(query.getlist(name) for name in ABOUT_ONE):
        asked, _ = at_one_version(query, lambda asked: catalog_index.whole(Selection(day=asked.today)))
        _refuse([*asked.problems, *problems], OF_ONE)
        return result_texts([listing], asked.selection, fields)[0]
    _refuse(problems, OF_ONE)
    return records.canonical(picked(records.parse(listing.record), fields)) if fields else listing.record


def counts(query: QueryDict) -> str:
    """Every facet with every value that a reader may choose, counted under the selection. Raises BadQuestion."""

    def ask(asked: Asked) -> Page:
        _refuse(asked.problems, OF_FACETS)
        return catalog_index.whole(asked.selection)

    asked, found = at_one_version(query, ask)
    names = asked.vocabularies
    whole: Facets = {
        "catalog_version": found.version.v,
        "reference_day": asked.selection.day.isoformat(),
        "total": found.total,
        "facets": [_facet(name, asked.selection, counted, names) for name, counted in found.counts().items()],
        "memberships": [
            {"value": code, "label": term.label, "selected": code in asked.selection.members}
            for code, term in names[MEMBER].items()
        ],
    }
    return records.canonical(whole)


def _facet(name: str, selection: Selection, counted: Mapping[str, int], names: Vocabularies) -> FacetCounts:
    chosen = selection.chosen(name)
    return {
        "name": name,
        "label": LABELS[name],
        "values": [
            {
                "value": code,
                "label": names[name].label(code),
                "count": counted.get(code, 0),
                "selected": code in chosen,
            }
            for code in facets.offered(name, selection.chosen(name), counted, names[name])
        ],
    }


def _refuse(problems: list[Problem], parameters: frozenset[str]) -> None:
    """Raises BadQuestion when there is a problem with one of these parameters."""
    if found := [problem for problem in problems if problem.parameter in parameters]:
        raise BadQuestion(found)


def _where_in_pages(selection: Selection, found: Page) -> Where:
    pages = Pages.of(selection, found.total)
    after = {"page": str(pages.number + 1)} if pages.next else {}
    before = {"page": str(pages.number - 1)} if pages.previous else {}
    return Where(pages.number, pages.count, {"next": after, "previous": before})


def _told(selection: Selection, found: Page, fields: tuple[str, ...], where: dict[str, Any]) -> str:
    head = {
        "catalog_version": found.version.v,
        "reference_day": selection.day.isoformat(),
        "total": found.total,
        "page": where["page"],
        "pages": where["pages"],
        "per_page": selection.per_page,
        "sort": selection.sort,
        "left_out_by_price": found.left_out_by_price,
        "unrecorded": found.unrecorded,
        "next": where["next"],
        "previous": where["previous"],
    }
    texts = result_texts(found.listings, selection, fields)
    return put_into(head, results=f"[{','.join(texts)}]")


def _address(selection: Selection, fields: tuple[str, ...], **more: str) -> str:
    """The list of a selection in the API, on another page or with a cursor, with these fields."""
    usual = addresses.query(replace(selection, page=1))
    pairs = [*parse_qsl(usual), *more.items(), *((FIELDS, name) for name in fields)]
    return site_facts().canonical(f"{reverse('api:activity_list')}?{urlencode(sorted(pairs))}")
