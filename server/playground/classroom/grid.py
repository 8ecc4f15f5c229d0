"""A class as its teacher's pages see it: its state, and a picture of each pupil's session."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playground.classroom.pupil import Pupil
from playground.session.history import Curves
from playground.session.outbox import Outbox
from playground.session.refusals import Refused
from playground.session.session import Session
from playground.wire.classroom import ClassMessage

TELL_EVERY_S = 0.5


@dataclass(eq=False)
class Onlooker:
    """One page of the teacher. `max_fps` is 0 while it is hidden."""

    outbox: Outbox
    max_fps: float


class Grid:
    """The teacher's open pages, and the pupils' pictures on them.

    Pictures are made only while a page is open, at the rate of the fastest page.
    """

    def __init__(
        self,
        pupils: Callable[[], Iterator[tuple[Pupil, Session]]],
        message: Callable[[], ClassMessage],
    ) -> None:
        self._pupils, self._message = pupils, message
        self.onlookers: set[Onlooker] = set()
        self._fps = 0.0
        self._told: ClassMessage | None = None
        self._told_at = float("-inf")
        self._hurry = False

    def enter(self, max_fps: float, pupils: list[Pupil]) -> Onlooker:
        """Let a page in: it is sent the whole state first, then what changes."""
        onlooker = Onlooker(Outbox(Curves()), max_fps)
        onlooker.outbox.fps = max_fps
        onlooker.outbox.tell(self._message())
        for pupil in pupils:
            if pupil.picture is not None:
                onlooker.outbox.show(pupil.key, pupil.picture)
        self.onlookers.add(onlooker)
        self._look()
        return onlooker

    def watch(self, onlooker: Onlooker, max_fps: float) -> None:
        onlooker.max_fps = onlooker.outbox.fps = max_fps
        self._look()

    def leave(self, onlooker: Onlooker) -> None:
        self.onlookers.discard(onlooker)
        self._look()

    def welcome(self, pupil: Pupil, session: Session) -> None:
        """Show a pupil's picture from now on."""
        pupil.on_picture = self._show
        if self._fps:
            session.watch_from(pupil.watcher, self._fps)

    def dismiss(self, pupil: Pupil, session: Session | None) -> None:
        pupil.on_picture = _nothing
        if session is not None:
            session.watch_from(pupil.watcher, 0)

    def close(self, reason: Refused) -> None:
        """Send every page away."""
        for onlooker in self.onlookers:
            onlooker.outbox.end(reason)

    def changed(self) -> None:
        """Send the state at the next `tick` that may send, even if it looks the same."""
        self._hurry = True

    def tick(self, now: float) -> None:
        if not self.onlookers or now - self._told_at < TELL_EVERY_S:
            return
        message = self._message()
        if message != self._told or self._hurry:
            self._told, self._told_at, self._hurry = message, now, False
            for onlooker in self.onlookers:
                onlooker.outbox.tell_newest("class", message)

    def _look(self) -> None:
        fps = max((each.max_fps for each in self.onlookers), default=0.0)
        if fps != self._fps:
            self._fps = fps
            for pupil, session in self._pupils():
                session.watch_from(pupil.watcher, fps)

    def _show(self, pupil: Pupil) -> None:
        for onlooker in self.onlookers:
            if pupil.picture is not None and onlooker.max_fps > 0:
                onlooker.outbox.show(pupil.key, pupil.picture)


def _nothing(_: Pupil) -> None:
    pass
