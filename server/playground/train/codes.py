"""What the compiled loop knows, by the names that a spec has for it.

The numbers themselves stand in the loop's own file, the only one whose changes numba's cache notices.
"""

from __future__ import annotations

from playground.spec.network import ActivationName
from playground.train import kernel

ACTIVATION_CODES: dict[ActivationName, int] = {
    "identity": kernel.IDENTITY,
    "relu": kernel.RELU,
    "leaky_relu": kernel.LEAKY_RELU,
    "elu": kernel.ELU,
    "gelu": kernel.GELU,
    "silu": kernel.SILU,
    "tanh": kernel.TANH,
    "sigmoid": kernel.SIGMOID,
    "softplus": kernel.SOFTPLUS,
    "sine": kernel.SINE,
}
