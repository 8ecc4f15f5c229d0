"""The base of every part of a spec: strict, frozen models and the problem a bad one raises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict

Scalar = str | int | float | bool | None


class Model(BaseModel):
    """A value: unknown fields are refused, NaN and infinity too, and nothing changes after making."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        allow_inf_nan=False,
        json_schema_serialization_defaults_required=True,
    )


@dataclass(frozen=True, slots=True)
class Fix:
    """One way to fix a spec that cannot be used: operations of a JSON Patch on that spec.

    `code` keys the catalogue ("fix.CODE"), `params` are the values that its text mentions. Layers
    named in `fresh` have their weights drawn again after it.
    """

    code: str
    patch: tuple[dict[str, Any], ...]
    params: Mapping[str, Scalar] = field(default_factory=dict)
    fresh: tuple[str, ...] = ()


def add(path: str, value: Any) -> dict[str, Any]:
    return {"op": "add", "path": path, "value": value}


def replace(path: str, value: Any) -> dict[str, Any]:
    return {"op": "replace", "path": path, "value": value}


def remove(path: str) -> dict[str, Any]:
    return {"op": "remove", "path": path}


class SpecProblem(ValueError):
    """A spec, an edit or a link that cannot be used.

    `code` names the kind of problem and keys the catalogue, `sentence` is its English text,
    `pointer` is the JSON pointer (RFC 6901) of the field at fault, `params` are the values that
    the sentence mentions, and `fixes` are ways out.
    """

    def __init__(
        self,
        code: str,
        sentence: str,
        pointer: str = "",
        params: Mapping[str, Scalar] | None = None,
        fixes: tuple[Fix, ...] = (),
    ) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.pointer = pointer
        self.params: dict[str, Scalar] = dict(params or {})
        self.fixes = fixes
