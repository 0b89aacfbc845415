"""`manage.py publish_catalog`: rebuilds everything derived from the activities; `--check` only says what is stale."""

import sys
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from activities import rebuilding, staleness
from activities.models import Activity, CatalogVersion, Listing
from activities.rebuilding import Rebuilt
from activities.search.index import making
from activities.search.index.making import NotPublished
from activities.staleness import Reason, Stale
from cme_catalog.lib.progress import progress

MOST_NAMES = 100
"""So many problems are named; the others are counted."""


class Command(BaseCommand):
    """Exit code 0: everything is current. 1: something is stale, or cannot be put right here. 2: wrong use."""

    help = "Rebuild listings that are missing or differ from their activities; with --check, name them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; name what is stale and why")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            problems = [*self._stale(look_twice=True), *staleness.of_events(), *making.damaged()]
        else:
            self._report(rebuilding.rebuild(self._stale(look_twice=False)))
            problems = [*staleness.of_events(), *self._index()]
        orphans = [f"Slot {row.slot}: no activity {row.activity_id} stands behind it." for row in staleness.orphans()]
        self._count()
        self._fail([*map(str, problems), *orphans])

    def _stale(self, *, look_twice: bool) -> Iterator[Stale]:
        ids = list(Activity.objects.order_by("pk").values_list("pk", flat=True))
        # Django's wrapper of the output ends every write with a line feed, which takes a bar apart.
        stream: Any = sys.stdout if self.stdout.isatty() else self.stdout
        with progress("Activities compared", len(ids), stream) as advance:
            yield from rebuilding.stale(ids, advance, look_twice=look_twice)

    def _report(self, done: Rebuilt) -> None:
        found = ", ".join(f"{reason}: {done.found[reason]:,}" for reason in Reason if done.found[reason])
        self.stdout.write(f"Found: {found or 'nothing stale'}.")
        self.stdout.write(
            f"Listings written: {done.written:,}, taken down: {done.taken_down:,}; events written: {done.events:,}."
        )

    def _index(self) -> Iterator[str]:
        """Writes the snapshot that new workers begin with."""
        try:
            path = making.publish()
        except NotPublished as trouble:
            yield str(trouble)
        else:
            self.stdout.write(f"The index is written and read back: {path.stat().st_size:,} bytes.")

    def _count(self) -> None:
        catalog = CatalogVersion.objects.first()
        tombstones = Listing.objects.filter(withdrawn=True).count()
        self.stdout.write(
            f"Version {catalog.v if catalog else 0} of the catalog has {Listing.objects.public().count():,} listings"
            f" and {tombstones:,} tombstones of withdrawn ones."
        )

    def _fail(self, problems: list[str]) -> None:
        for problem in problems[:MOST_NAMES]:
            self.stderr.write(problem)
        if problems:
            more = len(problems) - MOST_NAMES
            raise CommandError(f"{len(problems):,} problems{f', {more:,} of them not named' if more > 0 else ''}.")
