"""Providers and boards with what the catalog lists of them: every count is the total of the list it links to."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from activities import status
from activities.models import ApprovalType
from activities.printing.approvals import REGISTERED
from activities.printing.card import cards_of
from activities.search.addresses import address
from activities.search.index.current import catalog_index
from activities.search.selection import Selection
from providers.models import Board, Certificate, Provider

SHOWN = 25
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
    cards: list[str]
    address: str


def listed(selection: Selection) -> Listed:
    """The listings that answer a selection."""
    found = catalog_index.page(selection)
    return Listed(found.total, cards_of(found.listings, selection, level=3), _list(selection))


def of_provider(provider: Provider) -> Listed:
    """The open listings of a provider, joint ones too."""
    return listed(_today().choosing("provider", provider.pk))


def of_board(board: Board) -> Listed:
    """The open listings that a board approves, or that are registered for it."""
    return listed(_today().choosing("board", board.pk))


def provider_counts() -> Mapping[str, int]:
    """Open listings of each provider that has any, by slug."""
    return catalog_index.counts(_today(), ("provider",))["provider"]


def board_counts() -> Mapping[str, int]:
    """Open listings of each board that has any, by code."""
    return catalog_index.counts(_today(), ("board",))["board"]


def by_type(board: Board) -> list[Counted]:
    """The open listings of a board by approval type, and those registered for it; types without any are left out."""
    mine = _today().choosing("board", board.pk)
    counts = catalog_index.counts(mine, ("approval", "basis"))
    types = [
        Counted(term.short_name, counts["approval"].get(term.pk, 0), _list(mine.choosing("approval", term.pk)))
        for term in ApprovalType.objects.all()
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
    return Selection(day=status.today(), per_page=SHOWN)


def _list(selection: Selection) -> str:
    return address(selection, reverse("activities:activity_list"))
