"""A session's past: its curves whole, its newest checkpoint, its latest edits."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from playground.spec.base import SpecProblem
from playground.spec.delta import delta, follow
from playground.spec.project import Spec, parse
from playground.spec.size import MAX_BYTES

MAX_EDITS = 500
MAX_EDIT_BYTES = 4 * MAX_BYTES
"""Of the ways back, all together; of a slider's each takes about 40."""
STALE_EDITS = MAX_EDITS // 10
PIECE = 256
"""Points of the curves that are saved together."""

Columns = dict[str, list[float | None]]


@dataclass(frozen=True, slots=True)
class Edit:
    """A spec came into force with this revision, and who made it so ("" for nobody).

    `back` is the way to the document of the edit before (`spec.delta`), None where that is not known.
    `time` is seconds since 1970. `request` is the fingerprint of what was asked, "" where it had no id.
    """

    revision: int
    time: float
    author: str = ""
    back: bytes | None = None
    request: str = ""


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
    """Only the newest spec is kept whole: of the others there is the way back to each."""

    def __init__(
        self,
        spec: Spec,
        curves: Curves | None = None,
        checkpoint: Checkpoint | None = None,
        edits: Iterable[Edit] = (),
    ) -> None:
        self.spec = spec
        self.curves = Curves() if curves is None else curves
        self.checkpoint = checkpoint
        self.edits: deque[Edit] = deque(edits)
        self._bytes = sum(len(edit.back or b"") for edit in self.edits)
        self._stale_edits = self._stale_bytes = 0
        self._trim()

    def record(
        self, revision: int, spec: Spec, time: float, author: str = "", request: str = ""
    ) -> Edit:
        """Take in the spec that comes into force."""
        way = None
        if self.edits:
            way = delta(*(each.model_dump(mode="json") for each in (spec, self.spec)))
        edit = Edit(revision, time, author, way, request)
        self.spec = spec
        self.edits.append(edit)
        self._bytes += len(way or b"")
        self._trim()
        return edit

    def made_by(self, request: str) -> int | None:
        """Return the revision that a request made, if it is not too long ago."""
        edits = reversed(self.edits) if request else ()
        return next((edit.revision for edit in edits if edit.request == request), None)

    def names(self, word: str) -> bool:
        """Whether a word stands in what Undo can bring back; it has no signs that JSON would escape."""
        return any(edit.back is not None and word.encode() in edit.back for edit in self.edits)

    def forget_stale(self) -> int | None:
        """Return the oldest revision known, once enough of those before are forgotten to clear them away."""
        if self._stale_edits < STALE_EDITS and self._stale_bytes < MAX_BYTES:
            return None
        self._stale_edits = self._stale_bytes = 0
        return self.edits[0].revision

    @property
    def place(self) -> dict[str, int]:
        """Where the newest checkpoint stands, in fields of a status: its step, and the epoch of the last point before."""
        if self.checkpoint is None:
            return {"step": 0, "epoch": 0}
        step = self.checkpoint.step
        points = bisect_right([each or 0 for each in self.curves.columns.get("step", ())], step)
        epochs = self.curves.columns.get("epoch", ())[:points]
        return {"step": step, "epoch": int(epochs[-1] or 0) if epochs else 0}

    def documents(self) -> Iterator[tuple[Edit, Any]]:
        """Give the edits with their specs as JSON, newest first, as they are now."""
        return _documents(self.spec, tuple(self.edits))

    def document_at(self, revision: int) -> Any | None:
        """Return the spec of a revision as JSON, if it is not too long ago."""
        found = (document for edit, document in self.documents() if edit.revision == revision)
        return next(found, None)

    def spec_at(self, revision: int) -> Spec | None:
        """Return the spec of a revision, if it is not too long ago."""
        if self.edits and revision == self.edits[-1].revision:
            return self.spec
        document = self.document_at(revision)
        try:
            return None if document is None else parse(document)
        except SpecProblem:
            return None

    def _trim(self) -> None:
        """Forget the oldest edits while there are too many of them or they take too much."""
        while len(self.edits) > MAX_EDITS or (self._bytes > MAX_EDIT_BYTES and len(self.edits) > 1):
            self._stale_edits += 1
            self._drop_way(self.edits.popleft())
            # Nothing is known any more to which its way leads.
            self._drop_way(self.edits[0])
            self.edits[0] = replace(self.edits[0], back=None)

    def _drop_way(self, edit: Edit) -> None:
        length = len(edit.back or b"")
        self._bytes -= length
        self._stale_bytes += length


def _documents(spec: Spec, edits: tuple[Edit, ...]) -> Iterator[tuple[Edit, Any]]:
    document = spec.model_dump(mode="json")
    for edit in reversed(edits):
        yield edit, document
        if edit.back is None:
            return
        try:
            document = follow(document, edit.back)
        except (LookupError, TypeError, ValueError, AttributeError):
            # A row that no version of this program has written.
            return
