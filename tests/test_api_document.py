"""The OpenAPI document is valid, says what there is, and every answer is as it says."""

from collections.abc import Iterator
from typing import Any, get_type_hints

import jsonschema
import pytest
import yaml
from django.test import Client
from drf_spectacular.validation import validate_schema

from activities import record_shape, workflow
from activities.api import shapes
from activities.api.document import document
from activities.api.urls import urlpatterns
from activities.filters import ActivityFilter
from activities.models import Activity, Withdrawal
from cme_catalog.problem_documents import PROBLEMS
from tests.api_reader import ask, read
from tests.factories import DAY, approval, catalog_for_a_module, publish, registration
from tests.listing_reader import on_day

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

OF_THE_API = {"fields", "cursor"}
ON_PAGES = {"explain", "find_provider", "find_keyword", "find_specialty"}
"""What a page's parameters are about that the API does not print."""


@pytest.fixture(scope="module")
def listed(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """Listing 1000000 with something in each of its lists, a bare one, and the withdrawn 1000002."""
    with catalog_for_a_module(django_db_blocker), on_day(DAY):
        activity_id = publish(
            format_id="live",
            prices={"public": "30", "ama": "0"},
            credits={"ama-pra-1": "1", "": "2"},
            approvals=[approval("abim"), registration("abs")],
            sets={"keywords": ["asthma"], "competencies": ["mk"], "joint_providers": ["example-lung"]},
        )
        publish("Bare")
        withdrawn = Activity.objects.get(pk=publish("Gone"))
        successor = Activity.objects.get(pk=activity_id)
        replaced = {"public_reason": Withdrawal.REPLACED, "successor": successor}
        workflow.withdraw(withdrawn, version=1, by="the tests", reason="A test.", **replaced)
        yield


def strict(schema: Any) -> Any:
    """The schema with no room for members that it does not name."""
    if isinstance(schema, list):
        return [strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {"additionalProperties": False} if "properties" in schema else {}
    return {name: strict(part) for name, part in schema.items()} | closed


def conforms(path: str, status: int, answer: Any) -> None:
    """Hold an answer to what the document says of its endpoint and status."""
    (content,) = document()["paths"][path]["get"]["responses"][str(status)]["content"].values()
    components = strict(document()["components"])
    jsonschema.Draft202012Validator({**content["schema"], "components": components}).validate(answer)


def test_document_is_valid_openapi_31() -> None:
    assert document()["openapi"].startswith("3.1")
    validate_schema(document())


def test_document_holds_every_address_of_the_api() -> None:
    undocumented = {"", "schema/"}
    ours = {str(one.pattern).replace("<int:", "{").replace("<slug:", "{").replace(">", "}") for one in urlpatterns}
    assert {path.removeprefix("/api/") for path in document()["paths"]} == ours - undocumented


def test_every_reference_leads_to_a_component_and_every_component_is_used() -> None:
    used = {name for name in document()["components"]["schemas"] if f"schemas/{name}'" in str(document())}
    assert set(document()["components"]["schemas"]) - used == {"Record"}


def test_parameters_are_those_of_the_filter_set_with_their_labels() -> None:
    documented = {
        one["name"]: one["description"]
        for path in document()["paths"].values()
        for one in path["get"].get("parameters", [])
        if one["in"] == "query"
    }
    assert documented.keys() == (set(ActivityFilter.base_filters) - ON_PAGES) | OF_THE_API
    for name, parameter in ActivityFilter.base_filters.items():
        if name not in ON_PAGES:
            assert documented[name].startswith(f"{parameter.label}.")


def test_record_has_the_fields_of_its_shape() -> None:
    schemas = document()["components"]["schemas"]
    assert list(schemas["SomeRecord"]["properties"]) == list(get_type_hints(record_shape.Record))
    for name in ("ApprovalRecord", "PriceRecord", "CreditRecord", "BoardRecord", "Named"):
        shape = getattr(record_shape, name)
        assert set(schemas[name]["properties"]) == set(get_type_hints(shape))
        assert set(schemas[name]["required"]) == shape.__required_keys__


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/api/activities/", "/api/activities/?board=abim&board=abs&member=ama"),
        ("/api/activities/", "/api/activities/?fields=title&cursor=*&per_page=10"),
        ("/api/activities/", "/api/activities/?q=nothing+of+the+sort&max_price=1"),
        ("/api/activities/{activity_id}/", "/api/activities/1000000/"),
        ("/api/activities/{activity_id}/", "/api/activities/1000001/?fields=title,approvals"),
        ("/api/activities/{activity_id}/", "/api/activities/1000000/?member=ama&board=abim"),
        ("/api/facets/", "/api/facets/?member=ama"),
        ("/api/providers/", "/api/providers/"),
        ("/api/providers/{slug}/", "/api/providers/example-heart/"),
        ("/api/boards/", "/api/boards/"),
        ("/api/boards/{code}/", "/api/boards/abim/"),
    ],
)
def test_answer_is_as_documented(client: Client, listed: None, path: str, address: str) -> None:
    conforms(path, 200, read(client, address))


