"""Shape rules that several kinds share."""

from __future__ import annotations

from playground.spec.shapes import Inferred, Placed, Shape


def unchanged(_each: Placed, inputs: Shape, _outputs: int) -> Inferred:
    """Give what comes in, without tensors."""
    return Inferred.without_tensors(inputs)


def slid(size: int, kernel: int, stride: int, padding: int, dilation: int = 1) -> int:
    """Count the places of a kernel that slides along `size` values."""
    return (size + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1
