"""Facets ready to print: every value with its label, its count and its address."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from types import MappingProxyType

from activities.search.addresses import toggler
from activities.search.counted import largest
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


@dataclass(frozen=True)
class Facet:
    """A facet's values. `name` is the parameter, `chosen` are the selected codes, `finding` is the text by which the
    reader looks for some values.
    """

    name: str
    label: str
    counts: Mapping[str, int]
    chosen: Collection[str]
    known: Vocabulary
    link: Callable[[str], str]
    finding: str = ""

    @cached_property
    def codes(self) -> Sequence[str]:
        """The codes in the order in which they print: the selected ones first in a long facet."""
        if self.name not in FINDABLE:
            return offered(self.name, self.chosen, self.counts, self.known)
        looked_for = _found(self.known, self.finding) if words(self.finding) else None
        return _frequent(self.known.offered_with(self.chosen), self.chosen, self.counts, self.known, looked_for)

    @property
    def unseen(self) -> int:
        """How many more values there are."""
        return len(self.known.offered_with(self.chosen)) - len(self.codes)

    @property
    def values(self) -> tuple[FacetValue, ...]:
        """The values, each made when asked for: a page prints two hundred."""
        known, counts, chosen, link = self.known, self.counts, self.chosen, self.link
        return tuple(
            FacetValue(code, known.label(code), counts.get(code, 0), code in chosen, link) for code in self.codes
        )

    @property
    def findable(self) -> bool:
        """Whether the page offers to find values by their name."""
        return self.unseen > 0 or bool(self.finding)

    @property
    def long(self) -> bool:
        """Whether the page shows `top` first, and `rest` on demand."""
        return self.name in LONG and len(self.codes) > TOP

    @property
    def top(self) -> Sequence[str]:
        return self.codes[: self._shown] if self.long else self.codes

    @property
    def rest(self) -> Sequence[str]:
        return self.codes[self._shown :] if self.long else ()

    @property
    def _shown(self) -> int:
        return max(TOP, sum(code in self.chosen for code in self.codes)) if self.chosen else TOP


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
    return tuple(
        Facet(
            name,
            LABELS[name],
            counts[name],
            selection.chosen(name),
            vocabularies[name],
            toggler(selection, name, path),
            finding.get(name, ""),
        )
        for name in FACETS
        if name in counts
    )


def offered(name: str, chosen: Collection[str], counts: Mapping[str, int], known: Vocabulary) -> list[str]:
    """All codes of a facet that a reader may choose, in the order in which they print."""
    codes = known.offered_with(chosen)
    return list(codes) if name in IN_NATURAL_ORDER else sorted(codes, key=_by_count(chosen, counts))


def _by_count(chosen: Collection[str], counts: Mapping[str, int]) -> Callable[[str], tuple[bool, int]]:
    """Selected first, then the most frequent; the vocabulary's order decides the rest."""
    return lambda code: (code not in chosen, -counts.get(code, 0))


def _frequent(
    codes: Sequence[str], chosen: Collection[str], counts: Mapping[str, int], known: Vocabulary, among: set[str] | None
) -> list[str]:
    """The selected values and the most frequent of the others, or of those `among` them.

    A facet may have thousands: only those that may be among the first are put in order.
    """
    most = MOST_FOUND + len(chosen)
    counted = counts if among is None else {code: counts[code] for code in among if code in counts}
    first = {*largest(counted, most), *chosen}
    if len(first) < most:
        others = (code for code in codes if code not in first and (among is None or code in among))
        first.update(islice(others, most - len(first)))
    return sorted(known.ordered(first), key=_by_count(chosen, counts))[:most]


def _found(known: Vocabulary, finding: str) -> set[str]:
    """The values whose name holds each word of the text."""
    parts = words(finding)
    return {code for code, term in known.items() if all(part in fold(term.label) for part in parts)}
