"""The areas of the page that a change belongs to: what a teacher locks is locked by these."""

from __future__ import annotations

from playground.spec.base import Model
from playground.spec.project import Spec
from playground.wire.classroom import Area
from playground.wire.commands import SESSION_COMMAND_OF, Reset


def areas_of(command: Model) -> tuple[Area, ...]:
    """Return what a command changes; a reset with a new seed changes the training too."""
    areas = SESSION_COMMAND_OF[type(command)].areas
    new_seed = isinstance(command, Reset) and command.new_seed
    return (*areas, "training") if new_seed else areas


def changed_areas(before: Spec, after: Spec) -> tuple[Area, ...]:
    """Return the areas to which the difference between two specs belongs."""
    changed: list[Area] = []
    if before.data != after.data:
        changed.append("data")
    if before.network != after.network:
        changed.append("network")
    if (before.training, before.seed) != (after.training, after.seed):
        changed.append("training")
    return tuple(changed)
