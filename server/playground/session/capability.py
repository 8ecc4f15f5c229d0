"""Who may do what: rights, and the right that each command needs."""

from __future__ import annotations

from enum import IntEnum

from playground.spec.base import Model
from playground.wire import messages


class Right(IntEnum):
    """Each holds those before it."""

    VIEW = 1
    FORK = 2
    EDIT = 3

    @property
    def label(self) -> str:
        """As messages name it."""
        return self.name.lower()


COMMAND_RIGHTS: dict[type[Model], Right] = {
    messages.Play: Right.EDIT,
    messages.Pause: Right.EDIT,
    messages.Step: Right.EDIT,
    messages.Reset: Right.EDIT,
    messages.Seek: Right.EDIT,
    messages.Pace: Right.EDIT,
    messages.SetParameter: Right.EDIT,
    messages.Fork: Right.VIEW,
}
