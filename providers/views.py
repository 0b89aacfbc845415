"""The public pages of providers and boards."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cme_catalog.lib.redirects import with_query
from cme_catalog.site import site_facts
from providers import directory
from providers.models import Board, Provider


@require_safe
def provider_list(request: HttpRequest) -> HttpResponse:
    """All providers by name, with their open listings counted."""
    providers = directory.counted("provider", Provider.objects.all())
    context = {"providers": providers, "canonical": _canonical("providers:provider_list")}
    return render(request, "providers/provider_list.html", context)


@require_safe
def provider_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A provider with its listings, joint ones too; an accredited provider also with its imprints."""
    context = {**directory.of_provider(slug)._asdict(), "canonical": _canonical("providers:provider_detail", slug)}
    return render(request, "providers/provider_detail.html", context)


@require_safe
def board_list(request: HttpRequest) -> HttpResponse:
    """The member boards by specialty, with their open listings counted."""
    boards = directory.counted("board", Board.objects.all())
    return render(
        request, "providers/board_list.html", {"boards": boards, "canonical": _canonical("providers:board_list")}
    )


@require_safe
def board_detail(request: HttpRequest, code: str) -> HttpResponse:
    """A board with its certificates and what is listed here for it, by type. Its address is in lower case."""
    found = directory.of_board(code.lower())
    if code != found.board.pk:
        return with_query(request, reverse("providers:board_detail", args=[found.board.pk]))
    context = {
        **found._asdict(),
        "certificates": directory.certificates(found.board),
        "canonical": _canonical("providers:board_detail", found.board.pk),
    }
    return render(request, "providers/board_detail.html", context)


def _canonical(name: str, *args: str) -> str:
    return site_facts().canonical(reverse(name, args=args))
