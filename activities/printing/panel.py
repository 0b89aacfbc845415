"""The values of a facet as HTML, written at one go: a page prints two hundred of them."""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe

from activities.search.facets import FacetValue


def choices(name: str, values: Iterable[FacetValue]) -> SafeString:
    """A checkbox for each value, with its label and its count. One that matches nothing cannot be chosen."""
    return mark_safe("".join([_choice(name, value) for value in values]))  # noqa: S308


def _choice(name: str, value: FacetValue) -> str:
    code = escape(value.value)
    state = " checked" if value.selected else "" if value.count else " disabled"
    return (
        f'<label class="choice"><input type="checkbox" id="{name}-{code}" name="{name}" value="{code}"'
        f' data-count="{value.count}"{state}><span>{escape(value.label)}</span>'
        f'<span class="count">{value.count}</span></label>\n'
    )
