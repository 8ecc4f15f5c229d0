"""Names that pupils give themselves: cleaned, and different from one another."""

from __future__ import annotations

from collections.abc import Collection

from playground.spec.base import SpecProblem
from playground.spec.names import clean_name

MAX = 24


def clean_nickname(wanted: str) -> str:
    """Return a name as `spec/names.py` keeps them. Raises `SpecProblem` where nothing is left."""
    name = clean_name(wanted)[:MAX]
    # The end may have been cut within an emoji.
    if not (name := clean_name(name)):
        raise SpecProblem("no_nickname", "Enter a nickname with visible characters.", "/nickname")
    return name


def free(wanted: str, taken: Collection[str]) -> str:
    """Return the name, numbered where somebody has it already."""
    others = {name.casefold() for name in taken}
    name, number = wanted, 1
    while name.casefold() in others:
        number += 1
        ending = f" {number}"
        name = wanted[: MAX - len(ending)].rstrip() + ending
    return name
