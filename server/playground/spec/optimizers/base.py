"""The types that all optimizers of a spec share: their fields, and the row of a kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from playground.spec.base import Model

Fraction = Annotated[float, Field(ge=0, le=1)]
Decay = Annotated[float, Field(ge=0, lt=1)]
Epsilon = Annotated[float, Field(gt=0, le=1)]

Lines = tuple[str, ...]


class OptimizerSettings(Model):
    """The settings of one optimizer, of the kind by which the spec tells them apart."""

    kind: str


@dataclass(frozen=True, slots=True)
class Compiled:
    """The optimizer in the compiled loop: its number there, and its settings in the loop's order.

    The loop knows no settings but those that `knows` says.
    """

    number: int
    settings: Callable[[Any], tuple[float, float, float, float]]
    knows: Callable[[Any], bool] = lambda _: True


@dataclass(frozen=True, slots=True)
class PyTorch:
    """An optimizer in an exported PyTorch script.

    `make` writes the call in `torch.optim` that makes it, with `{}` in place of the parameters, and
    `after` what follows it. One with a `rest` takes matrices alone: that makes the optimizer of all
    else. One with a `closure` evaluates the network within its step. `before_training` and
    `after_step` are for layers with rates of their own, which `factors` has by parameter.
    """

    make: Callable[[Any], str]
    after: Callable[[Any], Lines] = lambda _: ()
    rest: Callable[[Any], str] | None = None
    closure: bool = False
    before_training: Lines = ()
    after_step: Lines = ()


@dataclass(frozen=True, slots=True)
class OptimizerKind:
    """The row of one kind.

    `check` is given settings and the pointer to them, and raises `SpecProblem` for those that do
    not go together. One for `full_batches` learns little from the noisy gradients of small ones.
    One with `one_rate` has it for all layers: torch's takes no parameter groups.
    `remembers` tells whether its steps depend on what was before. `compiled` is None where the
    compiled loop has it not.
    """

    model: type[OptimizerSettings]
    pytorch: PyTorch
    check: Callable[[Any, str], None] | None = None
    full_batches: bool = False
    one_rate: bool = False
    remembers: Callable[[Any], bool] = lambda _: True
    compiled: Compiled | None = None


def call(name: str, **arguments: Any) -> str:
    """Write the call that makes an optimizer of `torch.optim` at the script's learning rate."""
    given = "".join(f", {key}={value}" for key, value in arguments.items())
    return f"{name}({{}}, lr=LEARNING_RATE{given})"


def betas(settings: Any) -> str:
    """Write the decays of both averages."""
    return f"({settings.beta1}, {settings.beta2})"
