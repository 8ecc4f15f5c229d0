"""The viewers of a session, and the probes that they watch together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from playground.session.history import Curves
from playground.session.outbox import Outbox, kind_of
from playground.session.points import KEY as POINTS
from playground.spec.base import Model
from playground.spec.probes import ProbeSpec
from playground.wire.rights import Right
from playground.wire.stream import PersonMessage, PresenceMessage

MAX_PROBES = 48
"""Probes of one session, over all its viewers; more than these are not computed."""

GLANCE_FPS = 5.0


@dataclass(frozen=True, slots=True)
class Person:
    """A person who views: an id that stays over reconnections, and the name that they gave."""

    id: str
    name: str


NOBODY = Person("", "")


@dataclass(eq=False)
class Viewer:
    """One WebSocket's place in the room, come in by a link. `max_fps` 0 is a hidden page."""

    right: Right
    outbox: Outbox
    probes: Sequence[ProbeSpec]
    max_fps: float
    link: str = ""
    person: Person = NOBODY

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(probe.key for probe in self.probes)

    def watch(self, probes: Sequence[ProbeSpec], max_fps: float | None) -> None:
        """Look at these from now on, at the same rate unless one is given."""
        self.probes = probes
        self.outbox.show_only({*self.keys, POINTS})
        if max_fps is not None:
            self.max_fps = self.outbox.fps = max_fps


@dataclass(eq=False)
class Watcher:
    """Looks at one picture and is nobody: no person is told of it, and the session may sleep.

    `show` takes the encoded frames, at most `fps` a second unless a viewer looks at the same.
    """

    probe: ProbeSpec
    fps: float
    show: Callable[[bytes], None]


@dataclass(frozen=True, slots=True)
class Watched:
    """What anybody looks at: `fps` frames a second of each probe, of those in `slower` fewer."""

    probes: tuple[ProbeSpec, ...]
    fps: float
    slower: dict[str, float]


class Room:
    """All viewers of one session, and those who only watch."""

    def __init__(self, curves: Curves) -> None:
        self._curves = curves
        self.viewers: set[Viewer] = set()
        self.watchers: set[Watcher] = set()
        self._guests = 0
        self._glances: list[tuple[ProbeSpec, asyncio.Future[bytes]]] = []

    def enter(
        self,
        right: Right,
        probes: Sequence[ProbeSpec],
        max_fps: float,
        link: str = "",
        person: Person = NOBODY,
    ) -> Viewer:
        if not person.id:
            self._guests += 1
            person = Person(f"guest-{self._guests}", person.name)
        viewer = Viewer(right, Outbox(self._curves), probes, max_fps, link, person)
        viewer.watch(probes, max_fps)
        self.viewers.add(viewer)
        return viewer

    def tell(self, message: Model) -> None:
        """Tell everybody the same, which is written once."""
        kind, text = kind_of(message), message.model_dump_json()
        for viewer in self.viewers:
            viewer.outbox.tell_text(kind, text)

    def tell_by_right(self, message_for: Callable[[Right], Model]) -> None:
        """Tell all who have the same right the same."""
        written: dict[Right, tuple[str, str]] = {}
        for viewer in self.viewers:
            if viewer.right not in written:
                message = message_for(viewer.right)
                written[viewer.right] = kind_of(message), message.model_dump_json()
            viewer.outbox.tell_text(*written[viewer.right])

    def show(self, key: str, body: bytes) -> None:
        """Give a frame to those who look at it."""
        self.show_viewers(key, body)
        self.show_others(key, body)

    def show_viewers(self, key: str, body: bytes) -> None:
        """Give a frame to the viewers who look at it."""
        for viewer in self.viewers:
            if key == POINTS or (viewer.max_fps > 0 and key in viewer.keys):
                viewer.outbox.show(key, body)

    def show_others(self, key: str, body: bytes) -> None:
        """Give a frame to those who look at it and are nobody."""
        for watcher in self.watchers:
            if key == watcher.probe.key:
                watcher.show(body)
        for probe, frame in self._glances:
            if probe.key == key and not frame.done():
                frame.set_result(body)

    @contextmanager
    def glancing(self, probe: ProbeSpec) -> Iterator[asyncio.Future[bytes]]:
        """Give the probe's next frame, looked at by nobody in the room. Call in the loop that awaits it."""
        glance = probe, asyncio.get_running_loop().create_future()
        self._glances.append(glance)
        try:
            yield glance[1]
        finally:
            self._glances.remove(glance)

    def curves_changed(self, keep_until: int | None) -> None:
        for viewer in self.viewers:
            viewer.outbox.curves_changed(keep_until)

    def presence_for(self, viewer: Viewer) -> PresenceMessage:
        """Return who is here, as one of them is told: a person with several pages is one."""
        people: dict[str, PersonMessage] = {}
        # Of a person's pages the one with the highest right counts, and one's own before others'.
        for other in sorted(self.viewers, key=lambda each: (each is viewer, each.right)):
            id, name = other.person.id, other.person.name
            people[id] = PersonMessage.model_validate(
                {"id": id, "name": name, "rights": other.right.label, "you": other is viewer}
            )
        return PresenceMessage(viewers=len(self.viewers), people=tuple(people.values()))

    def tell_presence(self) -> None:
        """Tell everybody who is here."""
        for viewer in self.viewers:
            viewer.outbox.tell(self.presence_for(viewer))

    @property
    def watched(self) -> Watched:
        """The probes that anybody looks or glances at, and the highest rate of those who do."""
        return self._watched(self.viewers, others=True)

    @property
    def watched_by_viewers(self) -> Watched:
        return self._watched(self.viewers, others=False)

    @property
    def watched_by_others(self) -> Watched:
        """What those who glance look at, and those who only watch."""
        return self._watched((), others=True)

    def _watched(self, viewers: Collection[Viewer], *, others: bool) -> Watched:
        glances = self._glances if others else []
        awake = [viewer for viewer in viewers if viewer.max_fps > 0 and viewer.probes]
        seen = {probe.key: probe for probe, _ in glances}
        seen |= {probe.key: probe for viewer in awake for probe in viewer.probes}
        watchers = [watcher for watcher in self.watchers if others and watcher.fps > 0]
        union = {watcher.probe.key: watcher.probe for watcher in watchers} | seen
        rates = [viewer.max_fps for viewer in awake] + [GLANCE_FPS for _ in glances]
        rates += [watcher.fps for watcher in watchers]
        return Watched(
            tuple(union.values())[:MAX_PROBES],
            max(rates, default=0.0),
            {each.probe.key: each.fps for each in watchers if each.probe.key not in seen},
        )
