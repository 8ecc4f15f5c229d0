"""A way back into the past: the state from which a session goes on, and with what."""

from __future__ import annotations

from dataclasses import dataclass

from playground.session.history import Curves, Kept
from playground.spec.project import Spec


@dataclass(frozen=True, slots=True)
class Jump:
    """To `step` of the branch of a kept state, with bytes `data`, that was trained by `of`; `spec` is to come.

    It goes on at the end of that branch where nothing comes `after` it, else on a new one, made for the
    reason `why`. `whole` is the curve of that branch. The branch that is left is `untrained` where nothing
    was done on it.
    """

    kept: Kept
    data: bytes
    of: Spec
    spec: Spec
    step: int
    why: str
    after: bool
    whole: Curves | None = None
    points: bytes | None = None
    pauses: bool = False
    untrained: bool = False
