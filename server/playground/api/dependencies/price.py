"""The price of a route, taken once from whoever asks, before their body is read where it is JSON."""

from __future__ import annotations

from starlette.requests import HTTPConnection

from playground.api.caller import caller_of
from playground.api.prices import ROUTES, STREAM
from playground.api.services import services_of
from playground.session.refusals import Refusal, Refused

PAID = "playground.paid"


def pay(connection: HTTPConnection) -> None:
    """Take the price of this route. Raises `TOO_FAST`, and `FORBIDDEN` where the table has none."""
    scope = connection.scope
    if scope.get(PAID):
        return
    method = STREAM if scope["type"] == "websocket" else scope["method"]
    price = ROUTES.get((method, scope["route"].path))
    if price is None:
        raise Refused(Refusal.FORBIDDEN)
    services_of(connection).limiter.charge(caller_of(connection), price)
    scope[PAID] = True


async def paid(connection: HTTPConnection) -> None:
    """Take the price, for routes that no right is declared for."""
    pay(connection)
