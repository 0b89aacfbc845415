"""The API's own pages: the reference for people, the same in short for programs, and the OpenAPI document."""

import json
from functools import cache
from typing import NamedTuple, TypedDict

import yaml
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from activities import records
from activities.api.document import Schema, document
from cme_catalog.problem_documents import PROBLEMS, problem
from cme_catalog.site import site_facts

JSON, YAML = "application/json", "application/yaml"
SCHEMA_TYPES = {
    JSON: JSON,
    "application/vnd.oai.openapi+json": JSON,
    "application/vnd.oai.openapi": YAML,
    YAML: YAML,
}


class Endpoint(TypedDict):
    """An address of the API, and what it answers."""

    address: str
    answers: str


class Index(TypedDict):
    """Where to find what."""

    name: str
    documentation: str
    schema: str
    requests_per_second: int
    endpoints: list[Endpoint]


class Parameter(NamedTuple):
    """A row of an endpoint's table."""

    name: str
    takes: str
    description: str


class EndpointOnPage(NamedTuple):
    """An endpoint as the reference page prints it."""

    anchor: str
    path: str
    summary: str
    description: str
    parameters: list[Parameter]


@require_safe
def api_reference(request: HttpRequest) -> HttpResponse:
    """How to ask the API; programs that accept JSON rather than HTML get its addresses alone."""
    wanted = request.get_preferred_type(["text/html", JSON])
    if wanted is None:
        return _varying(problem(406))
    if wanted == JSON:
        return _varying(HttpResponse(records.canonical(_index()), content_type=JSON))
    site = site_facts()
    context = {
        "base": site.canonical(""),
        "canonical": site.canonical(reverse("api:api_reference")),
        "endpoints": _endpoints(),
        "problems": PROBLEMS.items(),
        "rate": settings.CME_API_RATE,
    }
    return _varying(render(request, "api/api_reference.html", context))


@require_safe
def api_schema(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document, in JSON or YAML as the request accepts; `format` says it in the address."""
    formats = {"json": JSON, "yaml": YAML}
    accepted = request.get_preferred_type(list(SCHEMA_TYPES))
    kind = formats.get(request.GET.get("format", ""), SCHEMA_TYPES.get(accepted or "", ""))
    if not kind:
        return _varying(problem(406))
    return _varying(HttpResponse(_written(kind), content_type=kind))


@cache
def _written(kind: str) -> str:
    if kind == JSON:
        return json.dumps(document(), ensure_ascii=False, indent=1)
    return str(yaml.safe_dump(document(), allow_unicode=True, sort_keys=False, width=120))


def _varying(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["Accept"])
    return response


def _index() -> Index:
    site = site_facts()
    return {
        "name": f"{site.name} API",
        "documentation": site.canonical(reverse("api:api_reference")),
        "schema": site.canonical(reverse("api:api_schema")),
        "requests_per_second": settings.CME_API_RATE,
        "endpoints": [{"address": site.canonical(one.path), "answers": one.summary} for one in _endpoints()],
    }


@cache
def _endpoints() -> list[EndpointOnPage]:
    """From the OpenAPI document."""
    return [_endpoint(path, methods["get"]) for path, methods in document()["paths"].items()]


def _endpoint(path: str, operation: Schema) -> EndpointOnPage:
    rows = [
        Parameter(one["name"], _takes(one["schema"]), one["description"])
        for one in operation.get("parameters", [])
        if one["in"] == "query"
    ]
    return EndpointOnPage(operation["operationId"], path, operation["summary"], operation["description"], rows)


def _takes(schema: Schema) -> str:
    """The values of a parameter in a few words."""
    if "enum" in schema:
        return ", ".join(schema["enum"])
    if schema["type"] == "array":
        return "codes"
    if "maximum" in schema:
        return f"a number from {schema['minimum']} to {schema['maximum']:,}"
    return "a day" if schema.get("format") == "date" else "text"
