"""Documents of any pydantic model, within the bounds of its fields, for Hypothesis."""

from __future__ import annotations

import types
from collections.abc import Iterable
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from pydantic import BaseModel
from pydantic.fields import FieldInfo

PLAIN_TEXT = st.characters(exclude_categories=["Cs"])


def documents(model: type[BaseModel], **given: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """Every field drawn within its bounds, or by the strategy given for it."""
    return st.fixed_dictionaries(
        {
            name: given[name] if name in given else _field(field)
            for name, field in model.model_fields.items()
        }
    )


def kinds(union: Any) -> dict[str, type[BaseModel]]:
    """The models of a discriminated union by their kind."""
    return {model.model_fields["kind"].default: model for model in _members(union)}


def _members(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type):
        return [annotation]
    found = get_args(annotation)
    if get_origin(annotation) is Annotated:
        found = found[:1]
    return [member for part in found for member in _members(part)]


def _field(field: FieldInfo) -> SearchStrategy[Any]:
    return values(field.annotation, field.metadata)


def values(annotation: Any, metadata: Iterable[Any] = ()) -> SearchStrategy[Any]:
    """Values of a type, with the bounds that its metadata set."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        inner = [each for part in arguments[1:] for each in getattr(part, "metadata", [part])]
        return values(arguments[0], [*inner, *metadata])
    if origin in (Union, types.UnionType):
        return st.one_of([values(part, metadata) for part in arguments])
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin is tuple:
        return _tuples(arguments, _bounds(metadata))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return documents(annotation)
    return _SCALARS[annotation](_bounds(metadata))


def _bounds(metadata: Iterable[Any]) -> dict[str, Any]:
    names = ("ge", "gt", "le", "lt", "min_length", "max_length")
    return {
        name: getattr(each, name)
        for each in metadata
        for name in names
        if getattr(each, name, None) is not None
    }


def _tuples(arguments: tuple[Any, ...], bounds: dict[str, Any]) -> SearchStrategy[Any]:
    if arguments[-1] is not Ellipsis:
        return st.tuples(*[values(part) for part in arguments]).map(list)
    least, most = bounds.get("min_length", 0), bounds.get("max_length", 4)
    return st.lists(values(arguments[0]), min_size=least, max_size=max(least, min(most, 4)))


def _floats(bounds: dict[str, Any]) -> SearchStrategy[float]:
    return st.floats(
        bounds.get("ge", bounds.get("gt", -1e6)),
        bounds.get("le", bounds.get("lt", 1e6)),
        exclude_min="gt" in bounds,
        exclude_max="lt" in bounds,
    )


def _integers(bounds: dict[str, Any]) -> SearchStrategy[int]:
    least = bounds.get("ge", bounds.get("gt", -1000) + ("gt" in bounds))
    return st.integers(least, bounds.get("le", bounds.get("lt", 1000) - ("lt" in bounds)))


_SCALARS = {
    float: _floats,
    int: _integers,
    bool: lambda _: st.booleans(),
    str: lambda bounds: st.text(PLAIN_TEXT, max_size=min(bounds.get("max_length", 20), 20)),
    type(None): lambda _: st.none(),
}
