"""Whatever comes from outside is bounded by its model: no text, list, object or number is without end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import models_json_schema

from playground.api.routes import ROUTERS
from playground.spec.probes import PROBES
from playground.spec.project import Spec
from playground.wire.classroom import class_client_message
from playground.wire.commands import ClassCommand, SessionCommand
from playground.wire.schema import SENT
from playground.wire.stream import client_message

Schema = Any

BOUNDS: Mapping[str, tuple[frozenset[str], ...]] = {
    "string": (
        frozenset({"maxLength"}),
        frozenset({"pattern"}),
        frozenset({"enum"}),
        frozenset({"const"}),
    ),
    "array": (frozenset({"maxItems"}),),
    "integer": (
        frozenset({"minimum", "maximum"}),
        frozenset({"minimum", "exclusiveMaximum"}),
        frozenset({"const"}),
        frozenset({"enum"}),
    ),
    "number": (
        frozenset({"minimum", "maximum"}),
        frozenset({"minimum", "exclusiveMaximum"}),
        frozenset({"exclusiveMinimum", "maximum"}),
        frozenset({"exclusiveMinimum", "exclusiveMaximum"}),
    ),
}
"""What a schema of a type has: all of one of these."""

SHAPES = frozenset({"type", "$ref", "anyOf", "oneOf", "allOf", "enum", "const"})

FREE = {
    # What it makes of a spec is bounded: see tests/spec/test_size.py.
    "Operation/value",
}
"""What may be any JSON that fits in a body of 384 kB."""


def unbounded(schema: Schema, at: str) -> Iterator[str]:
    """Find what has no bound, by its place."""
    if not isinstance(schema, dict):
        return
    if at in FREE:
        return
    if not SHAPES & schema.keys():
        yield f"{at} is anything"
    kind = schema.get("type")
    if kind in BOUNDS and not any(bound <= schema.keys() for bound in BOUNDS[kind]):
        yield f"{at} is a {kind} without a bound"
    free = kind == "object" and schema.get("additionalProperties", True) is not False
    if free and "maxProperties" not in schema:
        yield f"{at} is an object with free keys"
    for name, part in schema.get("properties", {}).items():
        yield from unbounded(part, f"{at}/{name}")
    for key in ("items", "additionalProperties"):
        yield from unbounded(schema.get(key), at)
    for key in ("anyOf", "oneOf", "allOf", "prefixItems"):
        for part in schema.get(key, ()):
            yield from unbounded(part, at)


def of_models(*models: type[BaseModel]) -> list[str]:
    _, schema = models_json_schema([(model, "validation") for model in models])
    return [found for name, part in schema["$defs"].items() for found in unbounded(part, name)]


def of_adapter(adapter: TypeAdapter[Any]) -> list[str]:
    schema = adapter.json_schema()
    found = list(unbounded(schema, schema.get("title", "it")))
    for name, part in schema.get("$defs", {}).items():
        found += unbounded(part, name)
    return found


def test_what_the_browser_sends_is_bounded() -> None:
    assert of_models(*SENT, Spec, *(kind.model for kind in PROBES.values())) == []


@pytest.mark.parametrize(
    "adapter",
    [
        client_message,
        class_client_message,
        TypeAdapter(SessionCommand),
        TypeAdapter(ClassCommand),
    ],
)
def test_what_streams_and_commands_take_is_bounded(adapter: TypeAdapter[Any]) -> None:
    assert of_adapter(adapter) == []


def _bodies() -> dict[str, TypeAdapter[Any]]:
    found = {}
    for route in (route for router in ROUTERS for route in router.routes):
        field = getattr(route, "body_field", None)
        if field is not None:
            bounded = Annotated[field.field_info.annotation, field.field_info]
            found[f"{sorted(route.methods)} {route.path}"] = TypeAdapter(bounded)
    return found


BODIES = _bodies()


def test_routes_take_bodies() -> None:
    assert any("/spec" in name for name in BODIES)
    assert any("/commands" in name for name in BODIES)


@pytest.mark.parametrize("name", BODIES)
def test_the_body_of_a_route_is_bounded(name: str) -> None:
    assert of_adapter(BODIES[name]) == []


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string"},
        {"type": "array", "items": {"type": "boolean"}},
        {"type": "array", "maxItems": 3, "items": {"type": "string"}},
        {"type": "integer", "minimum": 0},
        {"type": "number"},
        {"type": "object", "additionalProperties": {"type": "boolean"}},
        {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": False},
        {"anyOf": [{"type": "null"}, {"type": "string"}]},
        {"title": "Anything"},
    ],
)
def test_a_bound_that_is_missing_is_found(schema: Schema) -> None:
    assert list(unbounded(schema, "here"))
