"""uvicorn's WebSocket, made to let go of a peer that reads no more.

`close` waits until what is buffered has been taken, which such a peer never does: `abort` drops
it. The application finds `abort` in its scope, among the extensions.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

ABORT = "playground.abort"
SEND_BUFFER = 128 * 1024
"""Bytes that may wait in this process before sending blocks."""


class Transport(WebSocketsSansIOProtocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.transport.set_write_buffer_limits(high=SEND_BUFFER)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
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

    def keepalive_timeout(self) -> None:
        self.transport.abort()
