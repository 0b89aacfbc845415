"""What the dates of a listing mean on a day. Nothing here is stored; the day is always an argument."""

from datetime import date, timedelta
from enum import StrEnum

from django.utils import timezone

ENDING_SOON = timedelta(days=30)


class Standing(StrEnum):
    """How a public listing stands on a day."""

    OPEN = "open"
    ENDING_SOON = "ending-soon"
    EXPIRED = "expired"

    @property
    def word(self) -> str:
        return {"open": "Open", "ending-soon": "Ending soon", "expired": "Expired"}[self.value]


def today() -> date:
    """The day in the catalog's stated time zone."""
    return timezone.localdate()


def last_day(*, live: bool, ends: date | None, expires: date | None) -> date | None:
    """The last day, inclusive, on which the activity can be taken; None when no date is stated.

    A live activity closes after its end even when its credit can be claimed longer.
    """
    known = [day for day in (expires, ends if live else None) if day is not None]
    return min(known, default=None)


def standing(last: date | None, day: date) -> Standing:
    """The standing on a day; the last day is included, and no last day means open."""
    if last is None:
        return Standing.OPEN
    if last < day:
        return Standing.EXPIRED
    return Standing.ENDING_SOON if last - day <= ENDING_SOON else Standing.OPEN
