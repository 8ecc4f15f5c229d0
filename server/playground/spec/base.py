"""What every part of a spec shares: strict, frozen models and the problem a bad one raises."""

from __future__ import annotations

from collections.abc import Mapping

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


class SpecProblem(ValueError):
    """A spec, an edit or a link that cannot be used.

    `code` names the kind of problem and keys the catalogue, `sentence` is its English text,
    `pointer` is the JSON pointer (RFC 6901) of the field at fault, and `params` are the
    values that the sentence mentions.
    """

    def __init__(
        self,
        code: str,
        sentence: str,
        pointer: str = "",
        params: Mapping[str, Scalar] | None = None,
    ) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.pointer = pointer
        self.params: dict[str, Scalar] = dict(params or {})
