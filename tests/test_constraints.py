"""The rules of the model hold in the database itself, for rows that are written past every form and fixture."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction

from activities.models import Activity, BoardApproval, Concept, ConceptTerm, Credit, Event, NeverJoined, Price
from providers.models import Board, Certificate, Provider
from tests.factories import make_vocabularies

pytestmark = pytest.mark.django_db

DAY = date(2026, 9, 1)
BEFORE = date(2026, 8, 31)
MARKS = [
    "https://u:p@example.org/",
    "https://example.org/\\",
    'https://example.org/"',
    "https://a.example/<",
    "http://a/ b",
]
SCHEMES = [
    "javascript:alert(1)",
    "ftp://example.org/",
    "data:text/html,x",
    "//example.org/",
    "example.org",
    " http://a/",
]
NO_ADDRESSES = [*MARKS, *SCHEMES]


@pytest.fixture(autouse=True)
def _rows() -> None:
    make_vocabularies()
    for number in (1, 2):
        Activity.objects.create(pk=number, title="Asthma", provider_id="example-heart")
        Concept.objects.create(code=f"c{number}", name=f"Concept {number}")


def event(**fields: Any) -> dict[str, Any]:
    return {"activity_id": 1, "version": 1, "at": "2026-01-01T00:00:00Z", "verb": "created", "changes": "{}", **fields}


CREDIT = {"activity_id": 1, "credit_type_id": "ama-pra-1", "amount": "1"}
UNTYPED = {"activity_id": 1, "amount": "1"}
PRICE = {"activity_id": 1, "amount": "30"}
MEMBER = {**PRICE, "membership_id": "ama"}
APPROVAL = {"activity_id": 1, "board_id": "abim", "approval_type_id": "lifelong-learning"}
REGISTERED = {"activity_id": 1, "board_id": "abim", "basis": "registered", "points_kind_id": "medical-knowledge"}
CERTIFICATE = {"board_id": "abim", "name": "Cardiology", "kind": "specialty"}
TERM = {"concept_id": "c1", "text": "gout", "kind": "entry"}

Values = dict[str, Any]

CHANGES: list[tuple[str, Any, Values]] = [
    ("activity_id_in_range", Activity, {"activity_id": 0}),
    ("activity_id_in_range", Activity, {"activity_id": -1}),
    ("activity_id_in_range", Activity, {"activity_id": 10**12}),
    ("activity_has_title", Activity, {"title": ""}),
    ("activity_status_known", Activity, {"status": "online"}),
    ("activity_status_known", Activity, {"status": ""}),
    ("withdrawn_has_reason", Activity, {"status": "withdrawn"}),
    ("activity_does_not_succeed_itself", Activity, {"successor_id": 1}),
    ("ends_after_start", Activity, {"starts": DAY, "ends": BEFORE}),
    ("expires_after_release", Activity, {"released": DAY, "expires": BEFORE}),
    ("doi_shape", Activity, {"doi": "https://doi.org/10.1/x"}),
    ("doi_shape", Activity, {"doi": "10.1001/JAMA"}),
    ("doi_shape", Activity, {"doi": "10.1001"}),
    *(("registration_is_web_address", Activity, {"registration_url": address}) for address in NO_ADDRESSES),
    *(("source_is_web_address", Activity, {"source_url": address}) for address in NO_ADDRESSES),
    *(("provider_website_is_web_address", Provider, {"website": address}) for address in NO_ADDRESSES),
    *(("board_website_is_web_address", Board, {"website": address}) for address in NO_ADDRESSES),
    ("provider_is_not_its_own_imprint", Provider, {"accredited_provider_id": "example-heart"}),
]
"""A change of a good row that breaks the rule."""

ADDITIONS: list[tuple[str, Any, list[Values]]] = [
    ("credit_amount_positive", Credit, [{**CREDIT, "amount": "0"}]),
    ("credit_amount_positive", Credit, [{**CREDIT, "amount": "-1"}]),
    ("credit_once_per_type", Credit, [CREDIT, {**CREDIT, "amount": "2"}]),
    ("credit_of_unknown_type_once", Credit, [UNTYPED, {**UNTYPED, "amount": "2"}]),
    ("price_amount_fits_kind", Price, [{**PRICE, "amount": None}]),
    ("price_amount_fits_kind", Price, [{**PRICE, "amount": "-1"}]),
    ("price_amount_fits_kind", Price, [{**PRICE, "kind": "variable"}]),
    ("price_amount_fits_kind", Price, [{**PRICE, "kind": "not-stated"}]),
    ("price_amount_fits_kind", Price, [{**PRICE, "kind": "free"}]),
    ("price_once_per_membership", Price, [MEMBER, {**MEMBER, "amount": "0"}]),
    ("public_price_once", Price, [PRICE, {**PRICE, "kind": "variable", "amount": None}]),
    ("approval_type_fits_basis", BoardApproval, [{**APPROVAL, "basis": "registered"}]),
    ("approval_type_fits_basis", BoardApproval, [{**APPROVAL, "approval_type_id": None}]),
    ("approval_type_fits_basis", BoardApproval, [{**APPROVAL, "approval_type_id": None, "basis": "unknown"}]),
    ("approval_type_fits_basis", BoardApproval, [{**APPROVAL, "basis": "hearsay"}]),
    ("points_positive", BoardApproval, [{**APPROVAL, "points": "0"}]),
    ("approval_ends_after_start", BoardApproval, [{**APPROVAL, "valid_from": DAY, "valid_until": BEFORE}]),
    ("approval_once", BoardApproval, [APPROVAL, APPROVAL]),
    ("approval_once", BoardApproval, [REGISTERED, {**REGISTERED, "valid_until": DAY}]),
    ("approval_once", BoardApproval, [{**APPROVAL, "valid_from": DAY}, {**APPROVAL, "valid_from": DAY}]),
    *(("evidence_is_web_address", BoardApproval, [{**APPROVAL, "evidence_url": one}]) for one in NO_ADDRESSES),
    ("event_once_per_version", Event, [event(), event()]),
    ("certificate_once_per_board", Certificate, [CERTIFICATE, {**CERTIFICATE, "kind": "subspecialty"}]),
    ("concept_term_once", ConceptTerm, [{**TERM, "sense": 1}, {**TERM, "sense": 2}]),
    ("concept_term_means_one_concept", ConceptTerm, [TERM, {**TERM, "concept_id": "c2"}]),
    ("concept_member_is_no_acronym", ConceptTerm, [{**TERM, "kind": "member", "sense": 1}]),
    ("concept_member_is_no_acronym", ConceptTerm, [{**TERM, "kind": "member", "capitals_only": True}]),
    ("concept_member_is_no_acronym", ConceptTerm, [{**TERM, "kind": "related", "sense": 1}]),
    ("concept_term_kind_is_known", ConceptTerm, [{**TERM, "kind": "nickname"}]),
    ("never_joined_once", NeverJoined, [{"first": "a", "second": "b"}, {"first": "a", "second": "b"}]),
    ("never_joined_are_two", NeverJoined, [{"first": "a", "second": "a"}]),
]
"""Rows of which the last one breaks the rule."""

GOOD: list[tuple[Any, list[Values]]] = [
    (Credit, [CREDIT, UNTYPED, {**CREDIT, "activity_id": 2}, {**UNTYPED, "activity_id": 2, "amount": "0.01"}]),
    (Price, [{**PRICE, "amount": "0"}, MEMBER, {"activity_id": 2, "kind": "variable"}]),
    (Price, [{"activity_id": 1, "kind": "not-stated"}]),
    (BoardApproval, [APPROVAL, REGISTERED, {**APPROVAL, "basis": "unknown"}, {**APPROVAL, "valid_from": DAY}]),
    (BoardApproval, [{**APPROVAL, "valid_from": DAY, "valid_until": DAY}, {**REGISTERED, "points_kind_id": None}]),
    (BoardApproval, [{**APPROVAL, "evidence_url": "https://example.org/a?b=%40"}]),
    (Certificate, [CERTIFICATE, {**CERTIFICATE, "board_id": "abs"}]),
    (Event, [event(), event(version=2), event(activity_id=2)]),
    (ConceptTerm, [{**TERM, "sense": 1}, {**TERM, "sense": 2, "concept_id": "c2"}]),
    (ConceptTerm, [{**TERM, "kind": "member"}, {**TERM, "kind": "member", "concept_id": "c2"}]),
    (ConceptTerm, [{**TERM, "kind": "related"}, {**TERM, "kind": "entry", "concept_id": "c2"}]),
    (NeverJoined, [{"first": "a", "second": "b"}, {"first": "b", "second": "a"}]),
]


@pytest.mark.parametrize(("rule", "model", "values"), CHANGES)
def test_a_change_that_breaks_a_rule_is_refused_by_the_database(rule: str, model: Any, values: Values) -> None:
    row = model.objects.filter(pk={Activity: 1, Provider: "example-heart", Board: "abim"}[model])
    with pytest.raises(DatabaseError, match=rule), transaction.atomic():
        row.update(**values)


@pytest.mark.parametrize(("rule", "model", "rows"), ADDITIONS)
def test_a_row_that_breaks_a_rule_is_refused_by_the_database(rule: str, model: Any, rows: list[Values]) -> None:
    *before, last = [model(**values) for values in rows]
    model.objects.bulk_create(before)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        model.objects.bulk_create([last])
    assert rule in str(refused.value) or names_the_columns(rule, str(refused.value))


def names_the_columns(rule: str, message: str) -> bool:
    """SQLite names the columns of a unique rule in place of the rule."""
    columns = {
        "credit_once_per_type": "credit.activity_id, activities_credit.credit_type_id",
        "credit_of_unknown_type_once": "credit.activity_id",
        "price_once_per_membership": "price.activity_id, activities_price.membership_id",
        "public_price_once": "price.activity_id",
        "event_once_per_version": "event.activity_id, activities_event.version",
        "certificate_once_per_board": "certificate.board_id, providers_certificate.name",
        "concept_term_once": "conceptterm.concept_id, activities_conceptterm.text",
        "concept_term_means_one_concept": "conceptterm.text",
        "never_joined_once": "neverjoined.first, activities_neverjoined.second",
    }
    return connection.vendor == "sqlite" and message.endswith(columns.get(rule, "?"))


@pytest.mark.parametrize(("model", "rows"), GOOD)
def test_good_rows_are_taken(model: Any, rows: list[Values]) -> None:
    model.objects.bulk_create(model(**values) for values in rows)
    assert model.objects.count() == len(rows)


@pytest.mark.parametrize(
    "values",
    [
        {"activity_id": 10**12 - 1},
        {"starts": DAY, "ends": DAY},
        {"released": DAY, "expires": DAY},
        {"expires": BEFORE, "released": None},
        {"doi": "10.1001/jama.2024.7656"},
        {"registration_url": "http://example.org", "source_url": "https://example.org/a(b)?c=d&e#f"},
        {"status": "withdrawn", "withdrawal_reason": "ended", "successor_id": 2},
    ],
)
def test_good_changes_are_taken(values: Values) -> None:
    assert Activity.objects.filter(pk=1).update(**values) == 1


def test_every_rule_of_the_models_stands_in_these_tables() -> None:
    models = [*apps.get_app_config("activities").get_models(), *apps.get_app_config("providers").get_models()]
    rules = {rule.name for model in models for rule in model._meta.constraints}
    assert rules == {rule for rule, _, _ in CHANGES} | {rule for rule, _, _ in ADDITIONS}


def test_every_rule_says_in_a_sentence_what_it_refuses() -> None:
    for model in (Activity, Credit, Price, BoardApproval, Provider, Board, Certificate):
        for rule in model._meta.constraints:
            assert rule.violation_error_message != rule.default_violation_error_message, rule.name


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Activity, {"activity_id": 3, "title": "X", "provider_id": "nobody"}),
        (Credit, {**CREDIT, "activity_id": 99}),
        (BoardApproval, {**APPROVAL, "board_id": "nope"}),
        (Price, {**PRICE, "membership_id": "nope"}),
    ],
)
def test_a_code_that_nobody_has_is_refused_when_the_transaction_ends(model: Any, values: Values) -> None:
    with pytest.raises(IntegrityError):
        add_and_end(model(**values))


def add_and_end(instance: Any) -> None:
    with transaction.atomic():
        type(instance).objects.bulk_create([instance])
        connection.check_constraints()
