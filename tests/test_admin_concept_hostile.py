"""Hostile input to the staff pages of concepts: refused or kept, never a failure, and nothing written by mistake."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from django.test import Client

from activities.models import ConceptTerm
from tests.factories import catalog_for_a_module
from tests.staff import activity, at_desk, errors, opened, reviewer
from tests.test_admin_concept_pages import CONCEPTS, GOUT, concept

pytestmark = pytest.mark.django_db

HOSTILE = [
    "\0",
    "a\x07b",
    "\ud800",
    "a" * 5_000,
    "\u202egout",
    "e" + "\u0301" * 200,
    '"',
    "-",
    "board:",
    "OR OR",
    "%",
    "1" * 40,
]


class Form(NamedTuple):
    """The form of a concept as a reviewer opened it."""

    client: Client
    values: dict[str, str]


@pytest.fixture(scope="module")
def gout(django_db_setup: None, django_db_blocker: Any) -> Iterator[Form]:
    """A concept with one term, in a catalog of one listing; what a test writes is gone after it."""
    with catalog_for_a_module(django_db_blocker):
        concept(terms=1)
        activity(published=True)
        client = at_desk(reviewer())
        yield Form(client, dict(opened(client, GOUT).form_values()))


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("button", ["_preview", "_save", "_again"])
def test_no_text_is_a_failure(gout: Form, text: str, button: str) -> None:
    typed = {"terms-1-text": text, "terms-1-kind": "entry", "terms-1-sense": "0", "reason": "Why"}
    if "\ud800" in text:
        typed = {name: value.encode("utf-8", "surrogatepass") for name, value in typed.items()}  # type: ignore[misc]
    assert gout.client.post(GOUT, {**gout.values, **typed, button: "1"}).status_code in (200, 302, 400)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("terms-1-sense", "9" * 400),
        ("terms-1-sense", "-1"),
        ("terms-1-sense", "1e3"),
        ("terms-1-kind", "\x01"),
        ("terms-0-id", "9" * 400),
        ("terms-0-id", "\0"),
        ("terms-TOTAL_FORMS", "999999999"),
        ("terms-TOTAL_FORMS", "x"),
        ("terms-INITIAL_FORMS", "99"),
        ("row_read", "\0"),
    ],
)
def test_a_forged_form_is_refused(gout: Form, name: str, value: str) -> None:
    typed = {"terms-1-text": "podagra", "terms-1-kind": "entry", "terms-1-sense": "0", "reason": "Why"}
    response = gout.client.post(GOUT, {**gout.values, **typed, name: value, "_save": "1"})
    assert response.status_code in (200, 400)
    if response.status_code == 200:
        assert errors(response)
    assert not ConceptTerm.objects.filter(text="podagra").exists()


@pytest.mark.parametrize("query", ["q=%00", "q=" + "a" * 5_000, "q=%22", "p=999999", "o=99", "terms__text=x"])
def test_no_question_to_the_list_is_a_failure(gout: Form, query: str) -> None:
    assert gout.client.get(f"{CONCEPTS}?{query}").status_code in (200, 302, 400)
