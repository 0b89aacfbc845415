"""`manage.py loaddata`, extended: rows of the catalog are checked, written with their history and published."""

from contextlib import closing
from pathlib import Path
from typing import Any

from django.core import serializers
from django.core.management.base import CommandError
from django.core.management.commands import loaddata
from django.db import DEFAULT_DB_ALIAS, transaction

from activities.imports.fixtures import file, rows
from activities.imports.fixtures.file import BadFixture
from activities.imports.fixtures.load import FixtureLoad

CATALOG_APPS = ("activities", "providers")


class Command(loaddata.Command):
    """Rows of other applications load as Django loads them. Everything is one transaction."""

    def handle(self, *fixture_labels: str, **options: Any) -> None:
        self.catalog = FixtureLoad()
        quiet = {**options, "verbosity": 0} if options["verbosity"] == 1 else options
        try:
            with transaction.atomic(using=options["database"]):
                super().handle(*fixture_labels, **quiet)
                self.catalog.finish()
        except BadFixture as bad:
            raise CommandError("Nothing was loaded.\n" + "\n".join(bad.problems)) from None
        if options["verbosity"] >= 1:
            self._summarize()

    def find_fixtures(self, fixture_label: str) -> Any:
        """The files of a label. A label that has none is wrong use of the command."""
        try:
            return super().find_fixtures(fixture_label)
        except CommandError as error:
            raise CommandError(str(error), returncode=2) from None

    def load_label(self, fixture_label: str) -> None:
        """Load the files of a label. JSON files are read row by row; others cannot hold rows of the catalog."""
        files = self.find_fixtures(fixture_label)
        if any(self._formats(path)[0] != "json" for path, _, _ in files):
            super().load_label(fixture_label)
            return
        for path, _, _ in files:
            self._load_file(path)

    def save_obj(self, obj: Any) -> bool:
        if obj.object._meta.app_label in CATALOG_APPS:
            raise CommandError("Nothing was loaded.\nRows of the catalog are loaded from JSON files only.")
        saved: bool = super().save_obj(obj)
        return saved

    def _formats(self, path: str) -> tuple[str, str | None]:
        """How the file is written and how it is compressed."""
        parsed: Any = self.parse_name(Path(path).name)
        return parsed[1], parsed[2]

    def _load_file(self, path: str) -> None:
        how: Any = self.compression_formats[self._formats(path)[1]]
        open_file, mode = how
        name = "standard input" if path == loaddata.READ_STDIN else Path(path).name
        with closing(open_file(path, mode)) as stream:
            text = file.text_of(name, stream.read())
        self.fixture_count += 1
        for line, raw in file.rows(name, text):
            self.fixture_object_count += 1
            self._load_row(name, line, raw)

    def _load_row(self, name: str, line: int, raw: Any) -> None:
        model = rows.model_of(raw, f"{name}, line {line}")
        if model in self.excluded_models or model._meta.app_config in self.excluded_apps:
            return
        if model._meta.app_label in CATALOG_APPS:
            self._require_default_database()
            self.catalog.add(model, name, line, raw, skip_unknown=self.ignore)
            self.loaded_object_count += 1
        else:
            self._load_other(raw)

    def _load_other(self, raw: dict[str, Any]) -> None:
        others = serializers.deserialize(
            "python", [raw], using=self.using, ignorenonexistent=self.ignore, handle_forward_references=True
        )
        for other in others:
            self.loaded_object_count += self.save_obj(other)

    def _require_default_database(self) -> None:
        if self.using != DEFAULT_DB_ALIAS:
            raise CommandError("The catalog lives in the default database; leave --database out.", returncode=2)

    def _summarize(self) -> None:
        done = self.catalog
        self.stdout.write(
            f"Installed {self.loaded_object_count} object(s) from {self.fixture_count} fixture(s)."
            f" Rows of the catalog: {done.new} new, {done.changed} changed, {done.unchanged} as before;"
            f" listings changed: {done.listings}."
        )
