"""Sessions without a server: a registry whose engine and clock are in the test's hand."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from playground.engine import contract
from playground.session.registry import Registry
from playground.session.session import Session
from playground.store.memory import MemoryStore

Asked = TypeVar("Asked")


@dataclass
class Desk:
    """A registry with a clock and an engine in the test's hand."""

    requests: list[contract.AnyRequest] = field(default_factory=list)
    now: float = 1000.0
    devices: tuple[str, ...] = ("fake",)

    async def start(self, listener: contract.Listener) -> None:
        self.say = listener

    def send(self, request: contract.AnyRequest) -> None:
        self.requests.append(request)

    async def stop(self) -> None:
        pass

    def newest(self, kind: type[Asked]) -> Asked:
        return [each for each in self.requests if isinstance(each, kind)][-1]

    def count(self, kind: type[Any]) -> int:
        return sum(isinstance(each, kind) for each in self.requests)


@contextmanager
def desk(**limits: Any) -> Iterator[tuple[Desk, Registry]]:
    engine = Desk()
    registry = Registry(engine, MemoryStore(), clock=lambda: engine.now, **limits)
    asyncio.run(registry.start())
    yield engine, registry


def status(session: Session, state: str = "playing", **more: Any) -> contract.Status:
    plain: dict[str, Any] = {
        "step": 1,
        "epoch": 0,
        "steps_per_second": 1.0,
        "pace": None,
        "device": "cpu",
        "tier": "eager",
        "revision": session.revision,
    }
    return contract.Status(session.run.id, state=state, **{**plain, **more})
