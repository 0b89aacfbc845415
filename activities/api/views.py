"""The endpoints of the API: who asks is not asked, what is refused becomes a problem document, and answers are kept."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from activities import records, tombstones
from activities.api import answers, organizations
from activities.api.description import endpoint
from activities.api.parameters import OF_FACETS, OF_LIST, OF_ONE
from activities.api.refusals import Gone
from activities.api.shapes import (
    ActivityPage,
    BoardDetail,
    Boards,
    Facets,
    ProviderDetail,
    Providers,
    Result,
    SomeRecord,
    SuccessorShape,
)
from activities.models import Listing
from activities.models.activity import LARGEST_ID
from activities.printing.detail import address
from activities.tombstones import Tombstone
from cme_catalog.lib.redirects import with_query
from cme_catalog.site import site_facts


@endpoint(
    "Activities",
    "The listings that answer the parameters, page by page. To read all of them begin with cursor=* and follow"
    " next: such a walk keeps its order and its reference day, and neither repeats nor skips a listing that"
    " stays as it is, whatever else changes meanwhile.",
    parameters=OF_LIST,
    answers=ActivityPage,
    refuses=(400,),
)
def activity_list(request: HttpRequest) -> HttpResponse:
    return _json(answers.page(request.GET))


@endpoint(
    "One activity",
    "The record of a listing, exactly as it is published, expired ones included. With member, open_on or a"
    " parameter about approvals the answer is a result as in the list: with the effective price, the standing on the"
    " reference day and the matching approvals beside it.",
    parameters=OF_ONE,
    answers=(SomeRecord, Result),
    refuses=(400, 404, 410),
)
def activity_detail(request: HttpRequest, activity_id: int) -> HttpResponse:
    if activity_id > LARGEST_ID:
        raise Http404
    listing = get_object_or_404(Listing.objects.for_page(), activity_id=activity_id)
    if listing.withdrawn:
        left = tombstones.parse(listing.record)
        raise Gone(left, _successor(left))
    return _json(answers.record(request.GET, listing))


@endpoint(
    "Facets",
    "Every facet with its values, each with the length of the list when the value replaces the facet's selection.",
    parameters=OF_FACETS,
    answers=Facets,
    refuses=(400,),
)
def facets(request: HttpRequest) -> HttpResponse:
    return _json(answers.counts(request.GET))


@endpoint("Providers", "All providers by name, with their open listings counted.", answers=Providers)
def provider_list(request: HttpRequest) -> HttpResponse:
    return _json(records.canonical({"providers": organizations.providers()}))


@endpoint("One provider", "A provider, and the imprints it answers for.", answers=ProviderDetail, refuses=(404,))
def provider_detail(request: HttpRequest, slug: str) -> HttpResponse:
    return _json(records.canonical(organizations.provider(slug)))


@endpoint("Boards", "The ABMS member boards by label, with their open listings counted.", answers=Boards)
def board_list(request: HttpRequest) -> HttpResponse:
    return _json(records.canonical({"boards": organizations.boards()}))


@endpoint("One board", "A board with its certificates and what is listed for it.", answers=BoardDetail, refuses=(404,))
def board_detail(request: HttpRequest, code: str) -> HttpResponse:
    found = organizations.board(code.lower())
    if code != found["code"]:
        return with_query(request, reverse("api:board_detail", args=[found["code"]]))
    return _json(records.canonical(found))


def _json(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="application/json")


def _successor(left: Tombstone) -> SuccessorShape | None:
    if left["successor"] is None:
        return None
    listing = Listing.objects.public().for_page().for_activity(left["successor"])
    if listing is None:
        return None
    record = records.parse(listing.record)
    url = site_facts().canonical(address(record))
    return {"activity_id": record["activity_id"], "title": record["title"], "url": url}
