"""All rows of the store: what no server could use is written into the attic and goes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import sqlalchemy as sa

from playground.doctor import class_rows, session_rows
from playground.doctor.examination import Examination
from playground.doctor.fault import Fault
from playground.doctor.raw_rows import keys, names_of, naming, raw
from playground.store.rows import PARTS, ClassroomRow, Row, SessionRow
from playground.store.tables import TABLES


@dataclass(slots=True)
class Counts:
    """What was found; `uploads` are the files that sessions name, with how many do."""

    sessions: int = 0
    uploads: Counter[str] = field(default_factory=Counter)
    mended: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)


def examine(reader: sa.Connection, writer: sa.Engine | None, examination: Examination) -> Counts:
    """Look at each session with all that is of it, at the classes, and at what is of neither.

    Without a `writer` nothing is mended.
    """
    counts = Counts()
    whole = reader.execute(sa.select(sa.func.count()).select_from(TABLES[SessionRow])).scalar_one()
    for id in keys(reader, SessionRow):
        look = session_rows.look(reader, id)
        counts.sessions += 1
        if look.upload is not None:
            counts.uploads[look.upload] += 1
        # A session is read as it is in one moment, and the next one as it is then.
        reader.rollback()
        _treat(writer, examination, counts, look.faults)
        examination.progress(f"sessions: {counts.sessions:,} of {whole:,}")
    for id in keys(reader, ClassroomRow):
        faults = tuple(class_rows.look(reader, id))
        reader.rollback()
        _treat(writer, examination, counts, faults)
    for part, column, owner in _owned():
        _treat(writer, examination, counts, _alone(reader, part, column, owner))
    _tell(examination, counts)
    return counts


def _owned() -> Iterator[tuple[type[Row], str, type[Row]]]:
    for owner, parts in PARTS.items():
        for part, column in parts:
            yield part, column, owner


def _alone(
    reader: sa.Connection, part: type[Row], column: str, owner: type[Row]
) -> Iterator[Fault]:
    """Give the rows of what is gone."""
    there = f'"{column}" NOT IN (SELECT "{owner.key[0]}" FROM "{owner.table}")'
    names = names_of(part)
    for values in raw(reader, part, there):
        key = {name: values[names.index(name)] for name in part.key}
        yield Fault(part, key, f"{part.table} of what is gone")


def _treat(
    writer: sa.Engine | None, examination: Examination, counts: Counts, faults: Iterable[Fault]
) -> None:
    for fault in faults:
        if fault.newer:
            counts.unknown[fault.why] += 1
        elif writer is None:
            counts.left[fault.why] += 1
        else:
            with writer.begin() as connection:
                _mend(connection, examination, fault)
            counts.mended[fault.why] += 1


def _mend(connection: sa.Connection, examination: Examination, fault: Fault) -> None:
    """Write the row down with all that is of it; then alter it, or delete it."""
    here = naming(fault.kind, fault.key)
    _keep(connection, examination, fault.kind, here, fault)
    if fault.kept is not None:
        values = {f"new_{name}": json.dumps(value) for name, value in fault.kept.items()}
        put = ", ".join(f'"{name}" = :new_{name}' for name in fault.kept)
        question = f'UPDATE "{fault.kind.table}" SET {put} WHERE {here}'
        connection.execute(sa.text(question), {**fault.key, **values})
        return
    for part, column in PARTS.get(fault.kind, ()):
        (id,) = fault.key.values()
        of_it = naming(part, {column: id})
        _keep(connection, examination, part, of_it, Fault(part, {column: id}, ""))
    connection.execute(sa.text(f'DELETE FROM "{fault.kind.table}" WHERE {here}'), fault.key)


def _keep(
    connection: sa.Connection, examination: Examination, kind: type[Row], where: str, fault: Fault
) -> None:
    names = names_of(kind)
    rows = raw(connection, kind, where, **fault.key)
    examination.attic.take_rows(kind.table, names, rows)


def _tell(examination: Examination, counts: Counts) -> None:
    report = examination.report
    if counts.mended:
        report.mended(
            "rows", f"taken out, and kept in {examination.attic.folder}: {_list(counts.mended)}."
        )
    if counts.left:
        report.left("rows", f"{_list(counts.left)}: {examination.how}.")
    if counts.unknown:
        report.left(
            "rows",
            f"{_list(counts.unknown)}: they stay as they are; the version that wrote them opens them.",
        )
    if not (counts.mended or counts.left or counts.unknown):
        report.ok("rows", f"{counts.sessions:,} sessions can be opened.")


def _list(counted: Counter[str]) -> str:
    return ", ".join(f"{count:,} {why}" for why, count in counted.items())
