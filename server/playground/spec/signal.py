"""What a layer's values go through, on which its first weights depend."""

from __future__ import annotations

from playground.spec.network import ActivationName
from playground.spec.shapes import LayerShape

PASSED_THROUGH = frozenset(
    {"batch_norm", "layer_norm", "group_norm", "dropout", "flatten", "max_pool", "average_pool"}
)
"""Layers between a weight and its activation that leave the matter of the first weights alone."""


def activation_after(shapes: tuple[LayerShape, ...], position: int) -> ActivationName:
    """What the layer's values go through next: its own activation, or that of a layer after it."""
    own = shapes[position].activation
    if own != "identity":
        return own
    for shape in shapes[position + 1 :]:
        if shape.kind == "activation":
            return shape.activation
        if shape.kind not in PASSED_THROUGH:
            break
    return "identity"
