"""The kinds of parameters that the filter set is made of."""

from typing import Any

import django_filters
from django.forms import Widget
from django.urls import reverse

from activities.search.selection import LABELS
from cme_catalog.lib import parameters


class Parameter(django_filters.Filter):  # type: ignore[misc]
    """A parameter read by a strict field. What it asks of the rows is in the selection, answered as a whole."""

    def __init__(self, field: type[parameters.Parameter], label: str, **extra: Any) -> None:
        self.field_class = field
        super().__init__(label=label, **extra)


class Codes(Parameter):
    """Codes of a vocabulary, which the set gives to the field."""

    def __init__(self, label: str) -> None:
        super().__init__(parameters.Codes, label)


class Facet(Codes):
    def __init__(self, name: str) -> None:
        super().__init__(LABELS[name])


class SearchText(parameters.Text):
    """Search text; where JavaScript runs, its box offers suggestions and leaves the list as it is."""

    def widget_attrs(self, widget: Widget) -> dict[str, str]:
        return {
            "list": "suggestions",
            "hx-get": reverse("activities:suggestions"),
            "hx-trigger": "input changed delay:150ms",
            "hx-target": "#suggestions",
            "hx-swap": "innerHTML",
            "hx-select": "unset",
            "hx-select-oob": "unset",
            "hx-push-url": "false",
            "hx-sync": "this:replace",
        }
