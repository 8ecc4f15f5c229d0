"""Requests that a trainer has not done yet."""

from __future__ import annotations

from collections import deque

from playground.engine.contract import AnyRequest, Edit


class Backlog:
    """In order; of one run's edits that follow each other the newest is done, the rest need not be.

    A slider that is dragged sends an edit for each of its values: where a machine is too slow for
    all of them, the last one is what counts.
    """

    def __init__(self) -> None:
        self._waiting: deque[list[AnyRequest]] = deque()
        self._newest: dict[str, list[AnyRequest]] = {}

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def add(self, request: AnyRequest) -> None:
        newest = self._newest.get(request.run)
        if newest is not None and _overrules(request, newest[-1]):
            newest.append(request)
            return
        item = self._newest[request.run] = [request]
        self._waiting.append(item)

    def take(self) -> list[AnyRequest]:
        """Take one request, or edits of one run, the newest last."""
        item = self._waiting.popleft()
        if self._newest[item[0].run] is item:
            del self._newest[item[0].run]
        return item


def _overrules(request: AnyRequest, waiting: AnyRequest) -> bool:
    """Whether what waits need not be done: it must be where a branch begins with what comes."""
    if not (isinstance(request, Edit) and isinstance(waiting, Edit)):
        return False
    return request.branch == waiting.branch
