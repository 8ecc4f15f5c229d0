"""A client of a stream that never reads, and answers nothing."""

from __future__ import annotations

import base64
import os
import socket

from playground.wire.stream import SUBPROTOCOL
from support.web import Made


def raw(made: Made, *texts: str) -> socket.socket:
    """A client that says hello and never reads anything after the handshake."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect(("127.0.0.1", made.web.port))
    key = base64.b64encode(os.urandom(16)).decode()
    connection.sendall(
        f"GET /api/sessions/{made.id}/stream HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
        f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
        f"Sec-WebSocket-Protocol: {SUBPROTOCOL}\r\n\r\n".encode()
    )
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += connection.recv(1)
    for text in texts:
        connection.sendall(masked(text))
    return connection


def masked(text: str) -> bytes:
    body = text.encode()
    length = (
        bytes([0x80 | len(body)])
        if len(body) < 126
        else bytes([0x80 | 126]) + len(body).to_bytes(2, "big")
    )
    return b"\x81" + length + bytes(4) + body
