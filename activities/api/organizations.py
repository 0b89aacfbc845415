"""Providers and boards as the API tells them."""

from collections.abc import Mapping

from django.urls import reverse

from activities import status
from activities.api.shapes import BoardDetail, BoardSummary, Counted, ProviderDetail, ProviderSummary
from activities.record_shape import Named
from activities.search.index.current import catalog_index
from activities.search.index.reads import require
from activities.search.names import known
from activities.search.selection import Selection
from activities.search.steady import row_at, steady
from activities.search.vocabularies import Vocabulary
from cme_catalog.site import site_facts
from providers import directory
from providers.models import Board, Provider


def providers() -> list[ProviderSummary]:
    """All providers by name."""
    every = directory.counted("provider", Provider.objects.select_related("accredited_provider"))
    return [_provider(one, count) for one, count in every]


@steady
def provider(slug: str) -> ProviderDetail:
    """A provider with its imprints; 404 when there is none."""
    found = catalog_index.whole(Selection(day=status.today()))
    imprints = [_named(imprint) for imprint in Provider(slug=slug).imprints.all()]
    one = row_at(found.version, Provider.objects.select_related("accredited_provider"), slug)
    return {
        **_provider(one, found.counts(("provider",))["provider"].get(slug, 0)),
        "accreditor": one.accreditor,
        "website": one.website,
        "about": one.about,
        "imprints": imprints,
    }


def boards() -> list[BoardSummary]:
    """The member boards by label."""
    return [_board(one, count) for one, count in directory.counted("board", Board.objects.all())]


@steady
def board(code: str) -> BoardDetail:
    """A board with its certificates, and its open listings by approval type and by basis; 404 when there is none."""
    names = known()
    found = catalog_index.whole(Selection(day=status.today()).choosing("board", code))
    require(names.version, found.version)
    one = row_at(found.version, Board.objects.prefetch_related("certificates"), code)
    counts = found.counts(("board", "approval", "basis"))
    return {
        **_board(one, counts["board"].get(code, 0)),
        "certificates": [
            {"name": certificate.name, "kind": certificate.kind} for certificate in one.certificates.all()
        ],
        "by_approval": _counted(names.vocabularies["approval"], counts["approval"]),
        "by_basis": _counted(names.vocabularies["basis"], counts["basis"]),
    }


def _provider(one: Provider, count: int) -> ProviderSummary:
    return {
        "code": one.pk,
        "name": one.name,
        "accredited_provider": _named(one.accredited_provider) if one.accredited_provider else None,
        "open_activities": count,
        "url": site_facts().canonical(one.get_absolute_url()),
        "activities": _list("provider", one.pk),
    }


def _named(one: Provider) -> Named:
    return {"code": one.pk, "name": one.name}


def _board(one: Board, count: int) -> BoardSummary:
    return {
        "code": one.pk,
        "abbreviation": one.abbreviation,
        "label": one.label,
        "name": one.name,
        "website": one.website,
        "open_activities": count,
        "url": site_facts().canonical(one.get_absolute_url()),
        "activities": _list("board", one.pk),
    }


def _counted(names: Vocabulary, counts: Mapping[str, int]) -> list[Counted]:
    return [{"code": code, "name": names.label(code), "count": counts[code]} for code in names if counts.get(code)]


def _list(parameter: str, code: str) -> str:
    return site_facts().canonical(f"{reverse('api:activity_list')}?{parameter}={code}")
