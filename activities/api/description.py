"""What an endpoint is: a view that DRF guards, whose answers are kept, and which the OpenAPI document describes."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.decorators import api_view

from activities.api.document import Schema, any_of, reference_to
from activities.api.parameters import OWN, RECORD_FIELDS, Fields
from activities.api.shapes import BadParameters, ProblemDocument, Withdrawn
from activities.filters import ActivityFilter
from activities.kept import kept
from cme_catalog.lib import parameters as fields
from cme_catalog.problem_documents import CONTENT_TYPE, PROBLEMS

View = Callable[..., HttpResponse]
ALWAYS_REFUSED = (405, 406, 429, 503)
_SHAPES = {400: BadParameters, 410: Withdrawn}


def endpoint(
    summary: str,
    description: str,
    *,
    answers: type | tuple[type, ...],
    parameters: frozenset[str] = frozenset(),
    refuses: tuple[int, ...] = (),
) -> Callable[[View], View]:
    """For a view that depends on these parameters only, answers one of these shapes and may refuse with a status."""

    def decorate(view: View) -> View:
        guarded: Any = api_view(["GET", "HEAD"])(kept(view, parameters))
        guarded.cls.http_method_names = ["get", "head", "options"]  # The order in which the header Allow names them.
        described = extend_schema(
            operation_id=view.__name__,
            summary=summary,
            description=description,
            parameters=[*_parameters(parameters), *_headers()],
            responses=_responses(answers if isinstance(answers, tuple) else (answers,), refuses),
            tags=["catalog"],
        )
        documented: View = described(guarded)
        return documented

    return decorate


def _parameters(names: frozenset[str]) -> list[OpenApiParameter]:
    """As the FilterSet and the API's own form define them, in their order."""
    known = {name: (one.label, one.field_class, one.extra) for name, one in _FILTERS.items()}
    known |= {name: (field.label, type(field), {}) for name, field in OWN.items()}
    return [_parameter(name, *known[name]) for name in known if name in names]


_FILTERS: dict[str, Any] = ActivityFilter.base_filters


def _parameter(name: str, label: str, field: type, extra: dict[str, Any]) -> OpenApiParameter:
    schema, hint = _schema(field, extra)
    return OpenApiParameter(name, type=schema, description=f"{label}. {hint}".strip(), style="form", explode=True)


def _schema(field: type, extra: dict[str, Any]) -> tuple[Schema, str]:
    """The schema of a parameter's value, and what a reader must know besides."""
    if issubclass(field, Fields):
        names = {"type": "array", "items": {"type": "string", "enum": list(RECORD_FIELDS)}}
        return names, "Several between commas, or repeated."
    if issubclass(field, fields.Codes):
        codes = {"type": "array", "items": {"type": "string"}, "maxItems": fields.MOST_VALUES}
        return codes, "Codes as /api/facets/ gives them; repeat it for several, any of which counts."
    if issubclass(field, fields.Option):
        return {"type": "string", "enum": list(extra["options"])}, ""
    if issubclass(field, fields.Whole):
        return {"type": "integer", "minimum": extra["least"], "maximum": extra["most"]}, ""
    if issubclass(field, fields.Hundredths):
        return {"type": "number", "minimum": 0, "maximum": extra["most"] / 100}, "With two decimals at most."
    if issubclass(field, fields.Day):
        return {"type": "string", "format": "date"}, "A day such as 2027-07-15."
    if issubclass(field, fields.Text):
        return {"type": "string", "maxLength": fields.LONGEST_TEXT}, ""
    return {"type": "string"}, "Opaque: * to begin, then as the last answer gave it."


def _headers() -> list[OpenApiParameter]:
    return [
        OpenApiParameter(
            "Retry-After", int, OpenApiParameter.HEADER, description="Seconds to wait.", response=[429, 503]
        ),
        OpenApiParameter(
            "ETag",
            str,
            OpenApiParameter.HEADER,
            description="Send it as If-None-Match; while nothing changed the answer is 304 without a body.",
            response=[200],
        ),
    ]


def _responses(answers: tuple[type, ...], refuses: tuple[int, ...]) -> dict[Any, OpenApiResponse]:
    found: dict[Any, OpenApiResponse] = {
        (200, "application/json"): OpenApiResponse(any_of([reference_to(shape) for shape in answers]), "The answer."),
        304: OpenApiResponse(None, "Nothing changed since the answer with the ETag in If-None-Match."),
    }
    for status in sorted({*refuses, *ALWAYS_REFUSED}):
        shape = reference_to(_SHAPES.get(status, ProblemDocument))
        found[status, CONTENT_TYPE] = OpenApiResponse(shape, PROBLEMS[status].detail)
    return found
