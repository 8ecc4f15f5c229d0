"""The samples of each mini-batch: a pure function of the seed and the place in the run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.random import Generator, Philox
from numpy.typing import NDArray

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place before a step: the epoch, and how many of its samples are used up.

    Counted in samples, so that a new batch size in the middle of an epoch misses and repeats none.
    """

    epoch: int = 0
    position: int = 0


@dataclass(frozen=True, slots=True)
class Batches:
    """Batch i holds the rows `indices[starts[i]:starts[i + 1]]`; `after` is the place behind all.

    `indices` and `starts` are int64; `starts` has one element more than there are batches.
    """

    indices: Indices
    starts: Indices
    after: Cursor


@lru_cache(maxsize=64)
def order(seed: int, epoch: int, samples: int) -> Indices:
    """Return the order of the training samples in one epoch, read-only, int64 [samples]."""
    key = np.array([seed, epoch], dtype=np.uint64)
    shuffled = Generator(Philox(key=key)).permutation(samples)
    shuffled.flags.writeable = False
    return shuffled


def following(seed: int, samples: int, batch_size: int, cursor: Cursor, count: int) -> Batches:
    """Return the next `count` mini-batches.

    In an epoch each sample comes once; its last batch may be smaller. A batch size above the
    number of samples makes every batch the full set.
    """
    epoch, position = cursor.epoch, cursor.position
    parts: list[Indices] = []
    starts: list[Indices] = [np.zeros(1, dtype=np.int64)]
    length = 0
    while count > 0:
        batches = min(count, -(-(samples - position) // batch_size))
        end = min(position + batches * batch_size, samples)
        parts.append(order(seed, epoch, samples)[position:end])
        ends = position + batch_size * np.arange(1, batches + 1)
        starts.append(length + np.minimum(ends, end) - position)
        length += end - position
        count -= batches
        epoch, position = (epoch, end) if end < samples else (epoch + 1, 0)
    indices = np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)
    return Batches(indices, np.concatenate(starts), Cursor(epoch, position))
