"""Parts of a PyTorch script as text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Module:
    """A module as the expression that makes it, and the source of a class that it needs, if any."""

    text: str
    helper: str = ""


def call(name: str, *positional: object, **named: tuple[object, object]) -> str:
    """Write a call that leaves out what has its default; `named` are pairs of value and default."""
    given = [str(each) for each in positional]
    given += [f"{key}={value}" for key, (value, default) in named.items() if value != default]
    return f"{name}({', '.join(given)})"
