"""First weights: one row a way to draw them. `nn.initializers` draws; `auto` suits the activation."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import Field

from playground.spec.activations import ACTIVATIONS, ActivationName
from playground.spec.base import Model

GainFactor = Annotated[float, Field(gt=0, le=100)]
Size = tuple[int, ...]


class InitializerSettings(Model):
    kind: str


class Auto(InitializerSettings):
    """Kaiming for rectifiers and Xavier for others, uniform, with the activation's own gain."""

    kind: Literal["auto"] = "auto"


class Zeros(InitializerSettings):
    kind: Literal["zeros"] = "zeros"


class ConstantWeight(InitializerSettings):
    kind: Literal["constant"] = "constant"
    value: Annotated[float, Field(ge=-100, le=100)] = 0.1


class Normal(InitializerSettings):
    kind: Literal["normal"] = "normal"
    deviation: Annotated[float, Field(gt=0, le=100)] = 0.1


class Uniform(InitializerSettings):
    """Within ± `bound`."""

    kind: Literal["uniform"] = "uniform"
    bound: Annotated[float, Field(gt=0, le=100)] = 0.1


class Xavier(InitializerSettings):
    """Glorot & Bengio (2010), eq. 16: deviation gain √(2 / (fan in + fan out))."""

    kind: Literal["xavier"] = "xavier"
    distribution: Literal["uniform", "normal"] = "uniform"
    gain: GainFactor = 1.0


class Kaiming(InitializerSettings):
    """He et al. (2015), eq. 10: deviation gain / √(fan in), where gain √2 suits ReLU."""

    kind: Literal["kaiming"] = "kaiming"
    distribution: Literal["uniform", "normal"] = "uniform"
    gain: GainFactor = 1.4142135


class Orthogonal(InitializerSettings):
    """Saxe et al. (2014): rows (or columns) of a random orthogonal matrix, times the gain."""

    kind: Literal["orthogonal"] = "orthogonal"
    gain: GainFactor = 1.0


@dataclass(frozen=True, slots=True)
class Target:
    """The tensor of a script that a line draws.

    `tensor` is an expression such as `model.h1.weight`, `size` is [out, in, *kernel], `activation`
    is what the layer's values go through next, and `stream` names the generator.
    """

    tensor: str
    size: Size
    activation: ActivationName
    stream: str


Write = Callable[[Any, Target], str]
"""(settings, target) → the script's line that draws it as `nn.initializers` does."""


def fans(size: Size) -> tuple[int, int]:
    """Count the inputs that reach one output, and the outputs that one input reaches.

    `size` is [out, in, *kernel]; groups and stride are left aside.
    """
    kernel = math.prod(size[2:])
    return size[1] * kernel, size[0] * kernel


def write_auto(_settings: Auto | None, target: Target) -> str:
    """Write the line that draws a tensor as suits the activation behind it."""
    gain = ACTIVATIONS[target.activation].gain
    fan_in, fan_out = fans(target.size)
    fan = f"3 / {fan_in}" if gain.rule == "kaiming" else f"6 / ({fan_in} + {fan_out})"
    scale = f"{gain.text} * " if gain.text else ""
    return f'uniform({target.tensor}, {scale}math.sqrt({fan}), "{target.stream}")'


def _zeros(_settings: Zeros, target: Target) -> str:
    return f"nn.init.zeros_({target.tensor})"


def _constant(settings: ConstantWeight, target: Target) -> str:
    return f"nn.init.constant_({target.tensor}, {settings.value})"


def _normal(settings: Normal, target: Target) -> str:
    return f'normal({target.tensor}, {settings.deviation}, "{target.stream}")'


def _uniform(settings: Uniform, target: Target) -> str:
    return f'uniform({target.tensor}, {settings.bound}, "{target.stream}")'


def _xavier(settings: Xavier, target: Target) -> str:
    fan_in, fan_out = fans(target.size)
    scale = "" if settings.gain == 1 else f"{settings.gain} * "
    deviation = f"{scale}math.sqrt(2 / ({fan_in} + {fan_out}))"
    return _spread(settings.distribution, deviation, target)


def _kaiming(settings: Kaiming, target: Target) -> str:
    deviation = f"{settings.gain} / math.sqrt({fans(target.size)[0]})"
    return _spread(settings.distribution, deviation, target)


def _spread(distribution: str, deviation: str, target: Target) -> str:
    if distribution == "normal":
        return f'normal({target.tensor}, {deviation}, "{target.stream}")'
    return f'uniform({target.tensor}, math.sqrt(3) * ({deviation}), "{target.stream}")'


def _orthogonal(settings: Orthogonal, target: Target) -> str:
    generator = f'generator=stream("{target.stream}")'
    return f"nn.init.orthogonal_({target.tensor}, {settings.gain}, {generator})"


@dataclass(frozen=True, slots=True)
class Initializer:
    """One way to draw first weights: its settings, and its line in a script."""

    model: type[InitializerSettings]
    write: Write


INITIALIZERS: dict[str, Initializer] = {
    "auto": Initializer(Auto, write_auto),
    "zeros": Initializer(Zeros, _zeros),
    "constant": Initializer(ConstantWeight, _constant),
    "normal": Initializer(Normal, _normal),
    "uniform": Initializer(Uniform, _uniform),
    "xavier": Initializer(Xavier, _xavier),
    "kaiming": Initializer(Kaiming, _kaiming),
    "orthogonal": Initializer(Orthogonal, _orthogonal),
}

if TYPE_CHECKING:
    InitSpec: TypeAlias = InitializerSettings
else:
    InitSpec = Annotated[
        reduce(or_, (row.model for row in INITIALIZERS.values())), Field(discriminator="kind")
    ]
