"""Dropout: Srivastava et al. (2014)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from playground.spec.layers._shape_rules import unchanged
from playground.spec.layers.base import Layer, LayerKind
from playground.spec.shapes import LayerShape
from playground.spec.torch_text import Module

HELPER = '''\
class Dropout(nn.Module):
    """Drops by the generator `noise`, so that a run can be repeated."""

    def __init__(self, probability):
        super().__init__()
        self.probability = probability

    def forward(self, x):
        if not self.training:
            return x
        kept = torch.rand(x.shape, generator=noise) >= self.probability
        return x * kept / (1 - self.probability)
'''


class DropoutLayer(Layer):
    """Srivastava et al. (2014): in training each value is 0 with `probability`, else scaled up."""

    kind: Literal["dropout"] = "dropout"
    probability: Annotated[float, Field(ge=0, lt=1)] = 0.2


def _module(shape: LayerShape, _lone: bool) -> Module:
    return Module(f"Dropout({shape.layer.probability})", HELPER)


KIND = LayerKind(model=DropoutLayer, rule=unchanged, module=_module, signal="passes", random=True)
