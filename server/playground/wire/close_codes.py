"""The codes with which a WebSocket is closed. The table of refusals says which is for which reason."""

from __future__ import annotations

from enum import IntEnum


class CloseCode(IntEnum):
    """Close codes; those from 4000 on are the application's own (RFC 6455, section 7.4.2)."""

    PROTOCOL_BROKEN = 4400
    NO_TOKEN = 4401
    SENT_AWAY = 4403
    UNKNOWN = 4404
    TOO_SLOW = 4408
    OVER = 4410
    TOO_MANY = 4429
    TRY_LATER = 1013
    TOO_BIG = 1009
