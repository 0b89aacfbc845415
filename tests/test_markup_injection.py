"""Markup in any text field comes out as text on every page, and addresses that run code get in nowhere."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.test import Client

from activities import workflow
from activities.history import Cause
from activities.models import Activity, BoardApproval, Event, QualityStrategy, Verb
from cme_catalog.lib.fields import WebAddress
from providers.models import Board, Certificate, Provider
from tests.factories import DAY, approval, make_vocabularies, publish, registration
from tests.listing_reader import on_day
from tests.reader import internal_links, page, words

pytestmark = pytest.mark.django_db

OURS = [model for app in ("activities", "providers") for model in apps.get_app_config(app).get_models()]
DERIVED = ("Listing", "CatalogVersion", "CatalogCommit", "CatalogChange", "Event")
EDITED = [model for model in OURS if model.__name__ not in DERIVED]
NEVER_PRINTED = {"Activity.internal_note", "Activity.verified_by", "CreditType.abbreviation", "CreditType.system"}
"""Private, or of no page of listings."""
ELSEWHERE = {"ApprovalType.description", "ApprovalType.moc_part", "Competency.name", "FormatType.description"}
"""Public, but printed by no page of listings (a competency by its label)."""

FILES = (".atom", ".bib", ".csv", ".ics", ".json", ".ris", ".xlsx")
"""What is no page; `test_files_injection.py` reads them."""

WEB_ADDRESSES = [
    (model, field.name) for model in EDITED for field in model._meta.fields if isinstance(field, WebAddress)
]
DANGEROUS = (
    "javascript:alert(1)",
    "JAVASCRIPT:alert(1)",
    "data:text/html,x",
    "ftp://example.org/",
    "//example.org/",
    " https://x",
)


def text_fields(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    """The fields in which any text may stand."""
    return [
        field
        for field in model._meta.fields
        if isinstance(field, (models.CharField, models.TextField))
        and not isinstance(field, (WebAddress, models.SlugField))
        and not field.choices
    ]


def marker(model: type[models.Model], field: "models.Field[Any, Any]", number: int) -> str:
    """Markup that names its field, closes quotes and tags, and fits the narrowest column."""
    mark = f"\"><xss onx={number}>'{{{{x"
    return f"10.1000/{mark}" if field.name == "doi" else mark


@pytest.fixture
def marked() -> Iterator[dict[str, str]]:
    """Every text field of every row holds markup; the result maps what each holds to the field's name."""
    with on_day(DAY), transaction.atomic():
        make_vocabularies()
        QualityStrategy.objects.create(code="safer-care", name="Safer care")
        Certificate.objects.create(board_id="abim", name="Cardiology", kind="subspecialty")
        Provider.objects.create(slug="example-imprint", name="Imprint", accredited_provider_id="example-heart")
        activity = Activity.objects.get(pk=everything())
        publish("Asthma", expires=DAY, sets={"keywords": ["asthma"]})
        found = mark_everything()
        workflow.settle(Activity.objects.values_list("pk", flat=True), Cause("the tests", "A test.", Verb.CHANGED))
        assert Event.objects.filter(activity=activity).count() == 2
        yield found


def everything() -> int:
    """A listing that prints every field there is."""
    sets = ("keywords", "competencies", "specialties", "practice_settings", "quality_strategies")
    codes = (["asthma", "equity"], ["mk"], ["cardiology"], ["rural"], ["safer-care"])
    return publish(
        provider="example-imprint",
        format_id="live",
        starts=DAY,
        prices={"public": "30", "ama": "0"},
        credits={"ama-pra-1": "2", "aafp-prescribed": "1"},
        approvals=[approval("abim"), registration("abs"), approval("abp", "self-assessment")],
        commercial_support="yes",
        source_url="https://example.org/source",
        sets={**dict(zip(sets, codes, strict=True)), "joint_providers": ["example-lung"]},
    )


