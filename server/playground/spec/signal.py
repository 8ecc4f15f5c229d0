"""The activation behind a layer, on which its first weights depend."""

from __future__ import annotations

from playground.spec.activations import ActivationName
from playground.spec.layers import LAYERS
from playground.spec.shapes import LayerShape


def activation_after(shapes: tuple[LayerShape, ...], position: int) -> ActivationName:
    """Find what the layer's values go through: its own activation, or that of a layer after it."""
    own = shapes[position].activation
    if own != "identity":
        return own
    for shape in shapes[position + 1 :]:
        signal = LAYERS[shape.kind].signal
        if signal == "activates":
            return shape.activation
        if signal == "ends":
            break
    return "identity"
