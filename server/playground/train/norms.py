"""The Euclidean norm of values whose squares float32 cannot hold."""

from __future__ import annotations

import torch
from torch import Tensor


def norm(values: Tensor) -> Tensor:
    """Return √Σv² [] of float32 values [N, ...]; it overflows only where the norm itself does.

    Values are divided by the largest before they are squared, as BLAS's nrm2 does (Lawson et al.,
    1979); float64, which would serve as well, is not on every device.
    """
    largest = values.abs().max().clamp(min=torch.finfo(values.dtype).tiny)
    relative: Tensor = (values / largest).norm()
    return largest * relative
