"""What a list says about the search text: how it was read, and what else it could have meant."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from activities.filters import Asked
from activities.search import concepts, identified
from activities.search.addresses import address, first_page
from activities.search.concepts import Ambiguity, Expansion
from activities.search.identifiers import DOI, Identifier
from activities.search.places import Place, directory
from activities.search.query import CUT
from activities.search.selection import Selection
from cme_catalog.lib.parameters import TOO_MANY_WORDS

Total = Callable[[Selection], int]

MOST_NAMES = 6
"""Other names of a concept that are printed; the rest are counted."""


class Also(NamedTuple):
    """A concept that was found in the text: what was typed, what is searched besides, and the list without that."""

    typed: str
    names: tuple[str, ...]
    more: int
    without: str


class Unneeded(NamedTuple):
    """Words that were left out because every listing answers them, and the list that asks for them.

    `purpose` says that they name a license or the like.
    """

    typed: str
    required: str
    purpose: bool


class Meaning(NamedTuple):
    """One sense of an acronym, how many listings it has under the present filters, and the list of these alone."""

    name: str
    total: int
    address: str


class Ambiguous(NamedTuple):
    """An acronym with several senses, all of which are searched; `letters` is the list of the letters alone."""

    typed: str
    meanings: tuple[Meaning, ...]
    letters: str


@dataclass(frozen=True, slots=True)
class AboutText:
    """`named` is the identifier whose listings are shown, `unknown` one that the catalog does not know: its kind and
    value, empty otherwise. `as_text` is the list that searches for the text instead. `places` are the providers and
    boards whose name is the text. `notes` say what was malformed. `unneeded` are words that every listing answers.
    `plain` is the list for just what was typed, when something was added or left out, and `expanded` the list with
    that, when the reader switched it off.
    """

    named: str = ""
    unknown: str = ""
    as_text: str = ""
    places: tuple[Place, ...] = ()
    notes: tuple[str, ...] = ()
    unneeded: Unneeded | None = None
    also: tuple[Also, ...] = ()
    ambiguous: tuple[Ambiguous, ...] = ()
    plain: str = ""
    expanded: str = ""


def about_text(asked: Asked, total: Total, path: str = "") -> AboutText:
    """What is to be said of the question's text. `total` counts the listings of a selection."""
    selection = asked.selection
    if not selection.text:
        return AboutText()
    said = _of_identifier(selection, path)
    if selection.only:
        return said
    read = asked.read(selection.text)
    found = bool(read.expansions or read.ambiguities or read.unneeded)
    shown = found and selection.expand
    return replace(
        said,
        places=directory(asked.vocabularies).find(selection.text),
        notes=tuple(note.text for note in read.query.notes if note.code not in _told(asked)),
        unneeded=_unneeded(asked, read.unneeded, path) if read.unneeded and shown else None,
        also=_also(asked, read.expansions, path) if shown else (),
        ambiguous=tuple(_ambiguous(asked, one, total, path) for one in read.ambiguities) if shown else (),
        plain=_switched(selection, False, path) if shown else "",
        expanded=_switched(selection, True, path) if found and not selection.expand else "",
    )


def _told(asked: Asked) -> set[str]:
    """Codes of notes that say what the refused values say already."""
    return {CUT for problem in asked.problems if problem.parameter == "q" and problem.reason == TOO_MANY_WORDS}


def _of_identifier(selection: Selection, path: str) -> AboutText:
    asked = identified.asked_for(selection.text) if selection.identifiers else None
    if asked is None:
        return AboutText()
    if not selection.only:
        return AboutText(unknown=_named(asked))
    bare = replace(selection, identifiers=False, only=())
    return AboutText(named=_named(asked), as_text=address(first_page(bare), path))


def _named(asked: Identifier) -> str:
    return f"{'DOI' if asked.kind == DOI else 'activity ID'} {asked.value}"


def _unneeded(asked: Asked, one: concepts.Unneeded, path: str) -> Unneeded:
    return Unneeded(one.typed, address(asked.rewording(one.required), path), one.purpose)


def _also(asked: Asked, expansions: Sequence[Expansion], path: str) -> tuple[Also, ...]:
    return tuple(
        Also(
            one.typed,
            one.also[:MOST_NAMES],
            max(0, len(one.also) - MOST_NAMES),
            address(asked.rewording(one.without), path),
        )
        for one in expansions
    )


def _ambiguous(asked: Asked, one: Ambiguity, total: Total, path: str) -> Ambiguous:
    lists = [(sense.name, asked.rewording(sense.text)) for sense in one.senses]
    meanings = tuple(Meaning(name, total(wanted), address(wanted, path)) for name, wanted in lists)
    return Ambiguous(one.typed, meanings, address(asked.rewording(one.without), path))


def _switched(selection: Selection, expand: bool, path: str) -> str:
    return address(first_page(replace(selection, expand=expand)), path)
