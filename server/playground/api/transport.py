"""uvicorn's WebSocket, made to let go of a peer that is gone, reads no more or lets it wait.

A peer that no event tells to be gone is asked for a sign of life every second. `close` waits until what is buffered has been taken, which such a peer never does: `abort` drops
it. The application finds `abort` in its scope, among the extensions.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame
from websockets.http11 import Request

from playground.api.patience import Patience, WatchedProtocol

if sys.platform != "win32":
    from fcntl import ioctl
    from termios import TIOCOUTQ

ABORT = "playground.abort"
SEND_BUFFER = 128 * 1024
"""Bytes that may wait in this process before sending blocks."""
MAX_PARTS = 100
"""Parts of a message, and pings and pongs between two: browsers send few, and no size counts them."""
PING_EVERY_S, PONG_WITHIN_S = 1.0, 2.8
"""A browser answers by itself, also for a page that is hidden or busy: whoever does not is gone."""
PIECE = 1024
"""Bytes that are parsed before the bounds are looked at again."""


class Transport(WatchedProtocol, WebSocketsSansIOProtocol):
    _parts = 0
    _heard = False
    _waited = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.transport.set_write_buffer_limits(high=SEND_BUFFER)

    def data_received(self, data: bytes) -> None:
        self._heard = True
        for start in range(0, len(data), PIECE):
            if not self.transport.is_closing():
                super().data_received(data[start : start + PIECE])
        if self.conn.handshake_exc is not None and not self.transport.is_closing():
            # A handshake that the library refuses: uvicorn would leave its answer unsent, and the
            # connection open.
            self.transport.write(b"".join(self.conn.data_to_send()))
            self.transport.close()

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if self.response.status_code == 101:
            extensions: dict[Any, Any] = self.scope["extensions"]
            extensions[ABORT] = self.transport.abort

    def handle_ping(self) -> None:
        # Each is answered, read or not.
        if self._is_one_too_many() or self.unread() > 2 * SEND_BUFFER:
            self.abort()
        else:
            super().handle_ping()

    def handle_pong(self, event: Frame) -> None:
        if self._is_one_too_many():
            self.abort()
        else:
            super().handle_pong(event)

    def handle_cont(self, event: Frame) -> None:
        if self._is_one_too_many():
            self.abort()
        else:
            super().handle_cont(event)

    def send_receive_event_to_app(self) -> None:
        self._parts = 0
        super().send_receive_event_to_app()

    def _is_one_too_many(self) -> bool:
        self._parts += 1
        return self._parts > MAX_PARTS

    def send_keepalive_ping(self) -> None:
        self._heard, self._waited = False, self._on_its_way()
        super().send_keepalive_ping()

    def keepalive_timeout(self) -> None:
        """Let go of a peer of which nothing was heard, nor seen that it takes what is sent."""
        if self._heard or self._on_its_way() < self._waited:
            self.pong_timer = self.pending_ping_payload = None
            self.schedule_ping()
        else:
            self.transport.abort()

    def _on_its_way(self) -> int:
        """Return the bytes that the peer's machine has not taken, the kernel's included."""
        socket = self.transport.get_extra_info("socket")
        if sys.platform == "win32" or socket is None or socket.fileno() < 0:
            return self.unread()
        in_kernel = ioctl(socket.fileno(), TIOCOUTQ, bytes(4))
        return self.unread() + int.from_bytes(in_kernel, sys.byteorder)

    def overdue(self, now: float, patience: Patience) -> str | None:
        """Return for what it has been waited too long: "reader" or "handshake".

        What comes after the handshake has deadlines in the application.
        """
        if self.watch.seconds_unread(self.unread(), now) > patience.unread_s:
            return "reader"
        began = self.watch.seconds_in("handshake", now)
        return "handshake" if not self.handshake_complete and began > patience.request_s else None
