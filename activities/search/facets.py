"""Facets ready to print: every value with its label, its count and its address."""

from collections.abc import Mapping
from dataclasses import dataclass

from activities.search.addresses import toggler
from activities.search.engine import Counts
from activities.search.selection import FACETS, IN_NATURAL_ORDER, LABELS, Selection
from activities.search.vocabularies import Vocabularies, Vocabulary

LONG = ("board", "provider", "keyword", "specialty", "state")
"""Facets of which a page shows the top values and a way to see all."""
TOP = 8


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet. `count` is the length of the list when it replaces the facet's selection.

    `address` is the list with the value added, or taken away when it is selected.
    """

    value: str
    label: str
    count: int
    selected: bool
    address: str


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet's values in the order in which they print. `name` is the parameter."""

    name: str
    label: str
    values: tuple[FacetValue, ...]

    @property
    def long(self) -> bool:
        """Whether the page shows `top` first, and `rest` on demand."""
        return self.name in LONG and len(self.values) > TOP

    @property
    def top(self) -> tuple[FacetValue, ...]:
        return self.values[: self._shown] if self.long else self.values

    @property
    def rest(self) -> tuple[FacetValue, ...]:
        return self.values[self._shown :] if self.long else ()

    @property
    def selected(self) -> int:
        """How many values are selected; they stand first in a long facet."""
        return sum(value.selected for value in self.values)

    @property
    def _shown(self) -> int:
        return max(TOP, self.selected)


def build(selection: Selection, counts: Counts, vocabularies: Vocabularies, path: str = "") -> tuple[Facet, ...]:
    """The facets that were counted. Values that match nothing stay; those no public listing has at all are hidden."""
    counted = [name for name in FACETS if name in counts]
    return tuple(_facet(name, selection, counts[name], vocabularies[name], path) for name in counted)


def _facet(name: str, selection: Selection, counts: Mapping[str, int], known: Vocabulary, path: str) -> Facet:
    chosen, link = selection.chosen(name), toggler(selection, name, path)
    values = [
        FacetValue(code, term.label, counts.get(code, 0), code in chosen, link(code))
        for code, term in known.items()
        if term.used or code in chosen or code in counts
    ]
    return Facet(name, LABELS[name], tuple(values if name in IN_NATURAL_ORDER else sorted(values, key=_by_count)))


def _by_count(value: FacetValue) -> tuple[bool, int]:
    """Selected first, then the most frequent; the vocabulary's order decides the rest."""
    return (not value.selected, -value.count)
