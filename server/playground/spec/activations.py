"""Activation functions: one row a function, with all that the program asks of it.

`nn.activations` takes the function from torch by its name here, and its derivative by autograd.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from playground.spec.onnx_graph import OnnxGraph
from playground.spec.torch_text import Module

LEAK = 0.01
"""Slope of the leaky rectifier below zero."""

SLOPE = "slope"
"""The name of a layer's tensor [1] that an activation learns."""


@dataclass(frozen=True, slots=True)
class Gain:
    """A factor of the first weights by which signals keep their size from layer to layer.

    `text` is `value` as a formula, empty where it is 1, and `rule` says which fans it goes with.
    """

    value: float
    text: str
    rule: Literal["kaiming", "xavier"]


def _rectifier(slope: float = 0.0) -> Gain:
    """Give √(2 / (1 + slope²)), He et al. (2015), eq. 15: half of the signal is lost below zero."""
    text = f"math.sqrt(2 / (1 + {slope}**2))" if slope else "math.sqrt(2)"
    return Gain(math.sqrt(2 / (1 + slope**2)), text, "kaiming")


@dataclass(frozen=True, slots=True)
class Reach:
    """All values that a function takes: from `low` to `high`, each taken itself or only approached."""

    low: float = -math.inf
    high: float = math.inf
    takes_low: bool = False
    takes_high: bool = False


PLAIN = Gain(1.0, "", "xavier")
SQUASHING = Gain(5 / 3, "5 / 3", "xavier")
RECTIFIER = _rectifier()
SELF_NORMALIZING = Gain(1.0, "", "kaiming")
"""Klambauer et al. (2017): gain 1 on the fan in keeps mean 0 and variance 1."""

EVERYTHING = Reach()
FROM_ZERO = Reach(0, takes_low=True)
WITHIN_ONE = Reach(-1, 1)

PRELU = '''\
class PReLU(nn.PReLU):
    """The same function as torch's; its gradient is summed in the session's order."""

    def forward(self, x):
        return torch.where(x > 0, x, self.weight * x)
'''

OnnxWriter = Callable[..., str]
"""(graph, z, and the learned slope if there is one) → the name of σ(z)."""


@dataclass(frozen=True, slots=True)
class Activation:
    """One activation, elementwise.

    `torch` names torch's own function, where `F` is `torch.nn.functional`; empty for none.
    `compiled` is its number in the compiled training loop, if that has it: the numbers stand in
    `train.kernel`, and a test holds them equal. `first_slope` begins the one number that it
    learns, if any; a script then makes it as the module `learned`. `reach` is what it can give.
    """

    torch: str
    gain: Gain
    onnx: OnnxWriter
    compiled: int | None = None
    first_slope: float | None = None
    learned: Module | None = None
    reach: Reach = EVERYTHING

    def text(self, z: str) -> str:
        """Write σ(z) as an expression of a PyTorch script."""
        return f"{self.torch}({z})" if self.torch else z


def _node(operator: str, **attributes: float) -> OnnxWriter:
    def write(graph: OnnxGraph, *inputs: str) -> str:
        return graph.add(operator, *inputs, **attributes)

    return write


def _clip(low: float, high: float) -> OnnxWriter:
    def write(graph: OnnxGraph, z: str) -> str:
        return graph.add("Clip", z, graph.floats(low), graph.floats(high))

    return write


def _dips_to(low: float) -> Reach:
    """Give the reach of a function that falls to `low` below zero, and rises again."""
    return Reach(low, takes_low=True)


def _same(_graph: OnnxGraph, z: str) -> str:
    return z


def _gelu(graph: OnnxGraph, z: str) -> str:
    """Write z/2 (1 + erf(z/√2)), Hendrycks & Gimpel (2016)."""
    error = graph.add("Erf", graph.add("Mul", z, graph.floats(math.sqrt(0.5))))
    half = graph.add("Mul", z, graph.floats(0.5))
    return graph.add("Mul", half, graph.add("Add", error, graph.floats(1.0)))


def _silu(graph: OnnxGraph, z: str) -> str:
    return graph.add("Mul", z, graph.add("Sigmoid", z))


def _mish(graph: OnnxGraph, z: str) -> str:
    return graph.add("Mul", z, graph.add("Tanh", graph.add("Softplus", z)))


ACTIVATIONS: dict[str, Activation] = {
    "identity": Activation("", PLAIN, _same, compiled=0),
    "relu": Activation("F.relu", RECTIFIER, _node("Relu"), compiled=1, reach=FROM_ZERO),
    "leaky_relu": Activation(
        "F.leaky_relu", _rectifier(LEAK), _node("LeakyRelu", alpha=LEAK), compiled=2
    ),
    "prelu": Activation(
        "F.prelu",
        _rectifier(0.25),
        _node("PRelu"),
        # He et al. (2015), section 2.1.
        first_slope=0.25,
        learned=Module("PReLU()", PRELU),
    ),
    "relu6": Activation("F.relu6", RECTIFIER, _clip(0, 6), reach=Reach(0, 6, True, True)),
    "elu": Activation("F.elu", RECTIFIER, _node("Elu"), compiled=3, reach=Reach(-1)),
    # −λα of Klambauer et al. (2017).
    "selu": Activation("F.selu", SELF_NORMALIZING, _node("Selu"), reach=Reach(-1.7580993408473766)),
    "gelu": Activation(
        "F.gelu", RECTIFIER, _gelu, compiled=4, reach=_dips_to(-0.16997120747990355)
    ),
    "silu": Activation(
        "F.silu", RECTIFIER, _silu, compiled=5, reach=_dips_to(-0.27846454276107363)
    ),
    "mish": Activation("F.mish", RECTIFIER, _mish, reach=_dips_to(-0.3088434130172504)),
    "tanh": Activation("torch.tanh", SQUASHING, _node("Tanh"), compiled=6, reach=WITHIN_ONE),
    "sigmoid": Activation("torch.sigmoid", PLAIN, _node("Sigmoid"), compiled=7, reach=Reach(0, 1)),
    "softplus": Activation("F.softplus", RECTIFIER, _node("Softplus"), compiled=8, reach=Reach(0)),
    "softsign": Activation("F.softsign", SQUASHING, _node("Softsign"), reach=WITHIN_ONE),
    "hard_tanh": Activation("F.hardtanh", SQUASHING, _clip(-1, 1), reach=Reach(-1, 1, True, True)),
    "hard_sigmoid": Activation(
        "F.hardsigmoid",
        PLAIN,
        _node("HardSigmoid", alpha=1 / 6, beta=0.5),
        reach=Reach(0, 1, True, True),
    ),
    "hard_swish": Activation("F.hardswish", RECTIFIER, _node("HardSwish"), reach=_dips_to(-0.375)),
    "sine": Activation(
        "torch.sin", PLAIN, _node("Sin"), compiled=9, reach=Reach(-1, 1, True, True)
    ),
}

if TYPE_CHECKING:
    ActivationName: TypeAlias = str
else:
    ActivationName = Literal[tuple(ACTIVATIONS)]
