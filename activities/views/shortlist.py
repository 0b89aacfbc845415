"""The shortlist: activities a reader saved, without an account. Only a form that the reader sends changes it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from activities import status
from activities.chosen import Asked, asked, chosen
from activities.files import LIST_FILES
from activities.picks import Pick, picks, summary
from activities.shortlist import MOST, Full, Shortlist
from cme_catalog.site import site_facts

A_YEAR = 365 * 24 * 60 * 60
FILES = ("csv", "xlsx", "ics", "ris", "json")
SAID = {
    "saved": "Saved to your shortlist.",
    "removed": "Removed from your shortlist.",
    "cleared": "Your shortlist is empty again.",
}


@require_http_methods(["GET", "HEAD", "POST"])
def shortlist(request: HttpRequest) -> HttpResponse:
    """The reader's own shortlist; with `add` or `id` a page that offers to save those; with `clear` one that asks."""
    mine = Shortlist.parse(request.COOKIES.get(settings.SHORTLIST_COOKIE_NAME))
    if request.method == "POST":
        return _change(request, mine)
    offered = asked([*request.GET.getlist("add"), *request.GET.getlist("id")], MOST)
    if offered.ids or offered.problems:
        return _offer(request, mine, offered, alone="add" in request.GET)
    if "clear" in request.GET and mine.ids:
        return _render(request, "activities/shortlist_clear.html", mine)
    return _own(request, mine)


def _own(request: HttpRequest, mine: Shortlist) -> HttpResponse:
    saved = picks(chosen(mine.ids), status.today())
    again = asked(request.GET.getlist("again"), 1).ids
    context = {
        "picks": saved,
        "summary": summary(saved),
        "said": SAID.get(request.GET.get("note", "")),
        "again": again[0] if again and again[0] not in mine.ids else None,
        "share": site_facts().canonical(_shared(mine)),
        "shared": _shared(mine),
        "files": [(LIST_FILES[ending].label, _file(mine, ending)) for ending in FILES],
    }
    return _render(request, "activities/shortlist.html", mine, context)


def _offer(request: HttpRequest, mine: Shortlist, offered: Asked, *, alone: bool, full: str = "") -> HttpResponse:
    found = picks(chosen(offered.ids), status.today())
    context = {
        "picks": found,
        "new": [pick.activity_id for pick in found if _can_be_saved(pick, mine)],
        "problems": offered.problems,
        "alone": alone and len(found) == 1,
        "full": full,
    }
    return _render(request, "activities/shortlist_offer.html", mine, context)


def _change(request: HttpRequest, mine: Shortlist) -> HttpResponse:
    """Do the one thing the form asks for, to the shortlist as it is now, and show what came of it."""
    ids = {name: asked(request.POST.getlist(name), MOST).ids for name in ("save", "remove", "up", "down")}
    if ids["save"]:
        return _save(request, mine, ids["save"])
    if ids["remove"]:
        left = mine.without(ids["remove"])
        again = f"&again={ids['remove'][0]}" if len(ids["remove"]) == 1 else ""
        return _kept(left, f"?note={'removed' if left.ids or again else 'cleared'}{again}")
    for name, steps in (("up", -1), ("down", 1)):
        if ids[name]:
            return _kept(mine.moved(ids[name][0], steps), f"#saved-{ids[name][0]}")
    return redirect("activities:shortlist")


def _save(request: HttpRequest, mine: Shortlist, ids: tuple[int, ...]) -> HttpResponse:
    """Only what is listed is saved: the cookie holds no more than the catalog knows."""
    found = picks(chosen(ids), status.today())
    try:
        return _kept(mine.having(pick.activity_id for pick in found if pick.card), "?note=saved")
    except Full as full:
        return _offer(request, mine, Asked(ids, ()), alone=len(ids) == 1, full=str(full))


def _kept(mine: Shortlist, where: str) -> HttpResponse:
    """To the reader's own shortlist, which from now on is this one."""
    path = reverse("activities:shortlist")
    response = redirect(path + where)
    name = settings.SHORTLIST_COOKIE_NAME
    secure = settings.CSRF_COOKIE_SECURE
    response.set_cookie(name, mine.to_cookie(), A_YEAR, path=path, secure=secure, httponly=True, samesite="Lax")
    return response


def _can_be_saved(pick: Pick, mine: Shortlist) -> bool:
    return bool(pick.card) and pick.activity_id not in mine.ids


def _shared(mine: Shortlist) -> str:
    return f"{reverse('activities:shortlist')}?{_query(mine)}"


def _file(mine: Shortlist, ending: str) -> str:
    return f"{reverse('activities:shortlist_file', args=[ending])}?{_query(mine)}"


def _query(mine: Shortlist) -> str:
    return "&".join(f"id={one}" for one in mine.ids)


def _render(
    request: HttpRequest, template: str, mine: Shortlist, context: dict[str, Any] | None = None
) -> HttpResponse:
    return render(request, template, {"mine": mine, "most": MOST, **(context or {})})
