"""A database that exists for the length of a block, and that nothing else in the process can reach."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.utils import load_backend

from cme_catalog.databases import throw_away


@contextmanager
def throw_away_database() -> Iterator[None]:
    """Meanwhile, all that this thread asks of the default database goes to a new one with tables and nothing in them.

    The usual connection stays as it is, open transactions included. Caches that are kept by the catalog's version
    notice the change; whatever else is remembered of one database must be forgotten by the caller.
    """
    usual = connections[DEFAULT_DB_ALIAS]
    with tempfile.TemporaryDirectory(prefix="cme-throw-away-") as directory:
        config = connections.configure_settings({DEFAULT_DB_ALIAS: throw_away(Path(directory))})[DEFAULT_DB_ALIAS]
        other = load_backend(config["ENGINE"]).DatabaseWrapper(config, DEFAULT_DB_ALIAS)
        connections[DEFAULT_DB_ALIAS] = other
        ContentType.objects.clear_cache()
        try:
            call_command("migrate", verbosity=0)
            yield
        finally:
            other.close()
            connections[DEFAULT_DB_ALIAS] = usual
            ContentType.objects.clear_cache()
