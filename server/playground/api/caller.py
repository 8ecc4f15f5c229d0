"""The caller of a request: an identity and an address, found by `middleware/identity.py`."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import HTTPConnection
from starlette.types import Scope

from playground.api.accounts import Bound, Network, bounds_of

IN_SCOPE = "playground.caller"


@dataclass(frozen=True, slots=True)
class Caller:
    """`owner` is the digest of the identity; a new one came without a cookie of ours.

    `networks` are those that they come from, by digests, the widest last: this machine's own user has
    none.
    """

    identity: str
    owner: str
    new: bool
    networks: tuple[Network, ...]

    @property
    def known(self) -> str | None:
        """Under what counts by person are kept: a person without a cookie of ours has none."""
        return None if self.new else self.owner

    @property
    def widest(self) -> str:
        """The key of the widest network: under it is done in turn what none may do twice at a time."""
        return self.networks[-1].key if self.networks else ""

    @property
    def keys(self) -> tuple[str, ...]:
        """The digests of the networks, as they are kept."""
        return tuple(each.key for each in self.networks)

    def bounds(self, *, own: int = 0, address: int = 0) -> tuple[Bound, ...]:
        """Return what counts for this caller, where a person may have so much, and an address."""
        return bounds_of(self.known, self.networks, own=own, address=address)


def caller_of(connection: HTTPConnection) -> Caller:
    """Return who came with this request or WebSocket."""
    found: Caller = connection.scope[IN_SCOPE]
    return found


def owner_of(scope: Scope) -> str | None:
    """Return the owner to log, if the request got as far as to have one that is known."""
    caller: Caller | None = scope.get(IN_SCOPE)
    return None if caller is None else caller.known
