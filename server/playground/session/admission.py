"""Places in a trainer, and the queue of those who wait for one."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from playground.session.desired_state import DesiredState
from playground.session.refusals import Refusal, Refused
from playground.session.session import Session
from playground.session.size import held_bytes
from playground.spec.project import Spec

SHARE = 0.9
"""The share of the devices' memory that is given out: sizes are estimates."""

CLASS_SHARE = 0.75
"""The share of the places, of the queue and of the memory that classes may take together."""

MakeRoom = Callable[[Iterable[Session] | None], bool]


class Admission:
    """`max_placed` sessions have a place, as far as the devices' memory goes, and `max_waiting` wait.

    `memory` gives the devices' bytes together, None while that is not known. `make_room` frees the
    place of a session that nobody misses, among some or all, and says whether there was one.
    Pupils' sessions have no more than `class_share` of everything.
    """

    def __init__(
        self,
        max_placed: int,
        max_waiting: int,
        memory: Callable[[], int | None],
        make_room: MakeRoom,
        class_share: float = CLASS_SHARE,
    ) -> None:
        self.max_placed, self._max_waiting = max_placed, max_waiting
        self._memory, self._make_room = memory, make_room
        self._class_share = class_share
        self.max_class_places = max(1, int(class_share * max_placed))
        self._placed: dict[str, Session] = {}
        self._sizes: dict[str, tuple[Spec, int]] = {}
        self._line: dict[str, Session] = {}
        self.paused = False
        """Takes in nothing new; who waits is let in, and who was here may come back."""

    @property
    def placed(self) -> int:
        return len(self._placed)

    @property
    def waiting(self) -> int:
        return len(self._line)

    def waits(self, session: Session) -> bool:
        return session.id in self._line

    def check_open(self, *, in_class: bool = False) -> None:
        """Check before something new is made. Raises `ADMISSIONS_PAUSED`, or as `check_room`."""
        if self.paused:
            raise Refused(Refusal.ADMISSIONS_PAUSED)
        self.check_room(in_class=in_class)

    def check_room(self, *, in_class: bool = False) -> None:
        """Raise `SERVER_FULL` or `CLASSES_FULL` when neither a place is free nor one in the queue."""
        waiting = sum(is_in_class(each) for each in self._line.values())
        if in_class and waiting >= max(1, int(self._class_share * self._max_waiting)):
            raise Refused(Refusal.CLASSES_FULL, most=self.max_class_places)
        if len(self._line) >= self._max_waiting:
            self.advance()
        if len(self._line) >= self._max_waiting and (self._line or not self._free_for(None)):
            raise Refused(Refusal.SERVER_FULL, most=self.max_placed)

    def enter(self, session: Session, desired: DesiredState) -> None:
        """Open the session's run, or give it the last place in the queue."""
        self.advance()
        if not self._stands_before(session) and self._free_for(session):
            self._place(session)
            session.open(desired)
            return
        self._line[session.id] = session
        session.wait_for_place(len(self._line), desired)

    def leave(self, session: Session) -> None:
        """Its place is free; those who wait move up with the next `advance`."""
        self._placed.pop(session.id, None)
        self._sizes.pop(session.id, None)
        self._line.pop(session.id, None)

    def advance(self) -> None:
        """Open who can be opened by now, in order, and tell the others their places."""
        classes_wait = False
        for session in list(self._line.values()):
            if classes_wait and is_in_class(session):
                continue
            if not self._free_for(session):
                # Who is in no class goes past those whose classes have had their share.
                classes_wait = is_in_class(session) and not self._fits_share(session)
                if classes_wait:
                    continue
                break
            del self._line[session.id]
            self._place(session)
            session.open(session.run.desired)
        for place, session in enumerate(self._line.values(), 1):
            session.move_up(place)

    # --- inside -------------------------------------------------------------------------------

    def _place(self, session: Session) -> None:
        self._placed[session.id] = session

    def _stands_before(self, session: Session) -> bool:
        """Tell whether somebody waits who must go first."""
        waiting = self._line.values()
        if is_in_class(session):
            return bool(waiting)
        return any(not is_in_class(each) or self._fits_share(each) for each in waiting)

    def _free_for(self, session: Session | None) -> bool:
        while session is not None and not self._fits_share(session):
            if not self._make_room([each for each in self._placed.values() if is_in_class(each)]):
                return False
        while not self._fits(session):
            if not self._make_room(None):
                return False
        return True

    def _fits_share(self, session: Session) -> bool:
        """Tell whether the classes would have no more than their share with this session, too."""
        if not is_in_class(session):
            return True
        others = [each for each in self._placed.values() if is_in_class(each)]
        if len(others) >= self.max_class_places:
            return False
        memory = self._memory()
        if memory is None or not others:
            return True
        together = sum(map(self._size, (session, *others)))
        return together <= self._class_share * SHARE * memory

    def _fits(self, session: Session | None) -> bool:
        if len(self._placed) >= self.max_placed:
            return False
        memory = self._memory()
        # What is too large for the empty device is told so by the trainer.
        if session is None or memory is None or not self._placed:
            return True
        together = (session, *self._placed.values())
        return sum(map(self._size, together)) <= SHARE * memory

    def _size(self, session: Session) -> int:
        """Return a session's size; of an uploaded file it is read from the disk, so it is asked once a spec."""
        known = self._sizes.get(session.id)
        if known is None or known[0] is not session.spec:
            known = self._sizes[session.id] = session.spec, held_bytes(session.spec)
        return known[1]


def is_in_class(session: Session) -> bool:
    return session.classroom is not None
