"""`manage.py export_listings`: a list as a file on standard output, the same bytes as from the site."""

from typing import Any, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.http import QueryDict

from activities.files import LIST_FILES, Wanted
from activities.search.results import read, whole


class Command(BaseCommand):
    """Exit code 0: written. 1: a value of the query was refused, and nothing was written. 2: wrong use."""

    help = "Write the listings that answer a query to standard output: export_listings --query 'board=abim' > abim.csv"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=("csv", "xlsx", "json"), default="csv", help="default: csv")
        parser.add_argument("--query", default="", metavar="QUERY", help="as in a list's address: board=abim&fee=free")

    def handle(self, *args: Any, **options: Any) -> None:
        asked = read(QueryDict(options["query"].removeprefix("?")))
        if asked.problems:
            for problem in asked.problems:
                self.stderr.write(str(problem))
            raise CommandError("Nothing was written: the query holds values that cannot be used.")
        if options["format"] == "xlsx" and self.stdout.isatty():
            raise CommandError("A workbook is not for a terminal: send it to a file with > list.xlsx", returncode=2)
        kind = LIST_FILES[options["format"]]
        for part in kind.write(Wanted(asked.selection, asked.vocabularies, whole(asked))):
            self._write(part)
        self.stdout.flush()

    def _write(self, part: bytes) -> None:
        """The bytes as they are; as text to whatever takes no bytes."""
        out: Any = cast(Any, self.stdout)._out  # Django's wrapper would end every part with a line feed.
        if hasattr(out, "buffer"):
            out.buffer.write(part)
        else:
            out.write(part.decode())
