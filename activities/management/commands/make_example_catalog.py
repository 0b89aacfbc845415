"""`manage.py make_example_catalog`: a made-up catalog for demonstrations, tests and the benchmark."""

import argparse
import sys
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from activities import status
from activities.examples.writing import Order, Result, write
from activities.workflow import Refused
from cme_catalog.lib.numbers import whole
from cme_catalog.lib.progress import progress

MOST_ACTIVITIES = 2_000_000
MOST_SEED = 2**63 - 1


class Command(BaseCommand):
    """The same number, seed and day give the same listings on both databases. A second catalog is refused."""

    help = "Fill the catalog with made-up listings of providers whose names begin with “Example”."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--activities", type=_count, required=True, metavar="N", help="how many listings")
        parser.add_argument("--seed", type=_seed, required=True, metavar="S", help="a whole number; decides all else")
        parser.add_argument("--today", type=_day, metavar="YYYY-MM-DD", help="the day dates are set against (today)")
        parser.add_argument(
            "--listings-only", action="store_true", help="write only what readers are shown, for the benchmark"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        order = Order(
            activities=options["activities"],
            seed=options["seed"],
            today=options["today"] or status.today(),
            listings_only=options["listings_only"],
        )
        # Django's wrapper of the output ends every write with a line feed, which takes a bar apart.
        stream: Any = sys.stdout if self.stdout.isatty() else self.stdout
        try:
            with progress("Example listings", order.activities, stream) as advance:
                result = write(order, advance)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(_summary(order, result))


def _summary(order: Order, result: Result) -> str:
    hidden = order.activities - result.public - result.withdrawn
    unwritten = "not written" if order.listings_only else "drafts or in review"
    return (
        f"Made {order.activities:,} example activities, {result.ids.start} to {result.ids.stop - 1}:"
        f" {result.public:,} published, {result.withdrawn:,} withdrawn, {hidden:,} {unwritten}.\n"
        f"Seed {order.seed}, day {order.today}; SHA-256 of the listings {result.digest}"
    )


def _count(text: str) -> int:
    return _whole(text, least=1, most=MOST_ACTIVITIES)


def _seed(text: str) -> int:
    return _whole(text, least=0, most=MOST_SEED)


def _whole(text: str, *, least: int, most: int) -> int:
    try:
        return whole(text, least=least, most=most)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{error}") from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text[:40]!r} is not a day such as 2026-03-01") from None
