"""Those who look at a session, and what they look at together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from playground.session.capability import Right
from playground.session.history import Curves
from playground.session.outbox import Outbox
from playground.session.points import KEY as POINTS
from playground.spec.base import Model
from playground.spec.probe import ProbeSpec

MOST_PROBES = 48
"""Of one session, over all its viewers: what more would ask for is not computed."""


@dataclass(eq=False)
class Viewer:
    """One WebSocket's place in the room. `max_fps` 0 is a hidden page."""

    right: Right
    outbox: Outbox
    probes: Sequence[ProbeSpec]
    max_fps: float

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(probe.key for probe in self.probes)

    def watch(self, probes: Sequence[ProbeSpec], max_fps: float | None) -> None:
        """Looks at these from now on, at the same rate unless one is given."""
        self.probes = probes
        if max_fps is not None:
            self.max_fps = self.outbox.fps = max_fps


class Room:
    """All viewers of one session."""

    def __init__(self, curves: Curves) -> None:
        self._curves = curves
        self.viewers: set[Viewer] = set()

    def enter(self, right: Right, probes: Sequence[ProbeSpec], max_fps: float) -> Viewer:
        viewer = Viewer(right, Outbox(self._curves), probes, max_fps)
        viewer.watch(probes, max_fps)
        self.viewers.add(viewer)
        return viewer

    def tell(self, message: Model) -> None:
        for viewer in self.viewers:
            viewer.outbox.tell(message)

    def show(self, key: str, body: bytes) -> None:
        """A frame, to those who look at it."""
        for viewer in self.viewers:
            if key == POINTS or (viewer.max_fps > 0 and key in viewer.keys):
                viewer.outbox.show(key, body)

    def curves_changed(self, keep_until: int | None) -> None:
        for viewer in self.viewers:
            viewer.outbox.curves_changed(keep_until)

    @property
    def watched(self) -> tuple[list[ProbeSpec], float]:
        """The probes that anybody looks at, and the highest rate of those who do."""
        awake = [viewer for viewer in self.viewers if viewer.max_fps > 0 and viewer.probes]
        union = {probe.key: probe for viewer in awake for probe in viewer.probes}
        return list(union.values())[:MOST_PROBES], max(
            (viewer.max_fps for viewer in awake), default=0.0
        )
