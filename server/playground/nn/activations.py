"""Activation functions, elementwise: torch's own by the name that a row of the table gives."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

from playground.spec.activations import ACTIVATIONS, Activation, ActivationName

Function = Callable[..., Tensor]
"""(z), or with a learned slope [1] (z, slope) → σ(z) of z's shape."""

FIRST_SLOPE = ACTIVATIONS["prelu"].first_slope or 0.0

NAMESPACES = {"F": functional, "torch": torch}


def _identity(z: Tensor) -> Tensor:
    return z


def _prelu(z: Tensor, slope: Tensor | float = FIRST_SLOPE) -> Tensor:
    """Give torch's `prelu`, whose own gradient of the slope is summed in another order."""
    return torch.where(z > 0, z, slope * z)


OWN: dict[ActivationName, Function] = {"identity": _identity, "prelu": _prelu}
"""Activations that torch lacks, or computes in another way."""


def resolve(name: ActivationName, row: Activation) -> Function:
    """Find the function of a row: one of OWN, else torch's, such as "F.relu"."""
    if name in OWN:
        return OWN[name]
    namespace, _, attribute = row.torch.partition(".")
    found: Function = getattr(NAMESPACES[namespace], attribute)
    return found


FUNCTIONS: dict[ActivationName, Function] = {
    name: resolve(name, row) for name, row in ACTIVATIONS.items()
}


def activate(name: ActivationName, z: Tensor, slope: Tensor | None = None) -> Tensor:
    """Compute σ(z), of z's shape; `slope` [1] is what it has learned, its first one if not given."""
    return FUNCTIONS[name](z) if slope is None else FUNCTIONS[name](z, slope)
