"""The facets of the filter panel as HTML: two hundred values, each with its label and its count."""

from collections.abc import Iterable
from functools import lru_cache

from django.utils.safestring import SafeString

from activities.search.facets import Facet, FacetValue
from cme_catalog.lib.patterns import Pattern, joined, pattern

FOLDED = ("basis", "points_kind", "delivery", "credit_type", "specialty", "setting", "state", "support")
"""Facets that the panel folds away until one of their values is chosen."""

OPEN, CHECKED, DISABLED, USUAL = map(SafeString, ("open", " checked", " disabled", ""))


def facets(offered: Iterable[Facet]) -> SafeString:
    """A fieldset for each facet that has values or a way to find some."""
    return joined([_facet(facet) for facet in offered if facet.values or facet.findable])


def _facet(facet: Facet) -> SafeString:
    return pattern("activities/_facet.html", folded=facet.name in FOLDED).fill(
        name=facet.name,
        label=facet.label,
        open=OPEN if facet.selected else USUAL,
        values=joined([_choices(facet.name, facet.top), _more(facet), _finder(facet)]),
    )


def _more(facet: Facet) -> SafeString:
    """What a long facet shows on demand."""
    rest = facet.rest
    if not rest:
        return USUAL
    return pattern("activities/_facet_more.html").fill(
        name=facet.name,
        label=facet.label.lower(),
        open=OPEN if facet.finding else USUAL,
        how_many=f"{len(rest)} more" if facet.unseen else f"all {len(facet.values)}",
        choices=_choices(facet.name, rest),
    )


def _finder(facet: Facet) -> SafeString:
    if not facet.findable:
        return USUAL
    return pattern("activities/_facet_finder.html", unseen=facet.unseen > 0).fill(
        name=facet.name, label=facet.label.lower(), unseen=facet.unseen, finding=facet.finding
    )


def _choices(name: str, values: Iterable[FacetValue]) -> SafeString:
    """A checkbox for each value. One that matches nothing cannot be chosen, but taken back."""
    return joined(
        [
            _choice(name, value.value, value.label).fill(
                count=value.count, state=CHECKED if value.selected else USUAL if value.count else DISABLED
            )
            for value in values
        ]
    )


@lru_cache(maxsize=4096)
def _choice(name: str, value: str, label: str) -> Pattern:
    """What stays the same about a value from page to page."""
    return pattern("activities/_facet_choice.html").partly(name=name, value=value, label=label)
