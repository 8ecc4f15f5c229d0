"""A session's links as the store keeps them, and the viewers who came by them."""

from __future__ import annotations

import time
from collections.abc import Iterator

from playground.session.links import Link, Links
from playground.session.persistence import link_row
from playground.session.refusals import Refusal, Refused
from playground.session.room import Room
from playground.store.contract import Store
from playground.store.rows import LinkRow
from playground.wire.rights import Right


class SessionLinks:
    """The links of one session. Whoever came in by a link goes when it is switched off or ends."""

    def __init__(self, session: str, links: Links, room: Room, store: Store) -> None:
        self._session, self._links, self._room, self._store = session, links, room, store

    def __iter__(self) -> Iterator[Link]:
        return iter(self._links)

    def get(self, id: str) -> Link | None:
        return self._links.get(id)

    def opened_by(self, token: str | None, now: float) -> Link:
        """Return the link of this token. Raises `NO_TOKEN`, `LINK_REVOKED` or `LINK_ENDED`."""
        return self._links.opened_by(token, now)

    def check_room(self, now: float) -> None:
        """Raise `TOO_MANY_LINKS` when there is no place for another one."""
        self._links.check_room(now)

    def check_revocable(self, id: str) -> None:
        """Raise `NO_SUCH_LINK`, and `LAST_EDIT_LINK` when without it nobody could edit, now or some day."""
        self._links.check_revocable(id)

    def issue(self, right: Right, *, label: str = "", until: float | None = None) -> str:
        """Make a new link and return its token."""
        return self.issue_link(right, label=label, until=until)[1]

    def issue_link(
        self, right: Right, *, label: str = "", until: float | None = None
    ) -> tuple[Link, str]:
        """Make a new link and return it with its token."""
        for forgotten in self._links.forget(time.time()):
            self._store.drop(LinkRow, id=forgotten.id)
        link, token = self._links.issue(right, time.time(), label=label, until=until)
        self._store.put(link_row(self._session, link))
        return link, token

    def admit(
        self, token_digest: bytes, right: Right, *, label: str = "", until: float | None = None
    ) -> None:
        """Open the session to a token that exists already."""
        link = self._links.admit(token_digest, right, time.time(), label=label, until=until)
        self._store.put(link_row(self._session, link))

    def revoke(self, id: str) -> None:
        """Switch a link off, and send away who came by it. Raises `NO_SUCH_LINK`."""
        self._store.put(link_row(self._session, self._links.revoke(id, time.time())))
        for viewer in [viewer for viewer in self._room.viewers if viewer.link == id]:
            viewer.outbox.end(Refused(Refusal.LINK_REVOKED))

    def dismiss_ended(self) -> None:
        """Send away who came by a link whose time is over."""
        ended = {link.id for link in self if link.until and link.until <= time.time()}
        for viewer in [viewer for viewer in self._room.viewers if viewer.link in ended]:
            viewer.outbox.end(Refused(Refusal.LINK_ENDED))
