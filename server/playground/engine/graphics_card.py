"""A CUDA device: made ready so that it computes as a CPU does, measured, and found to be lost."""

from __future__ import annotations

import os
from typing import Any

import torch
from torch.nn import functional

SHARE = 0.9
"""The share of the memory free at the start that the runs may use."""


class CardLostError(Exception):
    """The card answers nothing any more in this process, whoever asks."""


def prepare(device: torch.device) -> None:
    """Make this process compute on the card in whole float32, and the same bits each time.

    Left alone, convolutions use TF32, whose 10 bits of mantissa are 1e-3 off, and cuDNN and cuBLAS
    may add in another order each time (PyTorch's notes on reproducibility).
    """
    # Read when cuBLAS is first used.
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    backends: Any = torch.backends
    if hasattr(backends, "fp32_precision"):
        backends.cuda.matmul.fp32_precision = "ieee"
        backends.cudnn.conv.fp32_precision = "ieee"
        backends.cudnn.rnn.fp32_precision = "ieee"
    else:
        # Before torch 2.9; of the two ways only one may be used.
        backends.cuda.matmul.allow_tf32 = False
        backends.cudnn.allow_tf32 = False
    backends.cudnn.deterministic = True
    backends.cudnn.benchmark = False
    torch.cuda.set_device(device)


def limit(device: torch.device, memory: int | None) -> int:
    """Bound what this process may take of the card, and give it in bytes."""
    free, total = torch.cuda.mem_get_info(device)
    most = min(memory or total, int(free * SHARE))
    torch.cuda.set_per_process_memory_fraction(most / total, device)
    return most


def free_bytes(device: torch.device) -> int:
    """Find how much of the card's memory this process may still get: others take of it too."""
    free, _ = torch.cuda.mem_get_info(device)
    return free + torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device)


def warm_up(device: torch.device) -> None:
    """Load what a first step loads, 1 to 3 s of it: no run waits for that."""
    x = torch.ones(8, 1, 8, 8, device=device)
    weight = torch.ones(4, 1, 3, 3, device=device, requires_grad=True)
    dense = torch.ones(4 * 36, 2, device=device, requires_grad=True)
    outputs = torch.tanh(functional.conv2d(x, weight)).flatten(1) @ dense
    loss = functional.cross_entropy(outputs, torch.zeros(8, dtype=torch.int64, device=device))
    torch.autograd.grad(loss, (weight, dense))
    torch.cuda.synchronize(device)


def is_lost(error: BaseException, device: torch.device) -> bool:
    """Tell whether after this error no work at all succeeds any more.

    A fault in one kernel is told to whoever asks next, in this process for ever; running out of
    memory is none.
    """
    if device.type != "cuda" or isinstance(error, torch.OutOfMemoryError):
        return False
    try:
        torch.cuda.synchronize(device)
    except RuntimeError:
        return True
    return False
