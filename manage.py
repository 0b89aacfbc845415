#!/usr/bin/env python
"""The catalog's command line: `python manage.py help` lists the commands."""

import os
import sys


def main() -> None:
    """Run one command; a setting that is missing or bad ends it with one sentence and exit code 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cme_catalog.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        settings.configured or settings.INSTALLED_APPS  # noqa: B018 - reading one setting reads them all
    except ImproperlyConfigured as problem:
        sys.exit(f"The catalog cannot start: {problem}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
