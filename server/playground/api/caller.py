"""The caller of a request: an identity and an address, found by `middleware/identity.py`."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import HTTPConnection
from starlette.types import Scope

IN_SCOPE = "playground.caller"


@dataclass(frozen=True, slots=True)
class Caller:
    """`owner` is the digest of the identity; a new one came without a cookie of ours.

    `address` is None for this machine's own user.
    """

    identity: str
    owner: str
    new: bool
    address: str | None

    @property
    def known(self) -> str | None:
        """Under what counts by person are kept: a person without a cookie of ours has none."""
        return None if self.new else self.owner


def caller_of(connection: HTTPConnection) -> Caller:
    """Return who came with this request or WebSocket."""
    found: Caller = connection.scope[IN_SCOPE]
    return found


def owner_of(scope: Scope) -> str | None:
    """Return the owner to log, if the request got as far as to have one that is known."""
    caller: Caller | None = scope.get(IN_SCOPE)
    return None if caller is None else caller.known
