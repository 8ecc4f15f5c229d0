"""What is watched through a stream, and what comes of it."""

from __future__ import annotations

from typing import Any

from playground.wire import frame

WEIGHTS = {"probe": "weights"}


def kinds(received: list[Any]) -> list[str]:
    return ["bundle" if isinstance(each, frame.Bundle) else str(each["type"]) for each in received]
