"""The memory that a spec takes of a device, estimated without torch, which this process lacks."""

from __future__ import annotations

from playground.data.loader import rows_in_memory
from playground.data.upload import SAMPLED
from playground.spec.base import SpecProblem
from playground.spec.data import DataSpec
from playground.spec.project import Spec

VALUE = 4
"""Bytes of a number."""
SLOTS = 3
"""Vectors that an optimizer keeps at most; one with a history keeps two more for each of it."""
COPIES = 3
"""Copies of the state: the one that is trained, and the checkpoints that are never thinned out."""


def held_bytes(spec: Spec) -> int:
    """Return the device memory that a session's run keeps between its turns, rather too much than too little."""
    slots = SLOTS + 2 * getattr(spec.training.optimizer, "history", 0)
    slots += spec.training.averaging is not None
    values = _samples(spec.data) * (spec.data.inputs + 1)
    return VALUE * (COPIES * (1 + slots) * spec.parameter_count + values)


def _samples(data: DataSpec) -> int:
    try:
        return rows_in_memory(data)
    except SpecProblem:
        # Its file is gone, and it is the session's own matter to say so.
        return min(data.size, 2 * SAMPLED)
