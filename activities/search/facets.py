"""Facets ready to print: every value with its label, its count and its address."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from activities.search.addresses import toggler
from activities.search.engine import Counts
from activities.search.selection import FACETS, IN_NATURAL_ORDER, LABELS, Selection
from activities.search.vocabularies import Vocabularies, Vocabulary
from cme_catalog.lib.text import fold, words

LONG = ("board", "provider", "keyword", "specialty", "state")
"""Facets of which a page shows the top values and a way to see all."""
TOP = 8
FINDABLE = ("provider", "keyword", "specialty")
"""Facets that grow with the catalog: a page prints the most frequent values, and finds others by their name."""
MOST_FOUND = 24


@dataclass(slots=True)
class FacetValue:
    """A value of a facet. `count` is the length of the list when it replaces the facet's selection."""

    value: str
    label: str
    count: int
    selected: bool
    link: Callable[[str], str]

    @property
    def address(self) -> str:
        """The list with the value added, or taken away when it is selected."""
        return self.link(self.value)


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet's values in the order in which they print. `name` is the parameter.

    `unseen` says how many more values there are; `finding` is the text by which the reader looks for some of them.
    """

    name: str
    label: str
    values: tuple[FacetValue, ...]
    unseen: int = 0
    finding: str = ""

    @property
    def findable(self) -> bool:
        """Whether the page offers to find values by their name."""
        return self.unseen > 0 or bool(self.finding)

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


def build(
    selection: Selection,
    counts: Counts,
    vocabularies: Vocabularies,
    path: str = "",
    finding: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Facet, ...]:
    """The facets that were counted. Values that match nothing stay; those no public listing has at all are hidden.

    Of a findable facet only the first values are built: the selected ones, then those whose name holds the words that
    `finding` gives for the facet.
    """
    counted = [name for name in FACETS if name in counts]
    return tuple(
        _facet(name, selection, counts[name], vocabularies[name], path, finding.get(name, "")) for name in counted
    )


def offered(name: str, selection: Selection, counts: Mapping[str, int], known: Vocabulary) -> list[str]:
    """All codes of a facet that a reader may choose, in the order in which they print."""
    chosen = selection.chosen(name)
    codes = known.offered_with(chosen, counts)
    return list(codes) if name in IN_NATURAL_ORDER else sorted(codes, key=_by_count(chosen, counts))


def _facet(
    name: str, selection: Selection, counts: Mapping[str, int], known: Vocabulary, path: str, finding: str
) -> Facet:
    chosen, link = selection.chosen(name), toggler(selection, name, path)
    codes = known.offered_with(chosen, counts)
    if name in FINDABLE:
        first = _found(codes, chosen, known, finding) if words(finding) else _frequent(codes, chosen, counts)
        shown = sorted(first, key=_by_count(chosen, counts))[: MOST_FOUND + len(chosen)]
    else:
        shown = offered(name, selection, counts, known)
    values = [FacetValue(code, known.label(code), counts.get(code, 0), code in chosen, link) for code in shown]
    return Facet(name, LABELS[name], tuple(values), len(codes) - len(values), finding)


def _by_count(chosen: Iterable[str], counts: Mapping[str, int]) -> Callable[[str], tuple[bool, int]]:
    """Selected first, then the most frequent; the vocabulary's order decides the rest."""
    return lambda code: (code not in chosen, -counts.get(code, 0))


def _frequent(codes: Collection[str], chosen: Collection[str], counts: Mapping[str, int]) -> Iterable[str]:
    """Those of thousands that may be among the first: putting all of them in order would take too long."""
    most = MOST_FOUND + len(chosen)
    least = sorted(counts.values(), reverse=True)[most - 1 : most]
    if not least:
        return codes
    first = {code for code, count in counts.items() if count >= least[0]}.union(chosen)
    return [code for code in codes if code in first]


def _found(codes: Collection[str], chosen: Collection[str], known: Vocabulary, finding: str) -> Iterable[str]:
    """The selected values, and those whose name holds each word of the text."""
    parts = words(finding)
    return [code for code in codes if code in chosen or all(part in fold(known.label(code)) for part in parts)]
