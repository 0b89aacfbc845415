"""The public pages of providers and boards."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cme_catalog.lib.redirects import with_query
from cme_catalog.site import site_facts
from providers import directory
from providers.models import Board, Provider


@require_safe
def provider_list(request: HttpRequest) -> HttpResponse:
    """All providers by name, with their open listings counted."""
    counts = directory.provider_counts()
    providers = [(provider, counts.get(provider.pk, 0)) for provider in Provider.objects.all()]
    context = {"providers": providers, "canonical": _canonical("providers:provider_list")}
    return render(request, "providers/provider_list.html", context)


@require_safe
def provider_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A provider with its listings, joint ones too; an accredited provider also with its imprints."""
    provider = get_object_or_404(Provider.objects.select_related("accredited_provider"), pk=slug)
    context = {
        "provider": provider,
        **directory.of_provider(provider)._asdict(),
        "canonical": _canonical("providers:provider_detail", slug),
    }
    return render(request, "providers/provider_detail.html", context)


@require_safe
def board_list(request: HttpRequest) -> HttpResponse:
    """The member boards by specialty, with their open listings counted."""
    counts = directory.board_counts()
    boards = [(board, counts.get(board.pk, 0)) for board in Board.objects.all()]
    return render(
        request, "providers/board_list.html", {"boards": boards, "canonical": _canonical("providers:board_list")}
    )


@require_safe
def board_detail(request: HttpRequest, code: str) -> HttpResponse:
    """A board with its certificates and what is listed here for it, by type. Its address is in lower case."""
    board = get_object_or_404(Board.objects.prefetch_related("certificates"), pk=code.lower())
    if code != board.pk:
        return with_query(request, reverse("providers:board_detail", args=[board.pk]))
    context = {
        "board": board,
        "certificates": directory.certificates(board),
        **directory.of_board(board)._asdict(),
        "canonical": _canonical("providers:board_detail", board.pk),
    }
    return render(request, "providers/board_detail.html", context)


def _canonical(name: str, *args: str) -> str:
    return site_facts().canonical(reverse(name, args=args))
