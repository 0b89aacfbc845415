"""The address of a selection: defaults left out, the rest sorted, so that one question has one address."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from operator import attrgetter
from urllib.parse import quote_plus

from activities.search.selection import FACETS, Selection
from cme_catalog.lib.numbers import plain

_HUNDREDTHS = ("max_price", "min_credits", "max_credits")
_DAYS = ("starts_from", "starts_to", "open_on")
_chosen, _amounts, _days = attrgetter(*FACETS), attrgetter(*_HUNDREDTHS), attrgetter(*_DAYS)
USUAL = Selection(day=date.min)
"""What is asked when nothing is."""


def query(selection: Selection) -> str:
    """The canonical query string, without a question mark; empty when everything is as usual."""
    return _encoded(_pairs(selection))


def address(selection: Selection, path: str = "") -> str:
    """A link to the selection's list: relative to the present page unless a path is given."""
    return _link(_pairs(selection), path)


def toggler(selection: Selection, facet: str, path: str = "") -> Callable[[str], str]:
    """Links to the first page of the list with a value added to the facet, or taken away when it is selected.

    A facet may have thousands of values; what their links share is written once, and only when a link is asked for.
    """
    chosen = set(selection.chosen(facet))
    shared = cache(lambda: _pairs(first_page(selection.choosing(facet))))
    return lambda value: _link([*shared(), *((facet, one) for one in chosen ^ {value})], path)


def pager(selection: Selection, path: str = "") -> Callable[[int], str]:
    """Links to the pages of the list, by their number from 1."""
    shared = _pairs(first_page(selection))
    return lambda number: _link([*shared, *([("page", str(number))] if number > 1 else [])], path)


def _link(pairs: list[tuple[str, str]], path: str) -> str:
    return f"{path}?{_encoded(pairs)}" if pairs or not path else path


def _encoded(pairs: list[tuple[str, str]]) -> str:
    return "&".join([_parameter(*pair) for pair in sorted(pairs)])


@lru_cache(maxsize=1024)
def _parameter(name: str, value: str) -> str:
    return f"{quote_plus(name)}={quote_plus(value)}"


def first_page(selection: Selection) -> Selection:
    """The same list from its beginning."""
    return selection if selection.page == 1 else replace(selection, page=1)


def whole_list(selection: Selection) -> Selection:
    """The same list without regard to its pages."""
    return replace(selection, page=1, per_page=Selection(day=selection.day).per_page)


def _pairs(selection: Selection) -> list[tuple[str, str]]:
    pairs = [(facet, value) for facet, values in zip(FACETS, _chosen(selection), strict=True) for value in values]
    pairs += selection.refused
    pairs += [("member", code) for code in selection.members]
    return pairs + _bounds(selection) + _text(selection) + _view(selection)


def _bounds(selection: Selection) -> list[tuple[str, str]]:
    amounts = zip(_HUNDREDTHS, _amounts(selection), strict=True)
    days = zip(_DAYS, _days(selection), strict=True)
    return [
        *((name, plain(Decimal(amount) / 100)) for name, amount in amounts if amount is not None),
        *((name, day.isoformat()) for name, day in days if day is not None),
        *([("expired", "1")] if selection.include_expired else []),
    ]


def _text(selection: Selection) -> list[tuple[str, str]]:
    unusual = {
        "q": selection.text,
        "q_as": "" if selection.identifiers else "text",
        "expand": "" if selection.expand else "0",
        "explain": "1" if selection.explain else "",
    }
    return [(name, value) for name, value in unusual.items() if value]


def _view(selection: Selection) -> list[tuple[str, str]]:
    unusual = {
        "sort": "" if selection.sort == selection.usual_sort else selection.sort,
        "page": "" if selection.page == USUAL.page else str(selection.page),
        "per_page": "" if selection.per_page == USUAL.per_page else str(selection.per_page),
    }
    return [(name, value) for name, value in unusual.items() if value]
