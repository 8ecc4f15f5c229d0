"""An activation as a layer of its own."""

from __future__ import annotations

from typing import Literal

from playground.spec.activations import ActivationName
from playground.spec.layers._shape_rules import unchanged
from playground.spec.layers.base import Layer, LayerKind, Trainable


class ActivationLayer(Layer, Trainable):
    kind: Literal["activation"] = "activation"
    activation: ActivationName = "relu"


KIND = LayerKind(model=ActivationLayer, rule=unchanged, signal="activates")
