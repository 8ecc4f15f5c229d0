"""The curves of the branch that trains, whole: those of the branches that it comes from, and its own."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

PIECE = 256
"""Points of the curves that are saved together."""

Columns = dict[str, list[float | None]]


class Curves:
    """Columns of one length, by ascending step; they know which of the branch's own points are not yet saved.

    Its own are the rows from `start` on.
    """

    def __init__(self, columns: Columns | None = None, start: int = 0) -> None:
        self.columns: Columns = columns or {}
        self.start = start
        self._saved = len(self)
        self._was_cut = False

    def __len__(self) -> int:
        return len(self.columns.get("step", ()))

    @property
    def last_step(self) -> int:
        """The step of the last point, -1 where there is none."""
        steps = self.columns.get("step")
        return int(steps[-1] or 0) if steps else -1

    def rows_until(self, step: int) -> int:
        """Count the points up to this step."""
        return bisect_right([each or 0 for each in self.columns.get("step", ())], step)

    def cut(self, keep_until: int) -> None:
        """Drop the points above this step."""
        kept = self.rows_until(keep_until)
        for column in self.columns.values():
            del column[kept:]
        self._was_cut = self._was_cut or kept < self._saved
        self._saved = min(self._saved, kept)

    def append(self, added: Mapping[str, Sequence[float | None]]) -> None:
        """Add points: a column that is new is null before, one that is not named is null there."""
        before, more = len(self), len(added.get("step", ()))
        for name in added:
            self.columns.setdefault(name, [None] * before)
        for name, column in self.columns.items():
            column.extend(added.get(name) or [None] * more)

    def since(self, start: int, end: int | None = None) -> dict[str, tuple[float | None, ...]]:
        """Return the points from this row on, up to another."""
        return {name: tuple(column[start:end]) for name, column in self.columns.items()}

    def belong_to(self, start: int, *, saved: bool) -> None:
        """Be another branch's from now on, whose own points begin at this row, all `saved` or none."""
        self.start = min(start, len(self))
        self._saved = len(self) if saved else self.start
        self._was_cut = False

    def copy(self) -> Curves:
        """Return curves that are alike, and as far saved, and share nothing."""
        copy = Curves({name: list(column) for name, column in self.columns.items()}, self.start)
        copy._saved, copy._was_cut = self._saved, self._was_cut
        return copy

    def unsaved(self) -> range:
        """Return the pieces (of `PIECE` points each) that have changed since the last call."""
        first, self._saved = max(0, self._saved - self.start) // PIECE, len(self)
        return range(first, -(-(len(self) - self.start) // PIECE))

    def was_cut(self) -> bool:
        """Tell whether saved points were dropped since the last call."""
        was_cut, self._was_cut = self._was_cut, False
        return was_cut

    def piece(self, number: int) -> dict[str, tuple[float | None, ...]]:
        first = self.start + number * PIECE
        return self.since(first, first + PIECE)
