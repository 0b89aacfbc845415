"""The facets of the filter panel as HTML: two hundred values, each with its label and its count."""

from collections.abc import Iterable
from functools import lru_cache

from django.utils.safestring import SafeString

from activities.search.counted import Lasting
from activities.search.facets import Facet
from cme_catalog.lib.patterns import joined, pattern

FOLDED = ("basis", "points_kind", "delivery", "credit_type", "specialty", "setting", "state", "support")
"""Facets that the panel folds away until one of their values is chosen."""

OPEN, CHECKED, DISABLED, USUAL = map(SafeString, ("open", " checked", " disabled", ""))


def facets(offered: Iterable[Facet]) -> SafeString:
    """A fieldset for each facet that has values or a way to find some."""
    return joined([_kept(facet) for facet in offered])


def _kept(facet: Facet) -> SafeString:
    """The facet; where nothing of it is chosen and its counts last, it looks the same to all readers, and is kept."""
    counts = facet.counts
    if facet.chosen or facet.finding or not isinstance(counts, Lasting):
        return _facet(facet)
    names, printed = counts.printed or (None, USUAL)
    if names is not facet.known:
        printed = _facet(facet)
        counts.printed = (facet.known, printed)
    return printed


def _facet(facet: Facet) -> SafeString:
    if not facet.codes and not facet.findable:
        return USUAL
    return pattern("activities/_facet.html", folded=facet.name in FOLDED).fill(
        name=facet.name,
        label=facet.label,
        open=OPEN if facet.chosen else USUAL,
        values=joined([_choices(facet, facet.top), _more(facet), _finder(facet)]),
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
        how_many=f"{len(rest)} more" if facet.unseen else f"all {len(facet.codes)}",
        choices=_choices(facet, rest),
    )


def _finder(facet: Facet) -> SafeString:
    if not facet.findable:
        return USUAL
    return pattern("activities/_facet_finder.html", unseen=facet.unseen > 0).fill(
        name=facet.name, label=facet.label.lower(), unseen=facet.unseen, finding=facet.finding
    )


def _choices(facet: Facet, codes: Iterable[str]) -> SafeString:
    """A checkbox for each value. One that matches nothing cannot be chosen, but taken back."""
    name, counts, chosen, label = facet.name, facet.counts, facet.chosen, facet.known.label
    pieces = []
    for code in codes:
        count = counts.get(code, 0)
        state = CHECKED if code in chosen else USUAL if count else DISABLED
        pieces.append(str(count).join(_around_count(name, code, label(code), state)))
    return joined(pieces)


@lru_cache(maxsize=8192)
def _around_count(name: str, value: str, label: str, state: SafeString) -> list[str]:
    """What stays the same about a value from page to page: the HTML between the places of its count."""
    return pattern("activities/_facet_choice.html").partly(name=name, value=value, label=label, state=state).parts[::2]
