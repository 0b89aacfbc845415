"""Providers and boards with what the catalog lists of them: every count is the total of the list it links to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.urls import reverse

from activities import status
from activities.printing.approvals import REGISTERED
from activities.printing.card import cards_of
from activities.search.addresses import address
from activities.search.engine import Counts
from activities.search.index.current import Page, catalog_index
from activities.search.names import known
from activities.search.selection import Selection
from providers.models import Board, Certificate, Provider

SHOWN = 10
"""Listings a provider's or a board's page prints before it sends the reader to the list."""

REGISTERED_HEADING = "Registered by the provider for continuing certification credit"


@dataclass(frozen=True, slots=True)
class Counted:
    """Something with the number of open listings behind its link."""

    label: str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class Listed:
    """The open listings of a provider or a board: how many, the newest of them, and where all are."""

    total: int
    cards: Sequence[str]
    address: str


class OfProvider(NamedTuple):
    """What the catalog has of a provider: its listings, and its imprints with their open listings counted."""

    listed: Listed
    imprints: list[tuple[Provider, int]]


class OfBoard(NamedTuple):
    """What the catalog has for a board: its listings, and how many there are of each type."""

    listed: Listed
    types: list[Counted]


def of_provider(provider: Provider) -> OfProvider:
    """The open listings of a provider, joint ones too, and its imprints."""
    mine = _today().choosing("provider", provider.pk)
    page, imprints = catalog_index.page(replace(mine, per_page=SHOWN)), list(provider.imprints.all())
    counts = page.counts(("provider",))["provider"] if imprints else {}
    return OfProvider(_listed(page, mine), [(imprint, counts.get(imprint.pk, 0)) for imprint in imprints])


def of_board(board: Board) -> OfBoard:
    """The open listings that a board approves, or that are registered for it."""
    mine = _today().choosing("board", board.pk)
    page = catalog_index.page(replace(mine, per_page=SHOWN))
    return OfBoard(_listed(page, mine), _by_type(page.counts(("approval", "basis")), mine))


def provider_counts() -> Mapping[str, int]:
    """Open listings of each provider that has any, by slug."""
    return catalog_index.counts(_today(), ("provider",))["provider"]


def board_counts() -> Mapping[str, int]:
    """Open listings of each board that has any, by code."""
    return catalog_index.counts(_today(), ("board",))["board"]


def _listed(page: Page, selection: Selection) -> Listed:
    return Listed(page.total, cards_of(page.listings, selection, level=3), _list(selection))


def _by_type(counts: Counts, mine: Selection) -> list[Counted]:
    """By approval type, and those registered; types without any are left out."""
    types = [
        Counted(term.label, counts["approval"].get(term.code, 0), _list(mine.choosing("approval", term.code)))
        for term in known().vocabularies["approval"].values()
    ]
    registered = mine.choosing("basis", REGISTERED)
    types.append(Counted(REGISTERED_HEADING, counts["basis"].get(REGISTERED, 0), _list(registered)))
    return [one for one in types if one.count]


def certificates(board: Board) -> dict[str, list[Certificate]]:
    """A board's certificates by kind, specialties first."""
    kinds: dict[str, list[Certificate]] = {kind: [] for kind in Certificate.Kind.values}
    for certificate in board.certificates.all():
        kinds[certificate.kind].append(certificate)
    return kinds


def _today() -> Selection:
    return Selection(day=status.today())


def _list(selection: Selection) -> str:
    return address(selection, reverse("activities:activity_list"))
