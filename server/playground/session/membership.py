"""The protocol by which a session asks the class that it belongs to, if it belongs to one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Protocol

from playground.engine import contract
from playground.session.links import Link
from playground.session.room import Viewer
from playground.spec.base import Model
from playground.wire.classroom import Area


class Membership(Protocol):
    def greeting(self, viewer: Viewer) -> Iterable[Model]:
        """Give what who enters is told after the spec."""
        ...

    def allow(self, link: Link, areas: Collection[Area]) -> None:
        """Check whether who came by this link may change these now. Raises `HELD` or `LOCKED`."""
        ...

    def allow_weights(self, link: Link) -> None:
        """Check whether they may bring weights from elsewhere. Raises `HELD` or `LOCKED`."""
        ...

    def allow_revoking(self, link: Link, which: str) -> None:
        """Check whether they may switch this link off. Raises `CLASS_LINK`."""
        ...

    def allow_deleting(self) -> None:
        """Check whether the session may go for good. Raises `IN_CLASS`."""
        ...

    def scored(self, event: contract.Scored) -> None:
        """Take in how well the run does on the data that were asked about."""
        ...


class Outside:
    """A session on its own: everything is allowed to whoever has the right."""

    def greeting(self, viewer: Viewer) -> Iterable[Model]:
        return ()

    def allow(self, link: Link, areas: Collection[Area]) -> None:
        pass

    def allow_weights(self, link: Link) -> None:
        pass

    def allow_revoking(self, link: Link, which: str) -> None:
        pass

    def allow_deleting(self) -> None:
        pass

    def scored(self, event: contract.Scored) -> None:
        pass


OUTSIDE = Outside()