@pytest.mark.parametrize(
    ("path", "address", "status"),
    [
        ("/api/activities/", "/api/activities/?board=xx&fields=x", 400),
        ("/api/activities/{activity_id}/", "/api/activities/1/", 404),
        ("/api/activities/{activity_id}/", "/api/activities/1000002/", 410),
        ("/api/activities/{activity_id}/", "/api/activities/1000000/?member=xx", 400),
        ("/api/facets/", "/api/facets/?fee=x", 400),
        ("/api/providers/{slug}/", "/api/providers/x/", 404),
        ("/api/boards/{code}/", "/api/boards/x/", 404),
    ],
)
def test_refusal_is_as_documented(client: Client, listed: None, path: str, address: str, status: int) -> None:
    response = ask(client, address)
    assert response.status_code == status
    conforms(path, status, response.json())


@pytest.mark.parametrize("path", ["/api/activities/", "/api/boards/"])
def test_refusals_of_every_endpoint_are_as_documented(client: Client, listed: None, path: str) -> None:
    conforms(path, 405, client.post(path).json())
    conforms(path, 406, ask(client, path, Accept="text/csv").json())


def test_shape_that_an_answer_lacks_would_be_noticed(client: Client, listed: None) -> None:
    answer = read(client, "/api/boards/")
    for spoiled in (answer | {"more": 1}, {}, {"boards": [{}]}, {"boards": None}):
        with pytest.raises(jsonschema.ValidationError):
            conforms("/api/boards/", 200, spoiled)


def test_every_status_has_a_meaning_that_the_document_repeats() -> None:
    said = {
        int(status): answer["description"]
        for path in document()["paths"].values()
        for status, answer in path["get"]["responses"].items()
        if int(status) >= 400
    }
    assert said == {status: PROBLEMS[status].detail for status in said}
    assert said.keys() == {400, 404, 405, 406, 410, 429, 503}


def test_shapes_say_what_they_hold() -> None:
    for name, schema in document()["components"]["schemas"].items():
        if hasattr(shapes, name):
            assert schema["description"], name


@pytest.mark.parametrize(
    ("accept", "query", "kind"),
    [
        ("*/*", "", "application/json"),
        ("application/json", "", "application/json"),
        ("application/vnd.oai.openapi+json", "", "application/json"),
        ("application/yaml", "", "application/yaml"),
        ("text/html", "?format=yaml", "application/yaml"),
        ("text/html", "?format=json", "application/json"),
    ],
)
def test_document_comes_in_json_and_in_yaml(client: Client, accept: str, query: str, kind: str) -> None:
    response = ask(client, f"/api/schema/{query}", Accept=accept)
    assert (response.status_code, response.headers["Content-Type"]) == (200, kind)
    assert yaml.safe_load(response.text) == document()
    assert "Accept" in response.headers["Vary"]


def test_document_comes_in_nothing_else(client: Client) -> None:
    assert ask(client, "/api/schema/", Accept="text/html").status_code == 406
