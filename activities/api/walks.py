"""A walk through a whole list: which may begin or go on, in which order, and where its next step begins."""

from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from activities import status
from activities.api import cursors
from activities.api.cursors import BEGINNING, Cursor
from activities.api.parameters import CURSOR
from activities.filters import Asked
from activities.search.index import walking
from activities.search.index.current import Page
from activities.search.selection import Selection
from cme_catalog.lib.problems import Problem, printable

LONGEST_WALK = timedelta(days=1)
"""A walk keeps its reference day over one midnight."""

Walk = Cursor | str
"""Where a walk goes on, or BEGINNING."""


class Where(NamedTuple):
    """The present page, and what the addresses of its neighbors have besides; page 1 needs no more than is usual."""

    page: int | None
    pages: int | None
    links: dict[str, dict[str, str]]


def day_of(walk: Walk | None) -> date | None:
    """The reference day of a walk that goes on, if it may still be asked for."""
    today = status.today()
    return walk.day if isinstance(walk, Cursor) and today - LONGEST_WALK <= walk.day <= today else None


def problems(asked: Asked, walk: Walk | None) -> list[Problem]:
    """Why the walk cannot begin or go on with this question."""
    if walk is not None and asked.data.get("sort", "").strip().lower() == "relevance":
        return [Problem("sort", "relevance", "no-walk", "A walk needs a lasting order, such as newest.")]
    if not isinstance(walk, Cursor):
        return []
    text = printable(cursors.write(walk))
    if day_of(walk) is None:
        return [Problem(CURSOR, text, "stale", f"Begin the walk again with {BEGINNING}.")]
    if walk.question != cursors.question_of(walked(asked)):
        return [Problem(CURSOR, text, "other-question", "Keep the parameters of the list it came from.")]
    return []


def walked(asked: Asked) -> Selection:
    """The selection in an order that can be walked."""
    selection = asked.selection
    return replace(selection, page=1, sort="newest" if selection.sort == "relevance" else selection.sort)


def where(selection: Selection, found: Page) -> Where:
    """Where the step that was found leads; its last listing is where the next one begins."""
    after: dict[str, str] = {}
    if found.listings:
        place = walking.place_of(found.question, found.listings[-1].slot)
        if walking.step(found.question, place, 1):
            cursor = Cursor(selection.day, cursors.question_of(selection), place)
            after = {CURSOR: cursors.write(cursor)}
    return Where(None, None, {"next": after, "previous": {}})
