"""JSON bodies: what is nested without end is refused, and no number is too long to be read."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from itertools import accumulate
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope

from playground.api.caller import caller_of
from playground.api.dependencies.price import pay
from playground.api.services import services_of
from playground.spec.base import SpecProblem

MAX_DEPTH = 64
"""Lists and objects within one another; of the deepest set-up in an edit there are 11."""

LARGEST = 10**300
"""In place of a larger number: no field takes it, and each can say what it takes instead."""
MAX_DIGITS = 300

_TEXT = re.compile(r'"[^"\\]*(?:\\.?[^"\\]*)*(?:"|\Z)', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")
_STEP = {"[": 1, "{": 1, "]": -1, "}": -1}
_TOKEN = re.compile(r'(?P<text>"[^"\\]*(?:\\.[^"\\]*)*")(?P<key>\s*:)?|[\[\]{},"]', re.DOTALL)


class Unreadable(HTTPException):
    """A body that is JSON and that nothing here could use."""

    def __init__(self, problem: SpecProblem) -> None:
        super().__init__(422, problem.sentence)
        self.problem = problem


class JsonRequest(Request):
    def __init__(self, scope: Scope, receive: Receive, held: AsyncExitStack) -> None:
        """`held` is what is held until the request is answered."""
        super().__init__(scope, receive)
        self._held = held
        self._read: Any = ...

    async def json(self) -> Any:
        """Read the document once. Raises `Unreadable`, or `ValueError` for what is no JSON."""
        if self._read is ...:
            body = await self.body()
            limiter, caller = services_of(self).limiter, caller_of(self)
            await self._held.enter_async_context(limiter.body(caller, len(body)))
            async with limiter.turn(caller, len(body)):
                self._read = read(body.decode(json.detect_encoding(body)))
        return self._read


class JsonRoute(APIRoute):
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handler(request: Request) -> Response:
            pay(request)
            async with AsyncExitStack() as held:
                return await handle(JsonRequest(request.scope, request.receive, held))

        return handler


def read(text: str) -> Any:
    """Read a JSON document. Raises `Unreadable`, or `ValueError` for what is no JSON."""
    if _depth(text) > MAX_DEPTH:
        _refuse(text)
    return json.loads(text, parse_int=_whole, parse_float=_fraction)


def _whole(digits: str) -> int:
    if len(digits) <= MAX_DIGITS:
        return int(digits)
    return -LARGEST if digits.startswith("-") else LARGEST


def _fraction(digits: str) -> float:
    value = float(digits)
    return math.copysign(float(LARGEST), value) if math.isinf(value) else value


def _depth(text: str) -> int:
    """Count before it is parsed, which takes the interpreter's stack."""
    brackets = _BRACKET.findall(_TEXT.sub("", text))
    return max(accumulate(map(_STEP.__getitem__, brackets)), default=0)


def _refuse(text: str) -> None:
    """Raise `Unreadable` at the field that goes too deep; says nothing of what is no JSON."""
    path: list[str | int] = []
    """The position of the scan in each enclosing list or object."""
    for token in _TOKEN.finditer(text):
        match token[0][0]:
            case "[" | "{" if len(path) == MAX_DEPTH:
                raise Unreadable(_too_deep(path))
            case "[":
                path.append(0)
            case "{":
                path.append('""')
            case "]" | "}" if path:
                path.pop()
            case "," if path and isinstance(path[-1], int):
                path[-1] += 1
            case '"' if token["text"] is None:
                return
            case '"' if token["key"] and path:
                path[-1] = token["text"]


def _too_deep(path: list[str | int]) -> SpecProblem:
    """At the last field that has a name: what follows are lists within lists.

    Raises `ValueError` where a name is no JSON.
    """
    while path and isinstance(path[-1], int):
        path.pop()
    parts = [str(json.loads(part) if isinstance(part, str) else part) for part in path]
    names = [part.replace("~", "~0").replace("/", "~1") for part in parts]
    return SpecProblem(
        "nested_too_deep",
        f"Lists and objects are nested more than {MAX_DEPTH} levels deep here. Make the"
        " data flatter.",
        "".join(f"/{name}" for name in names),
        {"most": MAX_DEPTH},
    )
