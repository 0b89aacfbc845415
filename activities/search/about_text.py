"""What a list says about the search text: how it was read, and what else it could have meant."""

from dataclasses import dataclass, replace

from activities.search import identified
from activities.search.addresses import address, first_page
from activities.search.identifiers import DOI, Identifier
from activities.search.places import Place, directory
from activities.search.selection import Selection
from activities.search.vocabularies import Vocabularies


@dataclass(frozen=True, slots=True)
class AboutText:
    """`named` is the identifier whose listings are shown, `unknown` one that the catalog does not know: its kind and
    value, empty otherwise. `as_text` is the list that searches for the text instead. `places` are the providers and
    boards whose name is the text.
    """

    named: str = ""
    unknown: str = ""
    as_text: str = ""
    places: tuple[Place, ...] = ()


def about_text(selection: Selection, vocabularies: Vocabularies, path: str = "") -> AboutText:
    """What is to be said of the selection's text."""
    if not selection.text:
        return AboutText()
    said = _of_identifier(selection, path)
    return replace(said, places=directory(vocabularies).find(selection.text))


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
