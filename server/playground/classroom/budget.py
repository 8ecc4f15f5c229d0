"""The protocol by which a class asks what it may still take: who opened it pays for its pupils."""

from __future__ import annotations

from typing import Protocol

from playground.session.origin import Origin
from playground.session.session import Session
from playground.spec.project import Spec
from playground.wire.classroom import MAX_PUPILS


class Budget(Protocol):
    """What the sessions of a class, and of others by the same opener, may take together."""

    @property
    def max_pupils(self) -> int: ...

    @property
    def max_wrong_seats(self) -> int:
        """Wrong codes of seats that may be entered in one class in an hour; 0 is without a bound."""
        ...

    def check_one_more(self, origin: Origin, spec: Spec) -> None:
        """Check before a session of a class is made or woken, and make room for it.

        Raises `CLASS_PLACES`, `TOO_MANY_PARAMETERS_IN_CLASS` or `TOO_MUCH_MEMORY_IN_CLASS`.
        """
        ...

    def check_kept(self, origin: Origin, more: int) -> None:
        """Check that so many bytes more may be kept. Raises `TOO_MUCH_KEPT_HERE` or `STORE_FULL`."""
        ...

    def change(self, session: Session, spec: Spec) -> None:
        """Check a spec that a pupil's session is to be given. Raises the same, and `SpecProblem`."""
        ...


class Unbounded:
    """A budget that lets everything pass."""

    max_pupils = MAX_PUPILS
    max_wrong_seats = 0

    def check_one_more(self, origin: Origin, spec: Spec) -> None:
        pass

    def check_kept(self, origin: Origin, more: int) -> None:
        pass

    def change(self, session: Session, spec: Spec) -> None:
        pass


UNBOUNDED = Unbounded()
