"""`manage.py load_first_listings`: what `make run` shows on the first day."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from activities.models import Activity

FIXTURES = ("vocabularies", "boards", "providers", "listings")
"""In the order in which one refers to the other."""


class Command(BaseCommand):
    """Loads the fixtures into a catalog that holds no activity yet; one that does is left as its editors made it."""

    help = "Load the shipped fixtures, but only into a catalog without activities."

    def handle(self, *args: Any, **options: Any) -> None:
        """Loads all of the fixtures or none of them."""
        if not Activity.objects.exists():
            call_command("loaddata", *FIXTURES, verbosity=options["verbosity"])
