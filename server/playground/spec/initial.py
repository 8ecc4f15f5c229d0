"""How a layer draws its first weights. `nn` implements each kind; `auto` suits the activation."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from playground.spec.base import Model

Gain = Annotated[float, Field(gt=0, le=100)]


class Auto(Model):
    """Kaiming for rectifiers and Xavier for others, uniform, with the activation's own gain."""

    kind: Literal["auto"] = "auto"


class Zeros(Model):
    kind: Literal["zeros"] = "zeros"


class ConstantWeight(Model):
    kind: Literal["constant"] = "constant"
    value: Annotated[float, Field(ge=-100, le=100)] = 0.1


class Normal(Model):
    kind: Literal["normal"] = "normal"
    deviation: Annotated[float, Field(gt=0, le=100)] = 0.1


class Uniform(Model):
    """Within ± `bound`."""

    kind: Literal["uniform"] = "uniform"
    bound: Annotated[float, Field(gt=0, le=100)] = 0.1


class Xavier(Model):
    """Glorot & Bengio (2010), eq. 16: deviation gain √(2 / (fan in + fan out))."""

    kind: Literal["xavier"] = "xavier"
    distribution: Literal["uniform", "normal"] = "uniform"
    gain: Gain = 1.0


class Kaiming(Model):
    """He et al. (2015), eq. 10: deviation gain / √(fan in), where gain √2 suits ReLU."""

    kind: Literal["kaiming"] = "kaiming"
    distribution: Literal["uniform", "normal"] = "uniform"
    gain: Gain = 1.4142135


class Orthogonal(Model):
    """Saxe et al. (2014): rows (or columns) of a random orthogonal matrix, times the gain."""

    kind: Literal["orthogonal"] = "orthogonal"
    gain: Gain = 1.0


InitSpec = Annotated[
    Auto | Zeros | ConstantWeight | Normal | Uniform | Xavier | Kaiming | Orthogonal,
    Field(discriminator="kind"),
]