def mark_everything() -> dict[str, str]:
    found: dict[str, str] = {}
    for model in EDITED:
        for field in text_fields(model):
            for row in model._default_manager.all():
                mark = marker(model, field, len(found))
                found[mark] = f"{model.__name__}.{field.name}"
                model._default_manager.filter(pk=row.pk).update(**{field.name: mark})
    return found


def crawl(client: Client) -> dict[str, bytes]:
    """All public pages that links lead to, a list of everything and a search that is refused among them."""
    found: dict[str, bytes] = {}
    mark = "%22%3E%3Cxss%20onx=1%3E"
    waiting = [
        "/",
        "/activities/?expired=1&board=abim&board=abs&member=ama",
        f"/activities/?q={mark}&board={mark}&sort={mark}",
    ]
    while waiting:
        address = waiting.pop()
        if address in found or address.startswith(("/admin/", "/static/")) or address.endswith(FILES):
            continue
        response = client.get(address)
        if response.headers["Content-Type"].startswith("text/html"):
            found[address] = response.content
            waiting += internal_links(page(response))
    return found


def test_markup_in_any_field_is_text_on_every_page(client: Client, marked: dict[str, str]) -> None:
    pages = crawl(client)
    assert len(pages) > 15
    for address in pages:
        document = page(client.get(address))
        assert not document.cssselect("xss, [onx]"), address
        assert not [name for element in document.iter() for name in element.attrib if name.startswith("on")], address


API = (
    "activities/?expired=1&board=abim&member=ama",
    "activities/?expired=1&cursor=*",
    "activities/1000000/",
    "facets/",
    "providers/",
    "providers/example-imprint/",
    "boards/",
    "boards/abim/",
)


def test_markup_in_any_field_is_text_for_programs_too(client: Client, marked: dict[str, str]) -> None:
    """The text that was stored, in JSON that no browser takes for a page; and nothing private."""
    texts: set[str] = set()
    for address in API:
        response = client.get(f"/api/{address}")
        assert response.headers["Content-Type"] == "application/json", address
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        texts.update(strings(response.json()))
    told = {field for mark, field in marked.items() if any(mark in text for text in texts)}
    record = {field for field in marked.values() if field.startswith(("Activity.", "Approval", "Price.", "Credit"))}
    assert record - told - NEVER_PRINTED - ELSEWHERE == set()
    assert {"Provider.about", "Board.name", "Certificate.name", "Membership.name", "Keyword.name"} <= told
    assert not told & NEVER_PRINTED


def strings(value: Any) -> Iterator[str]:
    """Every text within a JSON value."""
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from strings(part)


def test_every_public_field_is_printed_and_no_private_one(client: Client, marked: dict[str, str]) -> None:
    pages = crawl(client)
    text = " ".join(words(page(client.get(address))) for address in pages)
    printed = {field for mark, field in marked.items() if mark in text}
    assert set(marked.values()) - printed - NEVER_PRINTED - ELSEWHERE == set()
    assert not printed & NEVER_PRINTED


@pytest.mark.parametrize(("model", "field"), WEB_ADDRESSES)
@pytest.mark.parametrize(
    "address", [*DANGEROUS, "https://me:secret@example.org/", 'https://example.org/"x', "https://x/<b>"]
)
def test_dangerous_address_is_refused_by_validation_and_by_the_database(model: Any, field: str, address: str) -> None:
    with pytest.raises(ValidationError):
        model._meta.get_field(field).clean(address, None)
    make_vocabularies()
    publish(approvals=[approval("abim")])
    with pytest.raises(IntegrityError), transaction.atomic():
        model._default_manager.update(**{field: address})


def test_all_fields_that_hold_addresses_are_known() -> None:
    assert {f"{model.__name__}.{field}" for model, field in WEB_ADDRESSES} == {
        "Activity.registration_url",
        "Activity.source_url",
        "BoardApproval.evidence_url",
        "Board.website",
        "Provider.website",
    }
    assert {Activity, BoardApproval, Board, Provider} <= set(EDITED)
