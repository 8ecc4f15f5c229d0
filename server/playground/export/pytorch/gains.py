"""How far the first weights spread, so that signals keep their size through each activation.

`nn.activations` applies the same numbers, and a test says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from playground.spec.network import ActivationName


@dataclass(frozen=True, slots=True)
class Gain:
    """`text` is the gain as a formula; `rule` says which fans it goes with."""

    text: str
    rule: Literal["kaiming", "xavier"]


_RECTIFIER = Gain("math.sqrt(2)", "kaiming")
_SQUASHING = Gain("5 / 3", "xavier")
_PLAIN = Gain("", "xavier")

GAINS: dict[ActivationName, Gain] = {
    "identity": _PLAIN,
    "relu": _RECTIFIER,
    "leaky_relu": Gain("math.sqrt(2 / (1 + 0.01**2))", "kaiming"),
    "prelu": Gain("math.sqrt(2 / (1 + 0.25**2))", "kaiming"),
    "relu6": _RECTIFIER,
    "elu": _RECTIFIER,
    "selu": Gain("", "kaiming"),
    "gelu": _RECTIFIER,
    "silu": _RECTIFIER,
    "mish": _RECTIFIER,
    "tanh": _SQUASHING,
    "sigmoid": _PLAIN,
    "softplus": _RECTIFIER,
    "softsign": _SQUASHING,
    "hard_tanh": _SQUASHING,
    "hard_sigmoid": _PLAIN,
    "hard_swish": _RECTIFIER,
    "sine": _PLAIN,
}
