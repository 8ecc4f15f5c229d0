"""The whole document that is edited, shared and saved, and its shapes in integers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from playground.spec import losses
from playground.spec.adapt_network import shapes_of
from playground.spec.base import Model, SpecProblem
from playground.spec.data import DataSpec
from playground.spec.names import composing, visible
from playground.spec.network import NetworkSpec
from playground.spec.shapes import LayerShape
from playground.spec.size import MAX_BYTES
from playground.spec.training import TrainingSpec
from playground.spec.validation_errors import MAX_SHOWN, problem_of

VERSION = 1
MAX_PARAMETERS = 500_000

MAX_LENGTH_OF_A_NAME = 80

SessionName = Annotated[
    str,
    StringConstraints(max_length=MAX_LENGTH_OF_A_NAME),
    composing(MAX_LENGTH_OF_A_NAME),
    # Spaces stay: somebody may still be typing.
    AfterValidator(visible),
]


class Spec(Model):
    version: Literal[1] = 1
    name: SessionName = ""
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 1
    """Draws the first weights and the order of the batches; the points have a seed of their own."""
    data: DataSpec = DataSpec()
    network: NetworkSpec = NetworkSpec()
    training: TrainingSpec = TrainingSpec()

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        copied = super().model_copy(update=update, deep=deep)
        # pydantic copies what is cached too, and another network has other shapes.
        for cached in ("shapes", "json_bytes"):
            copied.__dict__.pop(cached, None)
        return copied

    @cached_property
    def json_bytes(self) -> int:
        """The size as JSON, every default written out."""
        return len(self.model_dump_json().encode())

    @property
    def outputs(self) -> int:
        """How many numbers the output layer gives: one, or one a class."""
        an_output_a_class = losses.kind_of(self.training.loss).targets == "index"
        if an_output_a_class or self.data.task == "multiclass":
            return self.data.class_count
        return 1

    @property
    def steps_per_epoch(self) -> int:
        return -(-self.data.train_samples // self.training.batch_size)

    @cached_property
    def shapes(self) -> tuple[LayerShape, ...]:
        """The layers from first hidden to output."""
        return shapes_of(self.network, self.data.input_shape, self.outputs)

    @property
    def parameter_count(self) -> int:
        """Places in the flat vector: what memory and time are reckoned by."""
        return sum(shape.parameters for shape in self.shapes)

    @property
    def parameters_in_use(self) -> int:
        """Parameters that exist: all but the weights that a density leaves out."""
        return sum(shape.parameters_in_use for shape in self.shapes)

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if self.json_bytes > MAX_BYTES:
            raise too_large(self.json_bytes)
        losses.check_task(self.training.loss, self.data.task)
        if self.parameter_count > MAX_PARAMETERS:
            raise SpecProblem(
                "too_many_parameters",
                f"This network would have {self.parameter_count:,} parameters; the limit is"
                f" {MAX_PARAMETERS:,}. Remove units or layers.",
                "/network/layers",
                {"count": self.parameter_count, "most": MAX_PARAMETERS},
            )
        return self


def too_large(size: int, pointer: str = "") -> SpecProblem:
    """Return the problem of a document of so many bytes."""
    count, most = -(-size // 1024), MAX_BYTES // 1024
    return SpecProblem(
        "set_up_too_large",
        f"This set-up would take {count} kB; the limit is {most} kB. Use fewer painted"
        " points, columns or frozen weights.",
        pointer,
        {"count": count, "most": most},
    )


def parse(document: Any) -> Spec:
    """Read a spec from untrusted JSON data, brought to this version first.

    Raises `SpecProblem` naming the first field at fault.
    """
    try:
        return Spec.model_validate(migrate(document))
    except ValidationError as error:
        raise problem_of(error, document) from None


def migrate(document: Any) -> Any:
    """Rewrite a document of an older version as one of this version."""
    if not isinstance(document, dict):
        raise SpecProblem("not_a_spec", "A set-up is a JSON object.", "")
    version = document.get("version", VERSION)
    if version != VERSION:
        raise SpecProblem(
            "unknown_version",
            f"This set-up is of version {str(version)[:MAX_SHOWN]}; this server reads version"
            f" {VERSION}.",
            "/version",
            {"most": VERSION},
        )
    return _with_kinds(document)


def _with_kinds(document: dict[str, Any]) -> dict[str, Any]:
    """Name the kind of layers that lack it: they were all dense once."""
    network = document.get("network")
    layers = network.get("layers") if isinstance(network, dict) else None
    if not isinstance(network, dict) or not isinstance(layers, list | tuple):
        return document
    kinds = [{"kind": "dense", **layer} if isinstance(layer, dict) else layer for layer in layers]
    return document | {"network": network | {"layers": kinds}}


def canonical_json(spec: Spec) -> str:
    """Write one text for one spec: keys sorted, no spaces, every default written out."""
    return json.dumps(
        spec.model_dump(mode="json"), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
