"""uvicorn's server, made to look once a second for connections that let it wait too long, and to end in time."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.config import LOGGING_CONFIG

from playground.api.doorway import Doorway
from playground.api.http_protocol import HttpProtocol
from playground.api.listening import TAKEN_AT_ONCE
from playground.api.logs import uvicorn_config
from playground.api.patience import Patience, sweep
from playground.api.settings import Settings
from playground.api.stopping import CLIENTS_WITHIN_S, Ending
from playground.api.transport import PING_EVERY_S, PONG_WITHIN_S, Transport

TICKS_A_SWEEP = 10
NOTICED_S = 2.0


class Server(uvicorn.Server):
    """Lets the time of waiting pass no faster than it sweeps, and waits less where it is crowded.

    What came while the event loop was busy elsewhere is still in the kernel.
    """

    def __init__(
        self, config: uvicorn.Config, patience: Patience, doorway: Doorway, ending: Ending
    ) -> None:
        super().__init__(config)
        self._patience, self._doorway, self._ending = patience, doorway, ending
        self._waited_s = 0.0
        self._swept_at = time.monotonic()

    async def on_tick(self, counter: int) -> bool:
        if counter % TICKS_A_SWEEP == 0:
            now = time.monotonic()
            self._waited_s += min(now - self._swept_at, NOTICED_S)
            self._swept_at = now
            watched: Any = self.server_state.connections
            patience = self._patience.hurried if self._doorway.crowded else self._patience
            sweep(watched, self._waited_s, patience)
        return await super().on_tick(counter)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._ending.begin()
        super().handle_exit(sig, frame)


def server_of(
    app: ASGIApp,
    settings: Settings,
    doorway: Doorway,
    unsaved: Callable[[], set[str]] = set,
) -> Server:
    """Make the server of an application, to be run with the socket of a listener at this doorway.

    `unsaved` gives the sessions that lose something if it is ended now.
    """
    config = uvicorn.Config(
        app,
        # Another loop would take connections past the listener's bounds.
        loop="asyncio",
        http=partial(HttpProtocol, turn=doorway.turn),  # type: ignore[arg-type]
        backlog=TAKEN_AT_ONCE,
        ws=Transport,
        ws_per_message_deflate=False,
        ws_max_size=384 * 1024,
        ws_ping_interval=PING_EVERY_S,
        ws_ping_timeout=PONG_WITHIN_S,
        access_log=False,
        # It would believe what any program of this machine says of others' addresses.
        proxy_headers=False,
        server_header=False,
        log_level="warning",
        log_config=uvicorn_config() if settings.log_json else LOGGING_CONFIG,
        timeout_graceful_shutdown=CLIENTS_WITHIN_S,
    )
    return Server(config, settings.patience, doorway, Ending(unsaved))
