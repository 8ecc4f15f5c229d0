"""The socket on which the server takes connections, within the bounds of a doorway."""

from __future__ import annotations

import errno
import os
import socket
import weakref
from contextlib import suppress
from typing import Any

from playground.api.accounts import Network
from playground.api.doorway import Doorway

SEND_BUFFER = 128 * 1024
"""Bytes of frames that may wait in the kernel for a slow reader (the default held 8 s of them)."""
WAITING_IN_KERNEL = 2048
TAKEN_AT_ONCE = 64
"""Connections that are taken before the event loop does something else."""
NO_DESCRIPTOR = (errno.EMFILE, errno.ENFILE)
NO_PLACE = (
    b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain\r\nretry-after: 10\r\n"
    b"connection: close\r\ncontent-length: 53\r\n\r\n"
    b"Too many connections are open: try again in a moment."
)


class Connection(socket.socket):
    """A connection that leaves the doorway when it is closed, or forgotten."""

    @classmethod
    def of(
        cls, taken: socket.socket, doorway: Doorway, networks: tuple[Network, ...]
    ) -> Connection:
        made = cls(taken.family, taken.type, taken.proto, fileno=taken.detach())
        made._leave = weakref.finalize(made, doorway.leave, networks)
        return made

    _leave: weakref.finalize[..., Connection]

    def close(self) -> None:
        super().close()
        self._leave()


class Listener(socket.socket):
    """Closes connections for which the doorway has no place before anything is made for them.

    A descriptor is kept in reserve: where no other is left it takes what waits, to close it. What
    could not be taken stayed in the queue otherwise, and asyncio wrote 2,048 errors a second.
    """

    def __init__(self, family: socket.AddressFamily, doorway: Doorway) -> None:
        super().__init__(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._doorway = doorway
        self._spare: int | None = open_spare()

    def listen(self, backlog: int = 0, /) -> None:
        super().listen(max(backlog, WAITING_IN_KERNEL))

    def accept(self) -> tuple[socket.socket, Any]:
        """Take a connection that there is a place for. Raises `BlockingIOError`: none is there."""
        for _ in range(TAKEN_AT_ONCE):
            try:
                taken, address = super().accept()
            except OSError as error:
                if error.errno not in NO_DESCRIPTOR:
                    raise
                self._close_one()
                continue
            networks = self._doorway.enter(address[0])
            if networks is not None:
                return Connection.of(taken, self._doorway, networks), address
            refuse(taken)
        raise BlockingIOError(errno.EAGAIN, "the rest waits for the next turn")

    def close(self) -> None:
        super().close()
        if self._spare is not None:
            os.close(self._spare)
            self._spare = None

    def _close_one(self) -> None:
        """Close one that waits. Raises `BlockingIOError` where not even that can be done."""
        self._doorway.refuse("descriptors")
        if self._spare is not None:
            os.close(self._spare)
        try:
            super().accept()[0].close()
        except OSError as error:
            raise BlockingIOError(errno.EAGAIN, "no descriptor is left") from error
        finally:
            self._spare = open_spare()


def open_spare() -> int | None:
    try:
        return os.open(os.devnull, os.O_RDONLY)
    except OSError:
        return None


def refuse(taken: socket.socket) -> None:
    """Answer a connection in one write, and close it."""
    with taken, suppress(OSError):
        taken.setblocking(False)
        taken.send(NO_PLACE)
        # Closed with something unread, it would take the answer back.
        taken.shutdown(socket.SHUT_WR)
        taken.recv(64 * 1024)


def listen(host: str, port: int, doorway: Doorway) -> socket.socket:
    """Bind a TCP socket to an address; port 0 takes a free one.

    Its protocol is named since asyncio turns Nagle's algorithm off for sockets that say they are
    TCP, and for no others: an answer's body waited 40 ms for the receipt of its head.

    Raises `OSError` when the address cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = Listener(family, doorway)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Accepted sockets inherit it.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener
