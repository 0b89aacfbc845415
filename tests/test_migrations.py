"""Migrations run forward and back on the database at hand, and leave the tables as the models want them."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.db.migrations.executor import MigrationExecutor

from activities.models import Activity, Listing
from tests.fixture_files import SHIPPED

APPS = ("activities", "providers")


def our_tables() -> set[str]:
    return {name for name in connection.introspection.table_names() if name.startswith(APPS)}


def columns() -> dict[str, list[str]]:
    """The columns of each table. Django cannot read the checks of these tables back from every database."""
    with connection.cursor() as cursor:
        return {name: columns_of(cursor, name) for name in our_tables()}


def columns_of(cursor: Any, name: str) -> list[str]:
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)} WHERE 1 = 0")
    return sorted(column[0] for column in cursor.description)


def migrate(app: str, to: str = "") -> None:
    call_command("migrate", app, *([to] if to else []), verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_migrations_run_back_to_nothing_and_forward_again() -> None:
    before = columns()
    migrate("activities", "zero")
    migrate("providers", "zero")
    assert our_tables() == set()
    for app in APPS:
        migrate(app)
    assert columns() == before
    call_command("loaddata", *SHIPPED, verbosity=0)
    assert Listing.objects.filter(activity=13645).exists()
    with pytest.raises(IntegrityError):
        Activity.objects.filter(pk=13645).update(title="")


@pytest.mark.django_db(transaction=True)
def test_every_migration_can_be_taken_back_alone_with_data_in_the_tables() -> None:
    call_command("loaddata", *SHIPPED, verbosity=0)
    numbers = sorted(name for app, name in MigrationExecutor(connection).loader.graph.nodes if app == "activities")
    for name in reversed(numbers[:-1]):
        migrate("activities", name)
    migrate("activities")
    call_command("publish_catalog", verbosity=0, stdout=StringIO())
    call_command("publish_catalog", "--check", verbosity=0, stdout=StringIO())
    assert Listing.objects.public().count() == 15


@pytest.mark.django_db
def test_the_models_ask_for_no_further_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
