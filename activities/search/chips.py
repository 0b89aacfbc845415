"""What is asked for, one removable piece each, ready to print above a list."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format

from activities.search.addresses import address, first_page
from activities.search.query import EMPTY
from activities.search.selection import FACETS, LABELS, Selection
from activities.search.vocabularies import MEMBER, Vocabularies
from cme_catalog.lib.numbers import plain


@dataclass(frozen=True, slots=True)
class Chip:
    """A piece of the question: its parameter, `about` what it speaks (Board), what it says, the list without it."""

    parameter: str
    about: str
    label: str
    address: str


def build(selection: Selection, vocabularies: Vocabularies, path: str = "") -> tuple[Chip, ...]:
    """The chips in the order of the parameters. Sort, page and page size have none: they hide no listing."""
    lists = list(_pieces(selection, vocabularies))
    return tuple(Chip(name, about, label, address(first_page(rest), path)) for name, about, label, rest in lists)


_Piece = tuple[str, str, str, Selection]


def _pieces(selection: Selection, vocabularies: Vocabularies) -> Iterator[_Piece]:
    if selection.text:
        yield "q", "Search", f"“{selection.text}”", _without_text(selection)
    for facet in FACETS:
        yield from _of_facet(facet, selection, vocabularies)
    for code in selection.members:
        rest = replace(selection, members=tuple(one for one in selection.members if one != code))
        yield MEMBER, "Prices for members of", vocabularies[MEMBER].label(code), rest
    yield from _of_bounds(selection)


def _without_text(selection: Selection) -> Selection:
    """Nothing stays of how the text was to be read. Relevance needs words; any other order stays."""
    bare = replace(selection, text="", query=EMPTY, only=(), identifiers=True, expand=True)
    return replace(bare, sort=bare.usual_sort) if selection.sort == "relevance" else bare


def _of_facet(facet: str, selection: Selection, vocabularies: Vocabularies) -> Iterator[_Piece]:
    chosen = selection.chosen(facet)
    for code in chosen:
        rest = selection.choosing(facet, *(one for one in chosen if one != code))
        yield facet, LABELS[facet], vocabularies[facet].label(code), rest
    for name, value in selection.refused:
        if name == facet:
            yield facet, LABELS[facet], f"“{value}” is not known", selection.choosing(facet)


def _of_bounds(selection: Selection) -> Iterator[_Piece]:
    for name, (about, wording) in _BOUNDS.items():
        value = getattr(selection, name)
        if value is not None:
            emptied: dict[str, Any] = {name: None}
            rest = replace(selection, **emptied)
            yield name, about, wording(value), rest
    if selection.include_expired:
        yield "expired", "Expired activities", "included", replace(selection, include_expired=False)


def _dollars(cents: int) -> str:
    return f"${cents // 100:,}" if cents % 100 == 0 else f"${cents / 100:,.2f}"


def _credits(hundredths: int) -> str:
    return plain(Decimal(hundredths) / 100)


def _day(day: date) -> str:
    return date_format(day, "F j, Y")


_BOUNDS: dict[str, tuple[str, Callable[[Any], str]]] = {
    "max_price": ("Price at most", _dollars),
    "min_credits": ("Credits at least", _credits),
    "max_credits": ("Credits at most", _credits),
    "starts_from": ("Starts on or after", _day),
    "starts_to": ("Starts on or before", _day),
    "open_on": ("Open on", _day),
}
