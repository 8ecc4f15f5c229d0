"""The areas of the page that a change belongs to: what a teacher locks is locked by these."""

from __future__ import annotations

from playground.spec.base import Model
from playground.spec.project import Spec
from playground.wire import messages
from playground.wire.classroom import Area

WEIGHTS: tuple[Area, ...] = ("network", "inside")
"""Where weights are set by hand or brought along."""

COMMAND_AREAS: dict[type[Model], tuple[Area, ...]] = {
    messages.Play: ("transport",),
    messages.Pause: ("transport",),
    messages.Step: ("transport",),
    messages.Reset: ("transport",),
    messages.Seek: ("transport",),
    messages.Pace: ("transport",),
    messages.SetParameter: WEIGHTS,
    messages.Fork: (),
}


def areas_of(wish: Model) -> tuple[Area, ...]:
    """What a command changes; a reset with a new seed changes the training too."""
    areas = COMMAND_AREAS[type(wish)]
    new_seed = isinstance(wish, messages.Reset) and wish.new_seed
    return (*areas, "training") if new_seed else areas


def changed_areas(before: Spec, after: Spec) -> tuple[Area, ...]:
    changed: list[Area] = []
    if before.data != after.data:
        changed.append("data")
    if before.network != after.network:
        changed.append("network")
    if (before.training, before.seed) != (after.training, after.seed):
        changed.append("training")
    return tuple(changed)
