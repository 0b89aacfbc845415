"""The OpenAPI document: written from the shapes, the parameters and the endpoints, so that it cannot say anything else.

drf-spectacular walks the endpoints; the shapes become components here.
"""

import inspect
from collections.abc import Iterable
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

from drf_spectacular.generators import SchemaGenerator

from activities.api import shapes
from cme_catalog.site import site_facts

Schema = dict[str, Any]
_BASIC = {str: "string", int: "integer", bool: "boolean", NoneType: "null"}
_ABOUT = (
    "What the pages of the catalog say, for programs: read-only, without an account, in JSON. Amounts are text in one"
    " normal form, days are ISO text in the catalog's time zone, and what is not stated is empty. Unknown parameters"
    " are ignored; a bad value is refused with 400. The record of a listing holds everything a reader may see of it."
)


@cache
def document() -> Schema:
    """The whole document; it is the same as long as the process lives."""
    generator: Any = SchemaGenerator
    found: Schema = generator().get_schema(public=True)
    return found


def with_components(result: Schema, generator: SchemaGenerator, **_: Any) -> Schema:
    """Puts what the endpoints refer to into the document (POSTPROCESSING_HOOKS)."""
    site = site_facts()
    result["info"] = {"title": f"{site.name} API", "version": "1", "description": _ABOUT}
    result["servers"] = [{"url": site.url}] if site.url else []
    result["components"] = {"schemas": components(_every_shape())}
    return result


def reference_to(shape: type) -> Schema:
    """A reference to the component of a shape."""
    return {"$ref": f"#/components/schemas/{shape.__name__}"}


def components(asked: Iterable[type]) -> Schema:
    """The components of these shapes and of all that they hold, by name."""
    found: Schema = {}
    waiting = list(asked)
    while waiting:
        shape = waiting.pop()
        if shape.__name__ not in found:
            found[shape.__name__] = _object(shape)
            waiting += _held(shape)
    return dict(sorted(found.items()))


def schema_of(hint: Any) -> Schema:
    """The JSON schema of a type that shapes use."""
    parts = get_args(hint)
    if is_typeddict(hint):
        return reference_to(hint)
    if get_origin(hint) is list:
        return {"type": "array", "items": schema_of(parts[0])}
    if get_origin(hint) is Literal:
        return {"type": "string", "enum": list(parts)}
    if get_origin(hint) in (UnionType, Union):
        return any_of([schema_of(part) for part in parts])
    return {"type": _BASIC[hint]}


def any_of(schemas: list[Schema]) -> Schema:
    """The schema of what one of these describes."""
    if len(schemas) == 1:
        return schemas[0]
    if all(schema.keys() == {"type"} for schema in schemas):
        return {"type": [schema["type"] for schema in schemas]}
    return {"anyOf": schemas}


def _object(shape: Any) -> Schema:
    return {
        "type": "object",
        "description": inspect.getdoc(shape) or "",
        "properties": {name: schema_of(hint) for name, hint in get_type_hints(shape).items()},
        "required": sorted(shape.__required_keys__),
    }


def _held(shape: type) -> list[type]:
    """The shapes within a shape."""
    waiting: list[Any] = list(get_type_hints(shape).values())
    found = []
    while waiting:
        hint = waiting.pop()
        if is_typeddict(hint):
            found.append(hint)
        waiting += get_args(hint)
    return found


def _every_shape() -> list[type]:
    return [one for one in vars(shapes).values() if is_typeddict(one)]
