"""Combinations such that every pair of values of two axes comes together in at least one."""

from __future__ import annotations

import itertools
import random
from collections.abc import Collection, Mapping

Value = tuple[str, str]
"""An axis and one of its values."""
Pair = frozenset[Value]
Axes = Mapping[str, tuple[str, ...]]


def pairs(axes: Axes, impossible: Collection[tuple[Value, Value]]) -> set[Pair]:
    """All that can come together."""
    found = {
        frozenset({(one, value), (other, another)})
        for one, other in itertools.combinations(axes, 2)
        for value in axes[one]
        for another in axes[other]
    }
    return found - {frozenset(pair) for pair in impossible}


def pairs_of(axes: Axes, combination: tuple[str, ...]) -> set[Pair]:
    chosen = zip(axes, combination, strict=True)
    return {frozenset(pair) for pair in itertools.combinations(chosen, 2)}


def covering(
    axes: Axes, impossible: Collection[tuple[Value, Value]], seed: int
) -> list[tuple[str, ...]]:
    """Greedily: a pair that is still open, then axis by axis what closes the most open pairs."""
    rng = random.Random(seed)
    possible = pairs(axes, impossible)
    still_open = set(possible)
    found: list[tuple[str, ...]] = []
    while still_open:
        chosen = dict(rng.choice(sorted(map(sorted, still_open))))
        for axis in rng.sample(sorted(axes), len(axes)):
            if axis not in chosen:
                chosen[axis] = _best(axes, axis, chosen, still_open, possible, rng)
        combination = tuple(chosen[axis] for axis in axes)
        found.append(combination)
        still_open -= pairs_of(axes, combination)
    return found


def _best(
    axes: Axes,
    axis: str,
    chosen: dict[str, str],
    still_open: set[Pair],
    possible: set[Pair],
    rng: random.Random,
) -> str:
    def closes(value: str) -> tuple[bool, int, float]:
        new = [frozenset({(axis, value), each}) for each in chosen.items()]
        fits = all(pair in possible for pair in new)
        return fits, sum(pair in still_open for pair in new), rng.random()

    return max(axes[axis], key=closes)
