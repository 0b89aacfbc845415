"""Providers and boards as the API tells them."""

from collections.abc import Mapping

from django.urls import reverse

from activities import status
from activities.api.shapes import BoardDetail, BoardSummary, Counted, ProviderDetail, ProviderSummary
from activities.record_shape import Named
from activities.search.index.current import catalog_index
from activities.search.names import known
from activities.search.selection import Selection
from activities.search.vocabularies import Vocabulary
from cme_catalog.site import site_facts
from providers import directory
from providers.models import Board, Provider


def providers() -> list[ProviderSummary]:
    """All providers by name."""
    counts = directory.provider_counts()
    return [_provider(one, counts) for one in Provider.objects.select_related("accredited_provider")]


def provider(one: Provider) -> ProviderDetail:
    """A provider with its imprints."""
    return {
        **_provider(one, directory.provider_counts()),
        "accreditor": one.accreditor,
        "website": one.website,
        "about": one.about,
        "imprints": [_named(imprint) for imprint in one.imprints.all()],
    }


def boards() -> list[BoardSummary]:
    """The member boards by label."""
    counts = directory.board_counts()
    return [_board(one, counts) for one in Board.objects.all()]


def board(one: Board) -> BoardDetail:
    """A board with its certificates, and its open listings by approval type and by basis."""
    mine = Selection(day=status.today()).choosing("board", one.pk)
    counts = catalog_index.counts(mine, ("board", "approval", "basis"))
    names = known().vocabularies
    return {
        **_board(one, counts["board"]),
        "certificates": [
            {"name": certificate.name, "kind": certificate.kind}  # type: ignore[typeddict-item]
            for certificate in one.certificates.all()
        ],
        "by_approval": _counted(names["approval"], counts["approval"]),
        "by_basis": _counted(names["basis"], counts["basis"]),
    }


def _provider(one: Provider, counts: Mapping[str, int]) -> ProviderSummary:
    return {
        "code": one.pk,
        "name": one.name,
        "accredited_provider": _named(one.accredited_provider) if one.accredited_provider else None,
        "open_activities": counts.get(one.pk, 0),
        "url": site_facts().canonical(one.get_absolute_url()),
        "activities": _list("provider", one.pk),
    }


def _named(one: Provider) -> Named:
    return {"code": one.pk, "name": one.name}


def _board(one: Board, counts: Mapping[str, int]) -> BoardSummary:
    return {
        "code": one.pk,
        "abbreviation": one.abbreviation,
        "label": one.label,
        "name": one.name,
        "website": one.website,
        "open_activities": counts.get(one.pk, 0),
        "url": site_facts().canonical(one.get_absolute_url()),
        "activities": _list("board", one.pk),
    }


def _counted(names: Vocabulary, counts: Mapping[str, int]) -> list[Counted]:
    return [{"code": code, "name": names.label(code), "count": counts[code]} for code in names if counts.get(code)]


def _list(parameter: str, code: str) -> str:
    return site_facts().canonical(f"{reverse('api:activity_list')}?{parameter}={code}")
