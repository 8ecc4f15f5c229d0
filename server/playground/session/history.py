"""A session's past: its curves whole, its newest checkpoint, its latest edits."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from playground.spec.project import Spec

MAX_EDITS = 500
PIECE = 256
"""Points of the curves that are saved together."""

Columns = dict[str, list[float | None]]


@dataclass(frozen=True, slots=True)
class Edit:
    """The spec that came into force with this revision, and who made it so ("" for nobody).

    `time` is seconds since 1970.
    """

    revision: int
    spec: Spec
    time: float
    author: str = ""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A run's state; `spec` is the one that it had then, at `revision`."""

    step: int
    revision: int
    spec: Spec
    data: bytes


class Curves:
    """Columns of one length, by ascending step; they know which points are not yet saved."""

    def __init__(self, columns: Columns | None = None) -> None:
        self.columns: Columns = columns or {}
        self._saved = len(self)

    def __len__(self) -> int:
        return len(self.columns.get("step", ()))

    def cut(self, keep_until: int) -> None:
        """Drop the points above this step."""
        steps = [step or 0 for step in self.columns.get("step", ())]
        kept = bisect_right(steps, keep_until)
        for column in self.columns.values():
            del column[kept:]
        self._saved = min(self._saved, kept)

    def append(self, added: Columns) -> None:
        """Add points: a column that is new is null before, one that is not named is null there."""
        before, more = len(self), len(added.get("step", ()))
        for name in added:
            self.columns.setdefault(name, [None] * before)
        for name, column in self.columns.items():
            column.extend(added.get(name) or [None] * more)

    def since(self, start: int, end: int | None = None) -> dict[str, tuple[float | None, ...]]:
        """Return the points from this row on, up to another."""
        return {name: tuple(column[start:end]) for name, column in self.columns.items()}

    def unsaved(self) -> range:
        """Return the pieces (of `PIECE` points each) that have changed since the last call."""
        first, self._saved = self._saved // PIECE, len(self)
        return range(first, -(-len(self) // PIECE))

    def piece(self, number: int) -> dict[str, tuple[float | None, ...]]:
        return self.since(number * PIECE, (number + 1) * PIECE)


class History:
    def __init__(
        self,
        curves: Curves | None = None,
        checkpoint: Checkpoint | None = None,
        edits: Iterable[Edit] = (),
    ) -> None:
        self.curves = Curves() if curves is None else curves
        self.checkpoint = checkpoint
        self.edits: deque[Edit] = deque(edits, maxlen=MAX_EDITS)

    @property
    def place(self) -> dict[str, int]:
        """Where the newest checkpoint stands, in fields of a status: its step, and the epoch of the last point before."""
        if self.checkpoint is None:
            return {"step": 0, "epoch": 0}
        step = self.checkpoint.step
        points = bisect_right([each or 0 for each in self.curves.columns.get("step", ())], step)
        epochs = self.curves.columns.get("epoch", ())[:points]
        return {"step": step, "epoch": int(epochs[-1] or 0) if epochs else 0}

    def spec_at(self, revision: int) -> Spec | None:
        """Return the spec of a revision, if it is not too long ago."""
        found = (edit.spec for edit in reversed(self.edits) if edit.revision == revision)
        return next(found, None)
