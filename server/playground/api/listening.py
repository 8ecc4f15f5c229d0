"""The socket on which the server takes connections."""

from __future__ import annotations

import socket

SEND_BUFFER = 128 * 1024
"""Bytes of frames that may wait in the kernel for a slow reader (the default held 8 s of them)."""


def listen(host: str, port: int) -> socket.socket:
    """Bind a TCP socket to an address; port 0 takes a free one.

    Its protocol is named since asyncio turns Nagle's algorithm off for sockets that say they are
    TCP, and for no others: an answer's body waited 40 ms for the receipt of its head.

    Raises `OSError` when the address cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Accepted sockets inherit it.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener
