"""Says in a sentence why the server cannot start, in place of a traceback."""

from __future__ import annotations

import sys

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from playground.store.contract import StoreProblem


class StartupMiddleware:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await self._app(scope, receive, send)
            return

        async def tell(message: Message) -> None:
            # It is told from where the problem is handled.
            problem = sys.exc_info()[1]
            if message["type"] == "lifespan.startup.failed" and isinstance(problem, StoreProblem):
                message = {**message, "message": str(problem)}
            await send(message)

        await self._app(scope, receive, tell)
