"""Names that pupils give themselves: cleaned, and different from one another."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

from playground.spec.base import SpecProblem

MAX = 24
JOINER = "\u200d"
"""Makes one picture of several emoji; every other character that cannot be seen is left out."""


def clean_nickname(wanted: str) -> str:
    """Compose a name (NFC), without control characters and needless space. Raises `SpecProblem`."""
    seen = "".join(
        " " if character.isspace() else character
        for character in unicodedata.normalize("NFC", wanted)
        if character.isspace()
        or character == JOINER
        or not unicodedata.category(character).startswith("C")
    )
    name = " ".join(seen.split())[:MAX].strip()
    if not name.strip(JOINER):
        raise SpecProblem("no_nickname", "Give a name that can be seen.", "/nickname")
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
