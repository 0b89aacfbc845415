"""Providers and boards with what the catalog lists of them: every count is the total of the list it links to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeVar

from django.db.models import Model, QuerySet
from django.urls import reverse

from activities import status
from activities.printing.approvals import REGISTERED
from activities.printing.card import cards_of
from activities.search.addresses import address
from activities.search.engine import Counts
from activities.search.index.current import Page, catalog_index
from activities.search.index.reads import require
from activities.search.names import known
from activities.search.selection import Selection
from activities.search.steady import row_at, rows_at, steady
from activities.search.vocabularies import Vocabulary
from providers.models import Board, Certificate, Provider

M = TypeVar("M", bound=Model)

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
    """A provider and what the catalog has of it: its listings, and its imprints with their open listings counted."""

    provider: Provider
    listed: Listed
    imprints: list[tuple[Provider, int]]


class OfBoard(NamedTuple):
    """A board and what the catalog has for it: its listings, and how many there are of each type."""

    board: Board
    listed: Listed
    types: list[Counted]


@steady
def of_provider(slug: str) -> OfProvider:
    """A provider with its open listings, joint ones too, and its imprints; 404 when there is none."""
    mine = _today().choosing("provider", slug)
    page = catalog_index.page(replace(mine, per_page=SHOWN))
    imprints = list(Provider(slug=slug).imprints.all())
    provider = row_at(page.version, Provider.objects.select_related("accredited_provider"), slug)
    counts = page.counts(("provider",))["provider"] if imprints else {}
    return OfProvider(provider, _listed(page, mine), [(imprint, counts.get(imprint.pk, 0)) for imprint in imprints])


@steady
def of_board(code: str) -> OfBoard:
    """A board with the open listings that it approves, or that are registered for it; 404 when there is none."""
    mine = _today().choosing("board", code)
    names = known()
    page = catalog_index.page(replace(mine, per_page=SHOWN))
    require(names.version, page.version)
    board = row_at(page.version, Board.objects.prefetch_related("certificates"), code)
    types = _by_type(names.vocabularies["approval"], page.counts(("approval", "basis")), mine)
    return OfBoard(board, _listed(page, mine), types)


@steady
def counted(facet: str, rows: "QuerySet[M]") -> list[tuple[M, int]]:
    """Providers or boards, as `facet` says, each with its open listings counted."""
    page = catalog_index.whole(_today())
    counts = page.counts((facet,))[facet]
    return [(row, counts.get(row.pk, 0)) for row in rows_at(page.version, rows)]


def _listed(page: Page, selection: Selection) -> Listed:
    return Listed(page.total, cards_of(page.listings, selection, level=3), _list(selection))


def _by_type(names: Vocabulary, counts: Counts, mine: Selection) -> list[Counted]:
    """By approval type, and those registered; types without any are left out."""
    types = [
        Counted(term.label, counts["approval"].get(term.code, 0), _list(mine.choosing("approval", term.code)))
        for term in names.values()
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
