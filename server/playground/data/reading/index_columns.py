"""Columns that only number the rows, as pandas and R write them: nothing can be learned from such a number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

UNNAMED = re.compile(
    r"|Unnamed: \d+(?:\.\d+)*|__index_level_\d+__|level_0|index|row[._ ]?names?", re.IGNORECASE
)
"""What stands above the names of rows that a program wrote of itself."""
IDENTITY = re.compile(
    r"(?:.*[_ .-])?(?:id|ID|Id|uid|uuid|idx|key)|.*[a-z](?:Id|ID)|.*(?:번호|아이디)|.*[a-z]nummer",
    re.DOTALL,
)
COUNT = re.compile(
    r"row|rows|row[._ ]?(?:id|no|num|number|index)|record|obs|observation|case|sample|seq|sequence"
    r"|no\.?|nr\.?|num|number|#|s\.? ?no\.?|sl\.? ?no\.?|lfd\.? ?nr\.?|순번|연번|일련번호|番号|序号|№",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Numbering:
    """How the whole numbers of a column follow each other.

    `counts`: by one, from 0 or 1. `apart`: none comes twice, as far as is looked at.
    """

    counts: bool
    apart: bool


def index_columns(
    written: Sequence[str], numberings: Sequence[Numbering | None], usable: Sequence[bool]
) -> tuple[int, ...]:
    """Find the columns that number the rows, by the names that stand in the file: "" where there is none.

    There are none where the others would not be an input and a target.
    """
    found = [
        at
        for at, (name, numbering) in enumerate(zip(written, numberings, strict=True))
        if numbering is not None and _numbers_rows(at, name, numbering, written)
    ]
    others = sum(able for at, able in enumerate(usable) if at not in found)
    return tuple(found) if others >= 2 else ()


def names_rows(name: str) -> bool:
    """Whether a column of that name may number the rows."""
    return any(pattern.fullmatch(name) for pattern in (UNNAMED, IDENTITY, COUNT))


def _numbers_rows(at: int, name: str, numbering: Numbering, written: Sequence[str]) -> bool:
    if name == "" and not any(written):
        # A table without names: only its first column, if it counts.
        return at == 0 and numbering.counts
    if IDENTITY.fullmatch(name) or (UNNAMED.fullmatch(name) and at == 0):
        return numbering.counts or numbering.apart
    if name == "X":
        # R's, and not the one beside Y.
        return at == 0 and numbering.counts and not {"Y", "y"} & {*written}
    return numbering.counts and names_rows(name)
