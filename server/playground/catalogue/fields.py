"""Fields of a pydantic model as the page needs them: default, bounds and options of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

Json = Any
Field = dict[str, Json]

BOUNDS = {
    "minimum": "min",
    "maximum": "max",
    "exclusiveMinimum": "above",
    "exclusiveMaximum": "below",
    "minLength": "minLength",
    "maxLength": "maxLength",
    "minItems": "minItems",
    "maxItems": "maxItems",
}
"""JSON schema's words for a bound, and the catalogue's."""

NAMES = ("kind", "type", "probe", "id")
"""Fields that say of what kind a value is, which is its key in the catalogue, or which one it is."""


def schema_of(model: type[BaseModel]) -> Json:
    """Return the JSON schema of a model, with the definitions that it refers to."""
    return model.model_json_schema(mode="serialization")


def fields_of(model: type[BaseModel]) -> dict[str, Field]:
    """Return a row a field of the model, in their order there."""
    schema = schema_of(model)
    return described(schema, schema.get("$defs", {}))


def described(schema: Json, defs: Mapping[str, Json]) -> dict[str, Field]:
    """Return a row a property of an object's schema; what names it or its kind is left out."""
    return {
        name: field(inner, defs)
        for name, inner in schema.get("properties", {}).items()
        if name not in NAMES
    }


def kinds_in(schema: Json, defs: Mapping[str, Json]) -> dict[str, Json]:
    """Return the schemas of a discriminated union, by kind. Raises `KeyError` where it is none."""
    mapping = _dereferenced(schema, defs)["discriminator"]["mapping"]
    return {kind: defs[_name(reference)] for kind, reference in mapping.items()}


def table(schema: Json, defs: Mapping[str, Json]) -> dict[str, dict[str, Field]]:
    """Return the fields of each kind of a discriminated union."""
    return {kind: described(inner, defs) for kind, inner in kinds_in(schema, defs).items()}


def field(schema: Json, defs: Mapping[str, Json]) -> Field:
    """Return one field's default, bounds and options, those that it has."""
    inner = _dereferenced(schema, defs)
    found: Field = {"default": schema["default"]} if "default" in schema else {}
    choices = inner.get("anyOf", [])
    values = [each for each in choices if each.get("type") != "null"]
    if len(values) < len(choices):
        found["optional"] = True
        inner = _dereferenced(values[0], defs)
    if inner.get("type") == "integer":
        found["whole"] = True
    found.update(_bounds(inner))
    if "enum" in inner:
        found["options"] = inner["enum"]
    if "discriminator" in inner:
        found["kinds"] = list(inner["discriminator"]["mapping"])
    if "properties" in inner:
        found["fields"] = described(inner, defs)
    if "prefixItems" in inner:
        found["items"] = [field(each, defs) for each in inner["prefixItems"]]
    elif "items" in inner and (items := field(inner["items"], defs)):
        found["items"] = items
    return found


def _bounds(schema: Json) -> Field:
    """Return the bounds of a value; a whole number's are never exclusive."""
    found = {ours: schema[theirs] for theirs, ours in BOUNDS.items() if theirs in schema}
    if schema.get("type") == "integer":
        if "above" in found:
            found["min"] = found.pop("above") + 1
        if "below" in found:
            found["max"] = found.pop("below") - 1
    return found


def _dereferenced(schema: Json, defs: Mapping[str, Json]) -> Json:
    while "$ref" in schema:
        schema = defs[_name(schema["$ref"])]
    return schema


def _name(reference: str) -> str:
    return reference.rpartition("/")[2]


def bounded(fields: Mapping[str, Field]) -> dict[str, Field]:
    """Return those fields that have a bound, themselves or within them."""
    found = {}
    for name, row in fields.items():
        inner = bounded(row.get("fields", {}))
        if inner or row.keys() & set(BOUNDS.values()):
            found[name] = row | ({"fields": inner} if inner else {})
    return found
