"""`manage.py search_check`: asks the judged queries of a fixed catalog and says how good the answers are."""

from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from activities.examples.fixed import DAY, fixed_catalog, texts_digest
from activities.search.index.current import catalog_index
from activities.search.judged import queries, report
from activities.search.judged.report import Gate
from activities.search.judged.run import Outcome, run


class Command(BaseCommand):
    """Exit code 0: the search is as good as it must be. 1: it is not. 2: wrong use.

    The catalog is made in a database that is thrown away; the operator's own is neither read nor written.
    """

    help = "Ask the judged queries of a fixed example catalog, and say how good the answers are."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--failures", action="store_true", help="print only the queries with something wrong")

    def handle(self, *args: Any, **options: Any) -> None:
        with fixed_catalog():
            catalog_index.forget()
            try:
                self._require_graded_texts()
                outcome = run(queries.load(), DAY)
            finally:
                catalog_index.forget()
        self._print(outcome, failures=options["failures"])
        if not outcome.good:
            raise CommandError("The search is not as good as it must be.")

    def _require_graded_texts(self) -> None:
        if texts_digest() != queries.digest():
            raise CommandError(
                "The example listings are not those that were graded: their texts changed."
                " Read them again, then write the new digest into activities/search/judged/catalog.json."
            )

    def _print(self, outcome: Outcome, *, failures: bool) -> None:
        verdicts = [verdict for verdict in outcome.verdicts if not (failures and verdict.fine)]
        self._lines(report.table(verdicts))
        self._lines(["", *outcome.rules_broken, *map(_line, outcome.gates)])

    def _lines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.stdout.write(line)


def _line(gate: Gate) -> str:
    return f"{'met' if gate.met else 'NOT MET':8} {gate.label}: {gate.found} (asked: {gate.asked})"
