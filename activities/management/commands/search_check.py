"""`manage.py search_check`: asks the judged queries of a fixed catalog, and staff's tests of the catalog at hand."""

from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from activities import status
from activities.examples.fixed import DAY, fixed_catalog, texts_digest
from activities.models import SearchTest
from activities.search.index.current import catalog_index
from activities.search.judged import kept_tests, queries, report
from activities.search.judged.kept_tests import Missed
from activities.search.judged.report import Gate
from activities.search.judged.run import Outcome, run


class Command(BaseCommand):
    """Exit code 0: the search is as good as it must be. 1: it is not. 2: wrong use.

    The judged queries are asked of a catalog that is made in a database of its own and thrown away. The operator's
    catalog is only read, for the tests that staff keep.
    """

    help = "Ask the judged queries of a fixed example catalog, and try the tests that staff keep on this one."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--failures", action="store_true", help="print only the queries with something wrong")

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = self._judged()
        self._print(outcome, failures=options["failures"])
        kept = self._kept()
        if not outcome.good or kept:
            raise CommandError("The search is not as good as it must be.")

    def _judged(self) -> Outcome:
        with fixed_catalog():
            catalog_index.forget()
            try:
                if texts_digest() != queries.digest():
                    raise CommandError(
                        "The example listings are not those that were graded: their texts changed."
                        " Read them again, then write the new digest into activities/search/judged/catalog.json."
                    )
                return run(queries.load(), DAY)
            finally:
                catalog_index.forget()

    def _print(self, outcome: Outcome, *, failures: bool) -> None:
        verdicts = [verdict for verdict in outcome.verdicts if not (failures and verdict.fine)]
        self._lines(report.table(verdicts))
        self._lines(["", *outcome.rules_broken, *map(_gate, outcome.gates)])

    def _kept(self) -> list[Missed]:
        """The failing tests of this catalog; where there is none yet, nobody keeps a test."""
        if SearchTest._meta.db_table not in connection.introspection.table_names():
            self.stdout.write("There is no catalog here, so no test that staff keep.")
            return []
        missed = kept_tests.missed(status.today())
        self._lines(map(_missed, missed))
        self._lines([f"{'NOT MET' if missed else 'met':8} tests that staff keep: {len(missed)} fail (asked: none)"])
        return missed

    def _lines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.stdout.write(line)


def _gate(gate: Gate) -> str:
    return f"{'met' if gate.met else 'NOT MET':8} {gate.label}: {gate.found} (asked: {gate.asked})"


def _missed(missed: Missed) -> str:
    ids = ", ".join(map(str, missed.listings[:5]))
    more = f" and {len(missed.listings) - 5} more" if len(missed.listings) > 5 else ""
    return f"{missed.test} no longer: it misses {ids}{more}."
