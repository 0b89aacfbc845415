"""`manage.py forget_reports`: deletes readers' reports whose time is over."""

from typing import Any

from django.core.management.base import BaseCommand

from activities import reporting


class Command(BaseCommand):
    """Exit code 0, whether or not there was anything to delete."""

    help = "Delete readers' reports that are older than the privacy page promises."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Deleted {reporting.forget()} reports.")
