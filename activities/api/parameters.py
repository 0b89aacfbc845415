"""The API's own parameters, besides those of lists: which fields of the record, and where a walk goes on."""

from typing import Any, NamedTuple, get_type_hints

from django.core.exceptions import ValidationError
from django.http import QueryDict

from activities.api import cursors
from activities.api.cursors import BEGINNING, Cursor
from activities.kept import PARAMETERS
from activities.record_shape import Record
from activities.search.selection import ON_ONE_APPROVAL
from activities.search.vocabularies import MEMBER
from cme_catalog.lib.parameters import Codes, Parameter, read
from cme_catalog.lib.problems import Problem, named, refusal

RECORD_FIELDS = tuple(get_type_hints(Record))
FIELDS, CURSOR = "fields", "cursor"
_ON_PAGES = frozenset(name for name in PARAMETERS if name.startswith("find_")) | {"explain"}
"""Parameters that only change what the page of a list prints."""

OF_LIST = PARAMETERS - _ON_PAGES | {FIELDS, CURSOR}
OF_FACETS = PARAMETERS - _ON_PAGES - {"sort", "page", "per_page"}
ABOUT_ONE = frozenset({MEMBER, *ON_ONE_APPROVAL, "open_on"})
"""Parameters of lists that say something about a single listing."""
OF_ONE = ABOUT_ONE | {FIELDS}


class Fields(Codes):
    """Top-level fields of the record, in its order; a value may hold several, between commas."""

    def __init__(self) -> None:
        known = {name: name for name in RECORD_FIELDS}
        expected = f"The record has {', '.join(RECORD_FIELDS)}."
        super().__init__(find=known.get, expected=expected, label="Top-level fields of the record", required=False)

    def clean(self, value: Any) -> Any:
        return super().clean([part for text in value or [] for part in text.split(",")])

    def keep(self, good: dict[Any, str], refused: list[ValidationError]) -> tuple[str, ...]:
        return tuple(name for name in RECORD_FIELDS if name in good)


class CursorField(Parameter):
    """A cursor as an answer gave it; BEGINNING stands for itself."""

    def read(self, text: str) -> Cursor | str:
        try:
            return text if text == BEGINNING else cursors.read(text)
        except ValueError:
            expected = f"Use {BEGINNING} to begin a walk, or the address that the last answer calls next."
            raise refusal(text, "not-a-cursor", expected) from None


OWN: dict[str, Parameter] = {
    FIELDS: Fields(),
    CURSOR: CursorField(label="Where a walk through the whole list goes on", required=False),
}
"""The parameters that only the API knows."""


class Own(NamedTuple):
    """What they mean, and what was refused of them."""

    fields: tuple[str, ...]
    cursor: Cursor | str | None
    problems: list[Problem]


def own(query: QueryDict) -> Own:
    """Reads the API's own parameters of a query string."""
    given, refused = read(OWN, query)
    return Own(given[FIELDS], given[CURSOR], named(refused, OWN))
