"""The links to a session: each a token that grants a right until it ends or is switched off."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from playground.session.refusals import Refusal, Refused
from playground.wire.rights import Right

TOKEN_BYTES = 24
"""192 bits."""

MAX_LINKS = 100
"""Working links of one session."""

MAX_KEPT = 300
"""All links of one session; of those that work no more the oldest are forgotten."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a session. Only the SHA-256 of its token is kept, so the database opens nothing.

    Times are seconds since 1970; `until` None is for ever.
    """

    id: str
    digest: bytes
    right: Right
    label: str
    made: float
    until: float | None = None
    revoked: float | None = None

    def works(self, now: float) -> bool:
        return self.revoked is None and (self.until is None or self.until > now)


class Links:
    """The links of one session."""

    def __init__(self, links: Iterable[Link] = ()) -> None:
        self._links = {link.id: link for link in links}

    def __iter__(self) -> Iterator[Link]:
        return iter(self._links.values())

    def get(self, id: str) -> Link | None:
        return self._links.get(id)

    def issue(
        self, right: Right, now: float, *, label: str = "", until: float | None = None
    ) -> tuple[Link, str]:
        """Make a new link and its token, which is not kept."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        return self.admit(digest(token), right, now, label=label, until=until), token

    def admit(
        self,
        token_digest: bytes,
        right: Right,
        now: float,
        *,
        label: str = "",
        until: float | None = None,
    ) -> Link:
        """Make a link for a token that exists already, such as a teacher's."""
        link = Link(secrets.token_hex(8), token_digest, right, label, now, until)
        self._links[link.id] = link
        return link

    def check_room(self, now: float) -> None:
        """Raise `TOO_MANY_LINKS` when there is no place for another one."""
        if sum(link.works(now) for link in self) >= MAX_LINKS:
            raise Refused(Refusal.TOO_MANY_LINKS, most=MAX_LINKS)

    def forget(self, now: float) -> list[Link]:
        """Drop those that work no more and are the oldest, while there are too many."""
        dead = sorted((link for link in self if not link.works(now)), key=lambda link: link.made)
        forgotten = dead[: max(0, len(self._links) - MAX_KEPT)]
        for link in forgotten:
            del self._links[link.id]
        return forgotten

    def check_revocable(self, id: str) -> None:
        """Raise `NO_SUCH_LINK`, and `LAST_EDIT_LINK` when without it nobody could edit, now or some day."""
        if id not in self._links:
            raise Refused(Refusal.NO_SUCH_LINK)
        lasting = [
            link.id
            for link in self
            if link.right is Right.EDIT and link.revoked is None and link.until is None
        ]
        if lasting == [id]:
            raise Refused(Refusal.LAST_EDIT_LINK)

    def revoke(self, id: str, now: float) -> Link:
        """Switch a link off for good. Raises `NO_SUCH_LINK`."""
        if id not in self._links:
            raise Refused(Refusal.NO_SUCH_LINK)
        link = self._links[id]
        if link.revoked is None:
            link = self._links[id] = replace(link, revoked=now)
        return link

    def opened_by(self, token: str | None, now: float) -> Link:
        """Return the link of this token. Raises `NO_TOKEN`, `LINK_REVOKED` or `LINK_ENDED`.

        Every link is compared, in constant time, whichever it is.
        """
        asked = digest(token or "")
        found: Link | None = None
        for link in self._links.values():
            if hmac.compare_digest(link.digest, asked):
                found = link
        if found is None or not token:
            raise Refused(Refusal.NO_TOKEN)
        if found.revoked is not None:
            raise Refused(Refusal.LINK_REVOKED)
        if found.until is not None and found.until <= now:
            raise Refused(Refusal.LINK_ENDED)
        return found


def derive_token(key: bytes, what: str) -> str:
    """Return the token for `what`, the same each time: it need not be kept to be told again."""
    made = hmac.digest(key, f"playground.token {what}".encode(), "sha256")[:TOKEN_BYTES]
    return base64.urlsafe_b64encode(made).decode()


def digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
