"""Which kept states go when there are too many: dense lately, thinner back, and none that Undo can reach."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

REACH = 200
"""Newest revisions that Undo can take back, as far as their states are within the session's bytes."""
MAX_TRAINED = 128
"""States that were only trained to, and lie between those where something was changed."""
LEFT_BEHIND = 4.0
"""How many times thinner the states of branches are that nobody goes on with."""


class Thinned(Protocol):
    """What thinning has to know of a kept state."""

    @property
    def branch(self) -> str: ...
    @property
    def step(self) -> int: ...
    @property
    def revision(self) -> int: ...
    @property
    def why(self) -> str: ...


def last_of_revisions(kept: Sequence[Thinned]) -> set[int]:
    """Return the places of the states after which another revision came into force, and the newest."""
    return {
        at
        for at, each in enumerate(kept)
        if at + 1 == len(kept) or kept[at + 1].revision != each.revision
    }


def must_stay(
    kept: Sequence[Thinned], newest: int, origins: Collection[tuple[str, int, int]]
) -> set[int]:
    """Return the places of the states that only a lack of bytes may take.

    Undo can reach them, or a branch ends or begins there, or weights were set by hand: what was trained
    after that cannot be trained again from before it. `kept` is by revision and step.
    """
    last = last_of_revisions(kept)
    # The state just before revision R is the last of those with a lower one.
    oldest = next(
        (at for at in sorted(last, reverse=True) if kept[at].revision <= newest - REACH), 0
    )
    tips = {each.branch: at for at, each in enumerate(kept)}
    return (
        {at for at in last if at >= oldest}
        | set(tips.values())
        | {
            at
            for at, each in enumerate(kept)
            if each.why == "weights" or (each.branch, each.step, each.revision) in origins
        }
    )


def least_missed(
    kept: Sequence[Thinned], may_go: Collection[int], present: Collection[str]
) -> int | None:
    """Find the state whose neighbors are closest together, relative to how long ago it was; a branch's first stays."""
    places: dict[str, list[int]] = {}
    for at, each in enumerate(kept):
        places.setdefault(each.branch, []).append(at)
    best: tuple[float, int] | None = None
    for branch, line in places.items():
        end = kept[line[-1]].step + 1
        weight = 1.0 if branch in present else 1 / LEFT_BEHIND
        for before, at, after in zip(line, line[1:], line[2:], strict=False):
            if at not in may_go:
                continue
            gap = weight * (kept[after].step - kept[before].step) / (end - kept[at].step)
            if best is None or (gap, at) < best:
                best = gap, at
    return None if best is None else best[1]
