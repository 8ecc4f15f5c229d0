"""The budget of a class: what its pupils may have open, for which whoever opened it pays."""

from __future__ import annotations

from playground.api.accounts import in_order
from playground.api.limiter.awake_sessions import AwakeSessions
from playground.api.limiter.kept_bytes import KeptBytes
from playground.api.limiter.sizes import Sizes
from playground.api.limits import Limits
from playground.session.origin import Origin
from playground.session.refusals import Refusal, Refused
from playground.session.session import Session
from playground.spec.project import Spec
from playground.wire.classroom import MAX_PUPILS


class ClassBudget:
    """Bounds the sessions of the classes that one person opened, together, and of the networks that they did it from."""

    def __init__(self, limits: Limits, awake: AwakeSessions, sizes: Sizes, kept: KeptBytes) -> None:
        self._limits, self._awake, self._sizes, self._kept = limits, awake, sizes, kept
        self.max_wrong_seats = limits.wrong_seats_per_hour
        self.max_pupils = min(limits.class_pupils or MAX_PUPILS, MAX_PUPILS)

    def check_one_more(self, origin: Origin, spec: Spec) -> None:
        """Check before a session of a class is made or woken, and make room for it.

        Raises `CLASS_PLACES`, `TOO_MANY_PARAMETERS_IN_CLASS` or `TOO_MUCH_MEMORY_IN_CLASS`.
        """
        most, sessions = self._limits.class_awake_sessions, self._awake.of_classes(origin)
        if 0 < most <= len(sessions) and not self._awake.make_room(sessions):
            raise Refused(Refusal.CLASS_PLACES, most=most)
        self._awake.check_networks(in_order(*origin.networks), Refusal.CLASS_PLACES)
        self._sizes.check_in_class(spec, origin)

    def check_kept(self, origin: Origin, more: int) -> None:
        """Check that so many bytes more may be kept. Raises `TOO_MUCH_KEPT_HERE` or `STORE_FULL`."""
        self._kept.check_networks(in_order(*origin.networks), more)

    def change(self, session: Session, spec: Spec) -> None:
        """Check a spec that a pupil's session is to be given. Raises the same, and `SpecProblem`."""
        self._sizes.check_change(session, spec)
