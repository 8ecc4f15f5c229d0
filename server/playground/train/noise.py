"""Randomness of a training step: by seed and step alone, so that a run never hears its neighbors."""

from __future__ import annotations

import hashlib

import torch
from torch import Generator


def generator_at(seed: int, step: int, device: torch.device) -> Generator:
    """Return what a step draws from: first the noise on its inputs, then each dropout layer in order."""
    digest = hashlib.blake2b(f"{seed}/step/{step}".encode(), digest_size=8).digest()
    return Generator(device).manual_seed(int.from_bytes(digest, "little") >> 1)
