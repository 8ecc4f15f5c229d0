"""A row of the table of probes: how it is observed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playground.observe.view import Observation, View
from playground.train.cooperative import Cooperative

Observe = Callable[[View, Any], Cooperative[Observation]]


@dataclass(frozen=True, slots=True)
class Observer:
    """`observe` takes a view and the probe's own model; between its pieces the run stands still.

    It raises `NotThereError` when there is no such layer, unit, column or sample.
    """

    observe: Observe


def at_once(observe: Callable[[View, Any], Observation]) -> Observer:
    """Make an observer of what takes no pass through the network: it is one piece."""

    def observe_at_once(view: View, probe: Any) -> Cooperative[Observation]:
        yield from ()
        return observe(view, probe)

    return Observer(observe_at_once)
