"""The state that a session's run is to be in, whatever it is doing just now."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DesiredState:
    """A run that goes on or not, at most at `pace` steps a second, until a step or epoch if given."""

    playing: bool = False
    pace: float | None = None
    until_step: int | None = None
    until_epoch: int | None = None
