"""The names of columns as they are shown: none empty, none longer than others can be told from, none twice."""

from __future__ import annotations

from collections.abc import Sequence

from playground.data.reading.notes import note
from playground.wire.table_reading import Note

MAX_NAME = 80
"""Characters of a column's name; the rest is cut off."""


def shown_names(names: Sequence[str]) -> tuple[tuple[str, ...], list[Note]]:
    """Make names to show of those in a file, and tell what was changed."""
    written = [_bare(name) for name in names]
    made = {at for at, name in enumerate(written) if not name}
    used = {name for name in written if name}
    shown: list[str] = []
    taken: set[str] = set()
    alike, cut = [], []
    for at, name in enumerate(written):
        if at in made:
            unique = _unique(f"c{at + 1}", taken | used)
        else:
            short = name[:MAX_NAME]
            unique = _unique(short, taken)
            if unique != short:
                alike.append(unique)
            elif short != name:
                cut.append(unique)
        taken.add(unique)
        shown.append(unique)
    notes = [
        note(code, count=len(which), column=which[0])
        for code, which in (
            ("read_names_made", [shown[at] for at in sorted(made)]),
            ("read_names_cut", cut),
            ("read_names_alike", alike),
        )
        if which
    ]
    return tuple(shown), notes


def _bare(name: str) -> str:
    """Give a name without marks of encoding, quotes and blanks around it."""
    plain = "".join(
        letter for letter in name.replace("\ufeff", "") if letter.isprintable() or letter.isspace()
    )
    bare = " ".join(plain.split())
    for quote in ('"', "'"):
        if len(bare) > 1 and bare[0] == bare[-1] == quote:
            bare = bare[1:-1].strip()
    return bare


def _unique(name: str, taken: set[str]) -> str:
    unique, number = name, 2
    while unique in taken:
        end = f" ({number})"
        unique, number = name[: MAX_NAME - len(end)] + end, number + 1
    return unique
