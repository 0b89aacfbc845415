"""What the index reads from the database. Each answer says of which version of the catalog it is."""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Case, F, TextField, Value, When
from django.db.models.base import ModelState

from activities.models import CatalogChange, CatalogCommit, Listing
from activities.models.listing import PRINTED
from activities.printing.card import maker
from activities.search import versions
from activities.search.index.harvest import Row
from activities.search.versions import Version

MOST_PATCHED = 20_000
"""Listings changed since; beyond that a newer state is loaded instead."""

CHUNK = 2_000


class CatalogMoved(Exception):
    """The catalog changed while it was read."""


class NoWay(Exception):
    """The log does not lead from the state to the catalog: restored, failed over, trimmed, or too far ahead."""


class Changes(NamedTuple):
    """What changed since a version: the slots of those listings, and the listings as they are now.

    The rows are read while they are taken, so that few are held at a time; that raises CatalogMoved when there was
    another change meanwhile.
    """

    version: Version
    slots: list[int]
    rows: Iterator[Row]


def everything() -> Iterator[Row]:
    """All listings by slot, in statements of bounded length: those read late may be newer than those read early."""
    listings, after = Listing.objects.order_by("slot").values_list(*Row._fields), -1
    while rows := [Row(*columns) for columns in listings.filter(slot__gt=after)[:CHUNK]]:
        yield from rows
        after = rows[-1].slot


def way(since: Version) -> Version:
    """The newest version that the log leads to from this one without a gap. Raises NoWay."""
    log = CatalogCommit.objects.filter(v__gte=since.v).order_by("v").values_list("v", "token")
    commits = list(log[: MOST_PATCHED + 1])
    if not commits or commits[0] != since or len(commits) != commits[-1][0] - since.v + 1:
        raise NoWay
    changed = CatalogChange.objects.filter(commit__gt=since.v)
    if max(len(commits), changed.count()) > MOST_PATCHED:
        raise NoWay
    return Version(*commits[-1])


def changes(since: Version) -> Changes:
    """What changed since a version. Raises NoWay."""
    now = way(since)
    changed = CatalogChange.objects.filter(commit__gt=since.v, commit__lte=now.v)
    slots = sorted(set(changed.values_list("slot", flat=True)))
    return Changes(now, slots, _checked_rows(slots, now))


def page(slots: list[int], at: Version, *, records: bool = True) -> list[Listing]:
    """The listings of these slots, in this order, read in one statement. Raises CatalogMoved if of another version.

    Records are the larger part of a listing: without them, only a listing whose card has to be made anew has its own.
    """
    if not slots:
        require(versions.present(), at)
        return []
    sql, fixed = _page_statement(len(slots), records)
    with connection.cursor() as cursor:
        cursor.execute(sql, (*fixed, *slots))
        rows = cursor.fetchall()
    found, alias = {}, connection.alias
    for slot, *columns, v, token in rows:
        require((v, token), at)
        found[slot] = _listing(alias, (slot, *columns))
    if len(found) < len(slots):
        raise CatalogMoved
    return [found[slot] for slot in slots]


def _listing(alias: str, values: tuple[Any, ...]) -> Listing:
    """What the ORM makes of a row, in a quarter of the time: without the signals, which nobody here listens to."""
    listing = Listing.__new__(Listing)
    listing.__dict__.update(zip(PRINTED, values, strict=True))
    listing._state = state = ModelState()
    state.adding, state.db = False, alias
    return listing


@cache
def _page_statement(count: int, records: bool) -> tuple[str, tuple[Any, ...]]:
    """What a page of so many listings asks, written once by the ORM, and the parameters that come before the slots."""
    of_stale = Case(When(card__startswith=maker(), then=Value("")), default=F("record"), output_field=TextField())
    rows = versions.beside(Listing.objects.filter(slot__in=range(count)).order_by())
    text = F("record") if records else of_stale
    columns = ["text" if column == "record" else column for column in PRINTED]
    sql, values = rows.annotate(text=text).values_list(*columns, "v", "token").query.sql_with_params()
    return sql, values[:-count]


def _checked_rows(slots: list[int], at: Version) -> Iterator[Row]:
    """The listings of these slots, in statements of bounded length. Raises CatalogMoved."""
    for start in range(0, len(slots), CHUNK):
        listings = Listing.objects.filter(slot__in=slots[start : start + CHUNK])
        for *columns, v, token in versions.beside(listings).values_list(*Row._fields, "v", "token"):
            require((v, token), at)
            yield Row(*columns)


def require(found: tuple[int, str], at: tuple[int, str]) -> None:
    """Raises CatalogMoved unless what was found is of the version."""
    if found != at:
        raise CatalogMoved
