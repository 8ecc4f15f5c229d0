"""The rows of classes: which of them no server could use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from playground.classroom.classroom import Classroom
from playground.classroom.pupil import Pupil
from playground.doctor.fault import Fault
from playground.doctor.raw_rows import one, raw, typed
from playground.store.memory import MemoryStore
from playground.store.rows import ClassroomRow, PupilRow

UNUSABLE = (KeyError, ValueError, TypeError, AttributeError, IndexError)
"""What a document that is not one of ours leads to."""


def look(connection: sa.Connection, id: Any) -> Iterator[Fault]:
    """Give a class's faults; without the class its pupils are of no use."""
    values = one(connection, ClassroomRow, id)
    row = typed(ClassroomRow, values) if values is not None else None
    if row is None or not _opens(row):
        yield Fault(ClassroomRow, {"id": id}, "classes that cannot be read")
        return
    for pupil in raw(connection, PupilRow, '"classroom" = :id', id=id):
        found = typed(PupilRow, pupil)
        if found is None or not _joins(found):
            yield Fault(PupilRow, {"id": pupil[0]}, "pupils that cannot be read")


def _opens(row: ClassroomRow) -> bool:
    try:
        Classroom.of(row, [], MemoryStore(), lambda _: None)
    except UNUSABLE:
        return False
    return True


def _joins(row: PupilRow) -> bool:
    try:
        Pupil.of(row)
    except UNUSABLE:
        return False
    return True
