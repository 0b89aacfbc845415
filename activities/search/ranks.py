"""The names of tiers and qualities, for engines and for the explanation that staff see."""

from typing import NamedTuple

IDENTIFIER, WHOLE_TITLE, PHRASE_IN_TITLE, FIRST_OF_FIELDS = 1, 2, 3, 4
"""Tiers: an identifier never comes to a list; from the fourth on each adds a field."""

TIERS = {
    WHOLE_TITLE: "the whole title",
    PHRASE_IN_TITLE: "a phrase in the title",
    FIRST_OF_FIELDS: "all in the title",
    FIRST_OF_FIELDS + 1: "all in title and keywords",
    FIRST_OF_FIELDS + 2: "with the objectives",
    FIRST_OF_FIELDS + 3: "with the provider's name",
    FIRST_OF_FIELDS + 4: "with the description",
}

QUALITIES = ("exact", "another form", "another name")
"""Of the clause that is found worst, by its place in the tuple."""


class Rank(NamedTuple):
    """Why a listing stands where it does. `fields` are, for each wanted clause, the fields that hold it."""

    tier: int
    quality: int
    fields: tuple[tuple[str, ...], ...]
