"""Valid listings in one line each: a test says only what matters. They are published by the workflow, by its door."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from activities import workflow
from activities.history import Cause
from activities.models import (
    Activity,
    ApprovalType,
    BoardApproval,
    Competency,
    CreditType,
    FormatType,
    Keyword,
    Membership,
    PointsKind,
    PracticeSetting,
    Specialty,
    Status,
    Verb,
)
from activities.publishing import allot_activity_id
from providers.models import Board, Provider

DAY = date(2026, 9, 1)
"""The reader's day in these tests."""

TERMS: dict[Any, dict[str, str]] = {
    ApprovalType: {
        "lifelong-learning": "ABMS Lifelong Learning CME Activity",
        "self-assessment": "ABMS Self-Assessment Activity",
        "patient-safety": "Patient Safety Activity",
    },
    PointsKind: {"medical-knowledge": "Medical Knowledge points", "patient-safety": "Patient Safety points"},
    Competency: {"pc": "Patient Care", "mk": "Medical Knowledge", "prof": "Professionalism"},
    FormatType: {"journal": "Journal-based", "enduring": "Enduring", "live": "Live"},
    CreditType: {"ama-pra-1": "AMA PRA Category 1 Credit™", "aafp-prescribed": "AAFP Prescribed Credit"},
    Keyword: {
        "equity": "Equity, Diversity, and Inclusion",
        "education": "Medical Education and Training",
        "asthma": "Asthma",
        "unused": "A keyword of nobody",
    },
    Specialty: {"cardiology": "Cardiology", "pediatrics": "Pediatrics"},
    PracticeSetting: {"inpatient": "Inpatient", "rural": "Rural"},
    Membership: {"ama": "American Medical Association", "acp": "American College of Physicians"},
}
BOARDS = {"abim": "Internal Medicine", "abs": "Surgery", "abp": "Pediatrics", "abnm": "Nuclear Medicine"}
PROVIDERS = {"example-heart": "Example Heart", "example-lung": "Example Lung", "example-skin": "Example Skin"}


def make_vocabularies() -> None:
    """A few terms of each vocabulary, four boards and three providers. Nobody lists abnm, nobody uses "unused"."""
    for model, terms in TERMS.items():
        more = {"label": "name", "short_name": "name"}
        for position, (code, name) in enumerate(terms.items()):
            fields = {field: name for field in more if hasattr(model, field)}
            model.objects.create(code=code, name=name, position=position, **fields)
    for code, label in BOARDS.items():
        Board.objects.create(code=code, abbreviation=code.upper(), name=f"American Board of {label}", label=label)
    for slug, name in PROVIDERS.items():
        Provider.objects.create(slug=slug, name=name)


def publish(title: str = "Asthma in adults", **holds: Any) -> int:
    """Publish an activity and return its ID; see `publish_all` for what it may hold."""
    return publish_all([{"title": title, **holds}])[0]


def publish_all(listings: Iterable[Mapping[str, Any]]) -> list[int]:
    """Publish activities at once and return their IDs, which rise in the order given.

    Prices are by audience ("public" or a membership): an amount, "variable" or "not-stated". Credits are by type, ""
    for a type not stated. `sets` are the fields with several values: joint_providers, keywords, competencies, ….
    Everything else is a field of the activity.
    """
    with transaction.atomic():
        made = [_create(**listing) for listing in listings]
        workflow.settle(made, Cause("the tests", "A test needs it.", Verb.CREATED))
    return made


def _create(
    provider: str = "example-heart",
    prices: Mapping[str, str] | None = None,
    credits: Mapping[str, str] | None = None,
    approvals: Iterable[Mapping[str, Any]] = (),
    sets: Mapping[str, Iterable[str]] | None = None,
    **fields: Any,
) -> int:
    fields = {"status": Status.PUBLISHED, "provider_id": provider} | fields
    activity = Activity.objects.create(activity_id=allot_activity_id(), **fields)
    _fill(activity, prices or {}, credits or {}, approvals, sets or {})
    return activity.pk


def rewrite(
    activity: Activity,
    *,
    prices: Mapping[str, str],
    credits: Mapping[str, str],
    approvals: Iterable[Mapping[str, Any]],
    sets: Mapping[str, Iterable[str]],
    provider: str,
    **fields: Any,
) -> None:
    """Give an activity other fields and rows, inside an edit."""
    for name, value in {"provider_id": provider, **fields}.items():
        setattr(activity, name, value)
    activity.save(update_fields=["provider", *(name.removesuffix("_id") for name in fields)])
    for rows in (activity.prices, activity.credits, activity.approvals):
        rows.all().delete()
    _fill(activity, prices, credits, approvals, sets)


def _fill(
    activity: Activity,
    prices: Mapping[str, str],
    credits: Mapping[str, str],
    approvals: Iterable[Mapping[str, Any]],
    sets: Mapping[str, Iterable[str]],
) -> None:
    for audience, price in prices.items():
        activity.prices.create(membership_id=None if audience == "public" else audience, **_price(price))
    for code, amount in credits.items():
        activity.credits.create(credit_type_id=code or None, amount=Decimal(amount))
    for row in approvals:
        BoardApproval.objects.create(activity=activity, **row)
    for name, codes in sets.items():
        getattr(activity, name).set(codes)


def approval(board: str, kind: str = "lifelong-learning", **fields: Any) -> dict[str, Any]:
    """A board's approval of one type; `valid_from` and `valid_until` bound it."""
    return {"board_id": board, "approval_type_id": kind, "basis": "board", **fields}


def registration(board: str, points_kind: str | None = "medical-knowledge", **fields: Any) -> dict[str, Any]:
    """A provider's registration through ACCME, which is not an approval."""
    return {"board_id": board, "points_kind_id": points_kind, "basis": "registered", **fields}


def _price(price: str) -> dict[str, Any]:
    if price in ("variable", "not-stated"):
        return {"kind": price}
    return {"kind": "amount", "amount": Decimal(price)}


@contextmanager
def catalog_for_a_module(blocker: Any) -> Iterator[None]:
    """What is built inside stays for the tests of a module, and is gone after them."""
    with blocker.unblock(), transaction.atomic():
        make_vocabularies()
        yield
        transaction.set_rollback(True)
