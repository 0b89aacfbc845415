"""Small fixture files for tests: rows as short as they can be, and the command that loads them."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

SHIPPED = ("vocabularies", "boards", "providers", "listings")

Raw = dict[str, Any]


def row(model: str, pk: Any = None, /, **fields: Any) -> Raw:
    """A row of a fixture; without a pk for models that have a natural key of several parts."""
    return {"model": model, "fields": fields} if pk is None else {"model": model, "pk": pk, "fields": fields}


def provider(slug: str = "example-press", **fields: Any) -> Raw:
    return row("providers.provider", slug, **{"name": f"Example {slug}", **fields})


def activity(number: Any = 1, **fields: Any) -> Raw:
    return row("activities.activity", number, **{"title": f"Activity {number}", "provider": "example-press", **fields})


def load_text(folder: Path, text: str | bytes, name: str = "some.json") -> str:
    """Load a file with this content; the answer is what the command prints."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    out = StringIO()
    call_command("loaddata", str(path), stdout=out)
    return out.getvalue()


def load(folder: Path, *rows: Any, name: str = "some.json") -> str:
    return load_text(folder, json.dumps(rows), name)


def refusal(folder: Path, *rows: Any) -> str:
    """The message with which the command refuses rows; it exits with 1."""
    return refusal_of_text(folder, json.dumps(rows))


def refusal_of_text(folder: Path, text: str | bytes) -> str:
    with pytest.raises(CommandError) as refused:
        load_text(folder, text)
    assert refused.value.returncode == 1
    return str(refused.value)
