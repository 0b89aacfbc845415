"""Keeping what readers searched for in vain, for staff: without anything personal, and never in a reader's way.

A process collects texts in memory and a thread writes them a little later, so that no reader waits for a database that
is locked or full. What a killed process had not written is lost; it will be asked again.
"""

import logging
import os
import threading
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from activities import status
from activities.models import FailedQuery
from activities.search.results import Answer
from activities.search.selection import Selection
from cme_catalog.lib.text import words

FEW = 2
"""A text that finds so many listings, or fewer, is kept."""
KEPT_FOR = timedelta(days=90)
MOST_HELD = 500
"""Texts that a process holds until they are written; more are dropped."""
DELAY = 5.0
"""Seconds between the first text held and the writing of all."""
LONGEST = 200
DIGITS = 6
"""So many digits may be the number of a person, a phone or a certificate: such a text is not kept."""

log = logging.getLogger(__name__)


class Heard(NamedTuple):
    times: int
    total: int


class Keeper:
    """Holds texts until they are written; threads may share it."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Drop what is held; after a fork the parent writes it."""
        self._lock = threading.Lock()
        self._held: dict[str, Heard] = {}
        self._timer: threading.Timer | None = None

    def hear(self, text: str, total: int) -> None:
        """Take note that a text found `total` listings, if that is few and the text may be kept."""
        kept = keepable(text)
        if total > FEW or not kept or settings.CME_READ_ONLY:
            return
        with self._lock:
            if kept in self._held or len(self._held) < MOST_HELD:
                self._held[kept] = Heard(self._held.get(kept, Heard(0, 0)).times + 1, total)
            if self._timer is None:
                self._timer = self.begin()

    def begin(self) -> threading.Timer:
        """Start the thread that writes what is held a little later."""
        timer = threading.Timer(DELAY, self._write_apart)
        timer.daemon = True
        timer.start()
        return timer

    def write(self) -> None:
        """Write what is held, now. A database that refuses is logged, and the texts are dropped."""
        with self._lock:
            held, self._held, self._timer = self._held, {}, None
        try:
            record(held, status.today())
        except DatabaseError as trouble:
            log.warning("Failed queries could not be kept: %s", trouble)

    def _write_apart(self) -> None:
        try:
            self.write()
        finally:
            connection.close()


def keepable(text: str) -> str:
    """The text in the form that is kept; empty when it may say something about a person, or says nothing."""
    if "@" in text or sum(mark.isdigit() for mark in text) >= DIGITS:
        return ""
    normal = " ".join(words(text))
    return normal if len(normal) <= LONGEST else ""


def record(held: Mapping[str, Heard], day: date) -> None:
    """Add texts to the work list, and take from it what nobody asked for 90 days."""
    with transaction.atomic():
        for text, (times, total) in sorted(held.items()):
            seen = {"times": F("times") + times, "total": total, "last_day": day}
            if not FailedQuery.objects.filter(text=text).update(**seen):
                FailedQuery.objects.create(text=text, times=times, total=total, last_day=day)
        FailedQuery.objects.filter(last_day__lt=day - KEPT_FOR).delete()


def hear(answer: Answer) -> None:
    """Take note of a list's search text when it finds little even without filters; an identifier is no such text.

    A page that is given out again from memory is not heard of again.
    """
    asked = answer.selection
    if not asked.query.wanted or not asked.expand or answer.about_text.unknown or answer.about_text.places:
        return
    if answer.total <= FEW and keepable(asked.text):
        alone = Selection(day=asked.day, text=asked.text, query=asked.query)
        keeper.hear(asked.text, answer.total_of(alone) if len(answer.chips) > 1 else answer.total)


keeper = Keeper()
os.register_at_fork(after_in_child=keeper.forget)
