"""The picture of a session's data, which all its viewers are shown."""

from __future__ import annotations

from playground.session.points import KEY, points_frame
from playground.session.room import Viewer
from playground.spec.base import SpecProblem
from playground.spec.cautions import Range
from playground.spec.data import DataSpec
from playground.spec.project import Spec
from playground.wire.frame import decode, to_numpy
from playground.wire.problems import Problem
from playground.wire.stream import ErrorMessage


class DataPicture:
    """The newest picture, once it is drawn.

    Large sets are drawn beforehand, beside the event loop: that takes longer than an answer may.
    """

    def __init__(self, shown: DataSpec) -> None:
        self._held: tuple[DataSpec, bytes] | None = None
        self._targets: tuple[DataSpec, Range] | None = None
        self._shown = shown

    def hold(self, data: DataSpec, frame: bytes) -> None:
        """Take the picture of these data, drawn beforehand."""
        self._held = data, frame

    def has(self, data: DataSpec) -> bool:
        return self._held is not None and self._held[0] == data

    def of(self, data: DataSpec) -> bytes | None:
        """Return the picture of these data, if it is drawn already."""
        return self._held[1] if self._held and self.has(data) else None

    def draw(self, spec: Spec, revision: int) -> bytes:
        """Return the picture of a spec's data, drawn now if need be.

        Raises `SpecProblem` when the data cannot be drawn.
        """
        if not self.has(spec.data):
            self.hold(spec.data, points_frame(spec, revision))
        assert self._held is not None
        return self._held[1]

    def targets(self, spec: Spec, revision: int) -> Range | None:
        """Return from where to where the numbers go that a regression aims at, in this picture.

        None for a file that is gone.
        """
        if self._targets is None or self._targets[0] != spec.data:
            try:
                labels = to_numpy(decode(self.draw(spec, revision)).arrays["labels"])
            except SpecProblem:
                return None
            self._targets = spec.data, (float(labels.min()), float(labels.max()))
        return self._targets[1]

    def renew(self, data: DataSpec) -> bool:
        """Note that viewers see these data from now on, and return whether they saw others."""
        stale, self._shown = self._shown != data, data
        return stale

    def show(self, viewer: Viewer, spec: Spec, revision: int) -> None:
        """Show the data; of a file that was uploaded and is gone by now the viewer is told."""
        try:
            viewer.outbox.show(KEY, self.draw(spec, revision))
        except SpecProblem as problem:
            document = Problem.of(
                410, problem.code, problem.sentence, problem.pointer, problem.params
            )
            viewer.outbox.tell(ErrorMessage(problem=document))
