"""Long work in pieces: a generator that pauses after each of them and at last gives what it made."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TypeVar

Made = TypeVar("Made")

Cooperative = Generator[None, None, Made]


def run_all(pieces: Cooperative[Made]) -> Made:
    """All of it at one go."""
    while True:
        try:
            next(pieces)
        except StopIteration as end:
            made: Made = end.value
            return made


def run_until(pieces: Cooperative[None], clock: Callable[[], float], until: float) -> bool:
    """A piece, and more while the clock stands before `until`; whether that was the last."""
    while True:
        try:
            next(pieces)
        except StopIteration:
            return True
        if clock() >= until:
            return False
