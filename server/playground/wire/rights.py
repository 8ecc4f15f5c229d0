"""Rights: what a token allows who holds it."""

from __future__ import annotations

from enum import Enum, IntEnum


class Right(IntEnum):
    """A right to a session. Each holds those before it."""

    VIEW = 1
    FORK = 2
    EDIT = 3

    @property
    def label(self) -> str:
        """The right as messages name it."""
        return self.name.lower()


class Role(Enum):
    """Whose token something takes, and no other one: of a class, or of who runs the server."""

    TEACHER = "teacher"
    PUPIL = "pupil"
    OPERATOR = "operator"
