"""The server's current load, for Prometheus and the operator's page."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass

from prometheus_client import Gauge

from playground.classroom.classroom_registry import ClassroomRegistry
from playground.session.registry import Registry
from playground.session.session import Session
from playground.store.contract import StoreProblem
from playground.store.rows import SessionRow

SESSIONS = Gauge("playground_sessions", "Sessions of this server", ["state"])
WAITING = Gauge("playground_queue_length", "Sessions that wait for a place")
STEPS = Gauge("playground_steps_per_second", "Training steps a second", ["device"])
TRAINERS = Gauge("playground_trainers", "Trainers that are ready", ["device"])
CLASSES = Gauge("playground_classes", "Classes that run")
BEHIND = Gauge("playground_store_behind_seconds", "Age of the oldest thing that is not yet durable")


@dataclass(frozen=True, slots=True)
class ServerStatus:
    """Counts and rates at one moment.

    `sessions` are counted by state (without "parked" where the store cannot be read), `steps` (a
    second) and `trainers` by device.
    """

    sessions: dict[str, int]
    steps: dict[str, float]
    trainers: dict[str, int]
    viewers: int
    classes: int
    behind_s: float


def state_of(registry: Registry, session: Session) -> str:
    """Return "queued", "asleep" (nobody looks and it does not train) or "awake"."""
    if registry.admission.waits(session):
        return "queued"
    return "asleep" if session.empty_since is not None and not session.run.playing else "awake"


async def server_status(registry: Registry, classrooms: ClassroomRegistry) -> ServerStatus:
    """Measure the server's load now."""
    here = list(registry.sessions.values())
    states: Counter[str] = Counter({"awake": 0, "asleep": 0, "queued": 0})
    states.update(state_of(registry, each) for each in here)
    sessions = dict(states)
    with suppress(StoreProblem):
        sessions["parked"] = max(0, await registry.store.count(SessionRow) - len(here))
    steps: dict[str, float] = dict.fromkeys(registry.devices, 0.0)
    for each in here:
        if each.status.state == "playing" and each.status.device:
            device = each.status.device
            steps[device] = steps.get(device, 0.0) + each.status.steps_per_second
    return ServerStatus(
        sessions,
        steps,
        dict(Counter(registry.devices)),
        sum(len(each.room.viewers) for each in here),
        len(classrooms.running),
        registry.store.behind_s,
    )


def export(now: ServerStatus) -> None:
    """Set the Prometheus gauges."""
    for gauge, values in ((SESSIONS, now.sessions), (STEPS, now.steps), (TRAINERS, now.trainers)):
        gauge.clear()
        for name, value in values.items():
            gauge.labels(name).set(value)
    WAITING.set(now.sessions["queued"])
    CLASSES.set(now.classes)
    BEHIND.set(now.behind_s)
