"""The samples of any data spec."""

from __future__ import annotations

from playground.data.datasets import SOURCES
from playground.data.points import Points
from playground.data.upload import SAMPLED
from playground.spec.data import DataSpec


def load(spec: DataSpec) -> Points:
    """Give all samples; the same spec gives the same points, bit for bit.

    Of a set that is streamed, as many as stand for it in pictures and scores.
    """
    return SOURCES[spec.dataset].load(spec)


def sample(spec: DataSpec, rows: int) -> Points:
    """Give up to so many of a set whose samples may be very many, else all."""
    source = SOURCES[spec.dataset]
    return source.load(spec) if source.sample is None else source.sample(spec, rows)


def is_streamed(spec: DataSpec) -> bool:
    """Tell whether it is trained on through `train.stream`. Raises `SpecProblem` as `load` does."""
    return SOURCES[spec.dataset].is_streamed(spec)


def rows_in_memory(spec: DataSpec) -> int:
    """Give the number of samples that a run holds. Raises `SpecProblem` as `load` does."""
    return 2 * SAMPLED if is_streamed(spec) else spec.size
