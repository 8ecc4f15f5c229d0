"""The budget of a class: what its pupils may have open, for which whoever opened it pays."""

from __future__ import annotations

from playground.api.limiter.awake_sessions import AwakeSessions
from playground.api.limiter.sizes import Sizes
from playground.api.limits import Limits
from playground.session.refusals import Refusal, Refused
from playground.session.session import Session
from playground.spec.project import Spec
from playground.wire.classroom import MAX_PUPILS


class ClassBudget:
    """Bounds the sessions of the classes that one person opened, together, and of the networks that they did it from."""

    def __init__(self, limits: Limits, awake: AwakeSessions, sizes: Sizes) -> None:
        self._limits, self._awake, self._sizes = limits, awake, sizes
        self.max_pupils = min(limits.class_pupils or MAX_PUPILS, MAX_PUPILS)

    def check_one_more(self, classroom: str, owner: str | None, spec: Spec) -> None:
        """Check before a session of this class is made or woken, and make room for it.

        Raises `CLASS_PLACES`, `TOO_MANY_PARAMETERS_IN_CLASS` or `TOO_MUCH_MEMORY_IN_CLASS`.
        """
        most, sessions = self._limits.class_awake_sessions, self._awake.of_classes(classroom, owner)
        if 0 < most <= len(sessions) and not self._awake.make_room(sessions):
            raise Refused(Refusal.CLASS_PLACES, most=most)
        networks = self._awake.class_networks(classroom)
        self._awake.check_networks(networks, Refusal.CLASS_PLACES)
        self._sizes.check_in_class(spec, classroom, owner)

    def change(self, session: Session, spec: Spec) -> None:
        """Check a spec that a pupil's session is to be given. Raises the same, and `SpecProblem`."""
        self._sizes.check_change(session, spec)
