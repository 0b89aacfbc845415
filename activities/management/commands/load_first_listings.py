"""`manage.py load_first_listings`: what `make run` shows on the first day."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from activities.models import Activity, Concept

FIXTURES = ("vocabularies", "boards", "providers", "listings")
"""In the order in which one refers to the other."""
CONCEPTS = "concepts"


class Command(BaseCommand):
    """Loads the fixtures into a catalog that holds no activity yet; one that does is left as its editors made it.

    The concepts of the search are loaded into any catalog that has none, one from before there were concepts too.
    """

    help = "Load the shipped listings into a catalog without activities, and the concepts into one without concepts."

    def handle(self, *args: Any, **options: Any) -> None:
        """Loads all listings or none of them, then all concepts or none."""
        if not Activity.objects.exists():
            call_command("loaddata", *FIXTURES, verbosity=options["verbosity"])
        if not Concept.objects.exists():
            call_command("loaddata", CONCEPTS, verbosity=options["verbosity"])
