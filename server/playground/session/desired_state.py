"""The state that a session's run is to be in, whatever it is doing just now."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DesiredState:
    """A run that is to go on or not, at most at `pace` steps a second, and until a step or an epoch
    if one is given."""

    playing: bool = False
    pace: float | None = None
    until_step: int | None = None
    until_epoch: int | None = None
