"""Pages of providers and boards are read in several statements: an edit between two of them is seen whole."""

from collections.abc import Callable
from itertools import islice
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from zeal import zeal_ignore

from activities import kept, workflow
from activities.search.index.current import Index, catalog_index
from providers.models import Board, Provider
from tests import factories

pytestmark = pytest.mark.django_db

PROVIDERS = ("/providers/", "/providers/example-heart/", "/api/providers/", "/api/providers/example-heart/")
BOARDS = ("/boards/", "/boards/abim/", "/api/boards/", "/api/boards/abim/")


@pytest.fixture(autouse=True)
def catalog() -> None:
    factories.make_vocabularies()
    factories.publish(approvals=[factories.approval("abim")])
    catalog_index.used()
    kept.pages.clear()


def rename() -> None:
    """In one transaction a provider and a board get other names, and another listing."""
    heart, medicine = Provider.objects.get(pk="example-heart"), Board.objects.get(pk="abim")
    with transaction.atomic():
        for term, fields in ((heart, ["name"]), (medicine, ["name", "label"])):
            with workflow.renaming(term, by="the tests", reason="A test renames it."):
                for field in fields:
                    setattr(term, field, f"{getattr(term, field)} renamed")
                term.save(update_fields=fields)
        factories.publish(approvals=[factories.approval("abim")])


Edits = Callable[[int, str], None]


@pytest.fixture
def edits(monkeypatch: pytest.MonkeyPatch) -> Edits:
    """So many edits happen, each just before or just after the index is asked."""

    def happen(times: int, when: str) -> None:
        asked, left = Index._asked, iter(range(times))

        def once() -> None:
            with zeal_ignore():  # An editor's statements are not the reader's.
                for _ in islice(left, 1):
                    rename()

        def edited_and_asked(self: Index, *args: Any) -> Any:
            if when == "before":
                once()
            found = asked(self, *args)
            if when == "after":
                once()
            return found

        monkeypatch.setattr(Index, "_asked", edited_and_asked)

    return happen


def get(client: Client, address: str) -> HttpResponse:
    """A page that is read again reads its provider or board again: that is no loop over rows."""
    with zeal_ignore([{"model": "providers.*", "field": "get()"}]):
        return client.get(address)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("address", [*PROVIDERS, *BOARDS])
def test_names_and_counts_are_of_one_version(client: Client, edits: Edits, address: str, when: str) -> None:
    edits(1, when)
    text = get(client, address).content.decode()
    name = "Example Heart" if address in PROVIDERS else "Internal Medicine"
    assert f"{name} renamed" in text
    assert text.count(name) == text.count(f"{name} renamed")


@pytest.mark.parametrize("address", [PROVIDERS[1], BOARDS[-1]])
def test_a_catalog_that_always_moves_is_asked_again_later(client: Client, edits: Edits, address: str) -> None:
    edits(100, "after")
    assert get(client, address).status_code == 503
