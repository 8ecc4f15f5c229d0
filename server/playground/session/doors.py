"""Who may come into a session: its links, as the store keeps them."""

from __future__ import annotations

import time

from playground.session.capability import Right
from playground.session.links import Link, Links
from playground.session.refusal import Ended, Revoked
from playground.session.room import Room
from playground.session.saved import link_row
from playground.store.contract import Store
from playground.store.rows import LinkRow


class Doors:
    """Of one session. Whoever is in its room by a link goes when that is switched off or ends."""

    def __init__(self, session: str, links: Links, room: Room, store: Store) -> None:
        self._session, self.links, self._room, self._store = session, links, room, store

    def issue(self, right: Right, *, label: str = "", until: float | None = None) -> str:
        """The token of a new link."""
        return self.issue_link(right, label=label, until=until)[1]

    def issue_link(
        self, right: Right, *, label: str = "", until: float | None = None
    ) -> tuple[Link, str]:
        """A new link, and its token."""
        for forgotten in self.links.forget(time.time()):
            self._store.drop(LinkRow, id=forgotten.id)
        link, token = self.links.issue(right, time.time(), label=label, until=until)
        self._store.put(link_row(self._session, link))
        return link, token

    def admit(
        self, token_digest: bytes, right: Right, *, label: str = "", until: float | None = None
    ) -> None:
        """Opens the session to a token that exists already."""
        link = self.links.admit(token_digest, right, time.time(), label=label, until=until)
        self._store.put(link_row(self._session, link))

    def revoke(self, id: str) -> None:
        """Switches a link off, and sends away who came by it. Raises `NoLink`."""
        self._store.put(link_row(self._session, self.links.revoke(id, time.time())))
        for viewer in [viewer for viewer in self._room.viewers if viewer.link == id]:
            viewer.outbox.end(Revoked())

    def dismiss_ended(self) -> None:
        """Sends away who came by a link whose time is over."""
        ended = {link.id for link in self.links if link.until and link.until <= time.time()}
        for viewer in [viewer for viewer in self._room.viewers if viewer.link in ended]:
            viewer.outbox.end(Ended())
