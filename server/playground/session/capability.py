"""Who may do what: rights, the tokens that grant them, and the right that each command needs."""

from __future__ import annotations

import hashlib
import hmac
import secrets
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


class Tokens:
    """Of one session. Only their SHA-256 is kept, so what is saved opens nothing."""

    def __init__(self) -> None:
        self._rights: list[tuple[bytes, Right]] = []

    def issue(self, right: Right) -> str:
        token = secrets.token_urlsafe(24)
        self._rights.append((_digest(token), right))
        return token

    def right(self, token: str) -> Right | None:
        """What the token grants here, or None."""
        digest = _digest(token)
        found: Right | None = None
        for kept, right in self._rights:
            if hmac.compare_digest(kept, digest):
                found = right
        return found


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
