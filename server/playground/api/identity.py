"""The identity of a browser: a random name in a signed cookie.

It grants nothing (rights travel as tokens). It is what limits count by, and what makes a person's
pages one person.

A browser keeps up to two of them, of two names:

- The usual one is `SameSite=Lax`: whoever follows a link from another site comes with it, a frame
  or a picture on another site's page does not.
- Within another site's frame browsers take only a cookie of the third kind, `SameSite=None;
  Secure; Partitioned`: it belongs to the frame on that one site. It is given with the frame's
  document alone, and by HTTPS alone. Its name is its own, so where a browser does not part it, it
  still stands beside the usual one and not in its place.

No cookie that somebody has is replaced by a new identity. A visit from another site may leave one
at home, as every cookie of the first releases (`SameSite=Strict`) does: it gets none, and the
page's own next request brings the old one or gets the first. A browser says that a visit is from
another site by `Sec-Fetch-Site`, and to HTTPS and to its own machine alone; elsewhere `Lax` is all
that is needed but for those first releases' cookies.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import shlex
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path

from itsdangerous import BadSignature, TimestampSigner

from playground.api.accounts import Network, in_order, networks_of
from playground.data import storage

SECRET = "PLAYGROUND_SECRET"
FILE = "secret.key"
FEWEST_BYTES = 16
COOKIE = "playground"
SECURE_COOKIE = "__Host-playground"
FRAME_COOKIE = "__Host-playground-frame"
DAY_S = 86_400
LASTS_S = 400 * DAY_S
"""The longest that browsers keep a cookie."""
RENEWED_AFTER_S = 30 * DAY_S
MAX_TRIED = 8
"""Cookies of one name in one request: sites around this one may set some for it as well."""


class SecretProblem(RuntimeError):
    """The message says what to do."""


def secret_key() -> bytes:
    """From the environment, or from a file in the folder for data that is made once.

    Raises `SecretProblem`.
    """
    if given := os.environ.get(SECRET):
        if len(given.encode()) < FEWEST_BYTES:
            raise SecretProblem(f"{SECRET} needs at least {FEWEST_BYTES} characters.")
        return given.encode()
    path = storage.data_dir() / FILE
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _found(path) or _made(path)
    except OSError as problem:
        raise SecretProblem(
            f"The secret key in {path} cannot be read or made ({problem.strerror}): mend the folder's"
            f" rights, or set {SECRET}."
        ) from None


def _found(path: Path) -> bytes | None:
    try:
        found = path.read_bytes()
    except FileNotFoundError:
        return None
    if not is_whole(found):
        folder = shlex.quote(str(path.parent))
        raise SecretProblem(
            f"The secret key in {path} is cut off: put your copy of it in its place, or delete that file,"
            f" as `playground doctor --data-dir {folder} --repair` does. Then a new one is made, and"
            " people get a new identity at their next visit."
        )
    return found


def is_whole(key: bytes) -> bool:
    """Whether it is long enough, and not what a disk leaves of a file that was never written out."""
    return len(key) >= FEWEST_BYTES and any(key)


def _made(path: Path) -> bytes:
    """Whole or not at all, also when two processes make it at once: the first one's is kept."""
    part = path.with_name(f"{FILE}.{secrets.token_hex(4)}")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(32))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink()
    return path.read_bytes()


class Identities:
    """`read` and `cookie` know cookies, the rest only identities."""

    def __init__(self, secret: bytes) -> None:
        self._signer = TimestampSigner(
            secret, salt="playground.identity", digest_method=hashlib.sha256
        )
        self._key = hashlib.sha256(b"playground.person" + secret).digest()
        self._network_key = hashlib.sha256(b"playground.place" + secret).digest()
        self.networks = lru_cache(maxsize=4096)(self._networks)

    def new(self) -> str:
        return secrets.token_urlsafe(16)

    def read(self, cookies: str, secure: bool) -> tuple[str | None, bool]:
        """Return the identity of a `Cookie` header, if it is one of ours, and whether to renew it.

        A frame's is not renewed: it ends with its time.
        """
        found, renew = self._signed(values_of(cookies, name(secure)))
        if found is None and secure:
            found, _ = self._signed(values_of(cookies, FRAME_COOKIE))
            return found, found is None
        return found, renew

    def cookie(self, identity: str, secure: bool) -> str:
        """Return a `Set-Cookie` header."""
        value = self._signer.sign(identity).decode()
        attributes = f"Path=/; Max-Age={LASTS_S}; HttpOnly; SameSite=Lax"
        return f"{name(secure)}={value}; {attributes}{'; Secure' if secure else ''}"

    def frame_cookie(self, identity: str) -> str:
        """Return a `Set-Cookie` header for a frame of another site's page, where HTTPS is spoken."""
        value = self._signer.sign(identity).decode()
        attributes = f"Path=/; Max-Age={LASTS_S}; HttpOnly; SameSite=None; Secure; Partitioned"
        return f"{FRAME_COOKIE}={value}; {attributes}"

    def owner(self, identity: str) -> str:
        """Return what is kept and logged instead of the identity."""
        return self._digest("owner", identity)[:24]

    def person(self, identity: str, session: str) -> str:
        """Return the person's id within one session, by which others cannot find them in another session."""
        return self._digest(f"person {session}", identity)[:12]

    def _networks(self, address: str | None) -> tuple[Network, ...]:
        """Return the networks of what `address_of` found, by digests: they are kept, and no address is."""
        keys = (each.key.encode() for each in networks_of(address))
        digests = (hmac.new(self._network_key, key, hashlib.sha256).hexdigest() for key in keys)
        return in_order(*(digest[:24] for digest in digests))

    def _signed(self, values: Iterator[str]) -> tuple[str | None, bool]:
        """Return the first that we have signed, and whether it is old."""
        for value in islice(values, MAX_TRIED):
            try:
                identity, signed = self._signer.unsign(
                    value, max_age=LASTS_S, return_timestamp=True
                )
            except BadSignature:
                continue
            age = self._signer.get_timestamp() - int(signed.timestamp())
            return identity.decode(errors="replace"), age > RENEWED_AFTER_S
        return None, True

    def _digest(self, use: str, identity: str) -> str:
        return hmac.new(self._key, f"{use} {identity}".encode(), hashlib.sha256).hexdigest()


def name(secure: bool) -> str:
    """Return the cookie's name. Browsers take `__Host-` from this very server only, and only by HTTPS."""
    return SECURE_COOKIE if secure else COOKIE


def values_of(cookies: str, wanted: str) -> Iterator[str]:
    """Give the values that a `Cookie` header has for a name.

    Ours have no quotes, so none are read: the standard library's parser takes time that grows with
    the square of what stands between them (CVE-2024-7592), and this one's grows with the header.
    """
    for pair in cookies.split(";"):
        key, equals, value = pair.partition("=")
        if equals and key.strip() == wanted:
            yield value.strip()
