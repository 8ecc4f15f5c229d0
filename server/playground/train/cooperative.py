"""Cooperative work: a generator that pauses after each piece and at last returns what it made."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TypeVar

Made = TypeVar("Made")

Cooperative = Generator[None, None, Made]


def run_all(pieces: Cooperative[Made]) -> Made:
    """Do all of it at one go, and return what it made."""
    while True:
        try:
            next(pieces)
        except StopIteration as end:
            made: Made = end.value
            return made


def run_until(pieces: Cooperative[None], clock: Callable[[], float], until: float) -> bool:
    """Do a piece, and more while the clock stands before `until`; tell whether that was the last."""
    while True:
        try:
            next(pieces)
        except StopIteration:
            return True
        if clock() >= until:
            return False
