"""The network of a spec: hidden layers from input to output. The output layer follows from the task."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from playground.spec.base import Model, SpecProblem

ActivationName = Literal[
    "identity",
    "relu",
    "leaky_relu",
    "elu",
    "gelu",
    "silu",
    "tanh",
    "sigmoid",
    "softplus",
    "sine",
]

INPUT = "input"
OUTPUT = "output"
"""The names of the input features and the output layer, which no hidden layer may take."""

MAX_LAYERS = 24
MAX_UNITS = 256

LayerId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,15}$")]


class DenseLayer(Model):
    """Fully connected: activation(W x + b). The id stays with the layer through every edit."""

    kind: Literal["dense"] = "dense"
    id: LayerId
    units: Annotated[int, Field(ge=1, le=MAX_UNITS)] = 8
    activation: ActivationName = "tanh"


class NetworkSpec(Model):
    layers: Annotated[tuple[DenseLayer, ...], Field(max_length=MAX_LAYERS)] = (
        DenseLayer(id="h1"),
        DenseLayer(id="h2"),
    )

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        seen = {INPUT, OUTPUT}
        for position, layer in enumerate(self.layers):
            if layer.id in seen:
                raise SpecProblem(
                    "layer_id_taken",
                    f"The layer id “{layer.id}” is taken: give each layer its own.",
                    f"/network/layers/{position}/id",
                    {"id": layer.id},
                )
            seen.add(layer.id)
        return self
