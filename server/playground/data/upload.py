"""An uploaded table as a data set: the specs that it allows, and its points."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
from pydantic import ValidationError

from playground.data import metadata as files
from playground.data import storage
from playground.data.encode import Layout, seen, units
from playground.data.metadata import Column, Metadata
from playground.data.points import Points
from playground.data.reading.notes import note
from playground.data.reading.number_formats import TOLD
from playground.data.refused_file import refused
from playground.data.row_store import LARGE_BYTES, RowStore, place_of
from playground.spec.base import SpecProblem
from playground.spec.data import DataSpec
from playground.spec.upload import (
    FEW_ROWS,
    MAX_CATEGORIES,
    MAX_CLASSES,
    MIN_ROWS,
    Upload,
    UploadColumn,
)
from playground.spec.validation_errors import problem_of
from playground.wire.table_reading import Note

FEW_NUMBERS = 10
"""A table's target of whole numbers with no more different ones is taken for classes."""
SAMPLED = 5000
"""Training rows and test rows that stand for a set that is streamed: in pictures and scores."""


def propose(id: str) -> Upload:
    """Propose what to begin with: the last column that can be told is the target, all others are inputs.

    Columns that only number the rows are neither, and of pictures the target is what they are labeled.
    Where dropping rows with empty cells leaves few, the cells are filled instead. Raises
    `SpecProblem` when hardly a row can be used.
    """
    metadata = files.read(id)
    target = _likely_target(metadata)
    pictured = metadata.image is not None or metadata.target == target
    columns = [
        _proposed(column, at == target, pictured) for at, column in enumerate(metadata.columns)
    ]
    document = {
        "id": id,
        "name": metadata.name,
        "columns": [column.model_dump() for column in columns],
        "image": metadata.image,
    }
    try:
        upload = recount(document)
    except SpecProblem as problem:
        if problem.code != "upload_too_few":
            raise
        return recount(document | {"missing": "mean"})
    if upload.rows >= FEW_ROWS or upload.rows == metadata.rows:
        return upload
    filled = recount(document | {"missing": "mean"})
    return filled if filled.rows > upload.rows else upload


def recount(document: Mapping[str, Any]) -> Upload:
    """Make an upload as its user set it up, its rows and categories counted anew from the file.

    Raises `SpecProblem` for columns that cannot be used in that way.
    """
    metadata = files.read(str(document.get("id", "")))
    counted = _with_categories(document, metadata) | {"rows": MIN_ROWS}
    try:
        upload = Upload.model_validate(counted)
    except ValidationError as error:
        raise problem_of(error, counted) from None
    check_columns(upload, metadata)
    rows = count_rows(Layout(upload, metadata))
    if rows < MIN_ROWS:
        raise refused("upload_too_few", count=rows, least=MIN_ROWS)
    return upload.model_copy(update={"rows": rows, "name": metadata.name})


def verify(upload: Upload) -> Metadata:
    """Read the file's metadata. Raises `SpecProblem` when it is gone, or the spec doesn't fit it.

    Quick for what `propose` and `recount` gave: the rows are counted already.
    """
    metadata = files.read(upload.id)
    check_columns(upload, metadata)
    for asked, found in zip(upload.columns, metadata.columns, strict=True):
        if (
            asked.role != "ignored"
            and asked.kind == "category"
            and asked.categories != found.values
        ):
            raise refused("upload_changed")
    if upload.rows != count_rows(Layout(upload, metadata)):
        raise refused("upload_changed")
    return metadata


def check_columns(upload: Upload, metadata: Metadata) -> None:
    """Raise `SpecProblem` when the file has other columns, or one cannot be used as asked."""
    named = [(column.name, column.missing) for column in upload.columns]
    if named != [(column.name, column.missing) for column in metadata.columns]:
        raise refused("upload_changed")
    if upload.image != metadata.image:
        raise refused("upload_changed")
    for asked, found in zip(upload.columns, metadata.columns, strict=True):
        if asked.role == "ignored":
            continue
        if found.stored == "nothing":
            raise refused("upload_unusable_column", column=found.name)
        if asked.kind == "number" and found.stored != "number":
            raise refused("upload_not_numbers", column=found.name)
        if asked.kind == "category" and not found.can_be_category:
            raise refused("upload_many_values", column=found.name, most=MAX_CATEGORIES)


def count_rows(layout: Layout) -> int:
    """Count the usable rows: counted in the file only the first time, and where cells are missing."""
    mean = layout.upload.missing == "mean"
    needed = layout.used[-1:] if mean else layout.used
    if not any(used.found.missing for used in needed):
        return layout.metadata.rows
    folder = files.folder_of(layout.upload.id)
    known = folder / f"count-{layout.digest}"
    try:
        return int(known.read_text())
    except (FileNotFoundError, ValueError):
        pass
    count = sum(len(rows) for rows in layout.read(folder))
    part = folder / f".count-{os.getpid()}-{layout.digest}"
    part.write_text(str(count))
    part.replace(known)
    return count


def is_streamed(upload: Upload) -> bool:
    """Tell whether its rows, as stored and as the network sees them, are more than the data's memory."""
    layout = Layout(upload, files.read(upload.id))
    return upload.rows * (layout.row_bytes + layout.seen_bytes) > storage.data_memory()


def streams(spec: DataSpec) -> bool:
    """Tell whether the set is trained on through `train.stream`. Raises `SpecProblem`, as `verify`."""
    return spec.upload is not None and is_streamed(spec.upload)


def prepare(upload: Upload) -> None:
    """Make the row store: what the first to load it would do. `upload` is verified already."""
    RowStore.open(upload, files.read(upload.id)).close()


def bytes_to_store(upload: Upload) -> int:
    """Tell how many bytes `prepare` would write; 0 where its rows are stored already."""
    layout = Layout(upload, files.read(upload.id))
    if place_of(layout).is_dir():
        return 0
    return upload.rows * layout.row_bytes


def is_large(id: str) -> bool:
    """Tell whether to count and store its rows takes seconds."""
    metadata = files.read(id)
    pixels = metadata.image[0] * metadata.image[1] if metadata.image else 0
    return metadata.rows * (len(metadata.columns) + pixels) * 8 > LARGE_BYTES


def load_upload(spec: DataSpec) -> Points:
    """Load all points into memory if they fit there, else a sample of at most 5,000 to train and to test.

    A set that is sampled is trained on through `train.stream`. Raises `SpecProblem` when the file
    is gone or is not what the spec says.
    """
    if is_streamed(_upload(spec)):
        return sample_upload(spec, 2 * SAMPLED)
    with _opened(spec) as store:
        train, test = store.split(spec)
        moments = store.moments(train)
        x, labels = seen(store.layout, moments, store.read(train.then(test)))
        return Points(x, labels, train.rows, units(store.layout, moments))


def sample_upload(spec: DataSpec, rows: int) -> Points:
    """Load up to `rows` points, half of them of the training rows; the same ones each time."""
    with _opened(spec) as store:
        train, test = store.split(spec)
        moments = store.moments(train)
        of_train = store.sample(train, rows // 2, spec.seed, test=False)
        of_test = store.sample(test, rows - rows // 2, spec.seed, test=True)
        x, labels = seen(store.layout, moments, np.concatenate([of_train, of_test]))
        return Points(x, labels, len(of_train), units(store.layout, moments))


@contextmanager
def _opened(spec: DataSpec) -> Iterator[RowStore]:
    upload = _upload(spec)
    store = RowStore.open(upload, verify(upload))
    try:
        yield store
    finally:
        store.close()


def _upload(spec: DataSpec) -> Upload:
    if spec.upload is None:
        raise refused("upload_gone")
    return spec.upload


def notes_of(upload: Upload, metadata: Metadata) -> tuple[Note, ...]:
    """Tell what would else happen silently when this is made of the file: rows left out, another target."""
    notes = []
    if upload.rows < metadata.rows:
        needed = [
            column
            for column in upload.columns
            if column.role == "target" or (column.role == "input" and upload.missing == "drop")
        ]
        emptiest = max(needed, key=lambda column: column.missing)
        notes.append(
            note("read_rows_left_out", used=upload.rows, rows=metadata.rows, column=emptiest.name)
        )
    if upload.rows < FEW_ROWS:
        notes.append(note("read_few_rows", rows=upload.rows))
    notes += [
        note("read_index_column", column=column.name)
        for column, found in zip(upload.columns, metadata.columns, strict=True)
        if found.index and column.role == "ignored"
    ]
    rounded = [
        column.name
        for column, found in zip(upload.columns, metadata.columns, strict=True)
        if found.rounded and column.role != "ignored" and column.kind == "number"
    ]
    notes += [note("read_rounded", column=name) for name in rounded[:TOLD]]
    notes += _of_values(upload, metadata)
    last = metadata.columns[-1]
    able = [column.name for column in metadata.columns if column.can_be_target]
    label = None if metadata.target is None else metadata.columns[metadata.target]
    if label is not None and label is not last and upload.target.name == label.name:
        notes.append(note("read_label_target", column=label.name))
    if not last.can_be_target and able and upload.target.name == able[-1]:
        notes.append(note("read_other_target", column=last.name, target=upload.target.name))
    return tuple(notes)


def _of_values(upload: Upload, metadata: Metadata) -> list[Note]:
    """Tell of inputs that are the same in every row, and of categories that differ only by case."""
    alike, same = [], []
    for column, found in zip(upload.columns, metadata.columns, strict=True):
        if column.role == "input" and len(found.values) == 1 and metadata.target is None:
            same.append(note("read_one_value", column=column.name))
        if column.role == "ignored" or column.kind != "category":
            continue
        known: dict[str, str] = {}
        for value in found.values:
            first = known.setdefault(" ".join(value.casefold().split()), value)
            if first != value:
                told = {"column": column.name, "value": first, "other": value}
                alike.append(note("read_alike_values", **told))
                break
    return [*same[:TOLD], *alike[:TOLD]]


def _likely_target(metadata: Metadata) -> int:
    columns = metadata.columns
    able = [at for at, column in enumerate(columns) if column.can_be_target]
    if not able:
        raise refused("upload_no_target", most=MAX_CLASSES)
    if metadata.target in able:
        return metadata.target
    return ([at for at in able if not columns[at].index] or able)[-1]


def _proposed(column: Column, target: bool, image: bool) -> UploadColumn:
    most = MAX_CLASSES if image else FEW_NUMBERS
    few = column.whole and 2 <= len(column.values) <= most
    category = column.stored == "text" or (target and few)
    usable = column.stored == "text" or column.stored == "number"
    return UploadColumn(
        name=column.name,
        kind="category" if category else "number",
        role="target" if target else "input" if usable and not column.index else "ignored",
        categories=column.values if category else (),
        missing=column.missing,
    )


def _with_categories(document: Mapping[str, Any], metadata: Metadata) -> dict[str, Any]:
    """Fill in the categories: the user may make a column one, and the file says which there are."""
    columns = document.get("columns")
    if not isinstance(columns, list) or len(columns) != len(metadata.columns):
        raise refused("upload_changed")
    counted = [
        column | {"categories": found.values if column.get("kind") == "category" else ()}
        for column, found in zip(columns, metadata.columns, strict=True)
        if isinstance(column, dict)
    ]
    return dict(document) | {"columns": counted}
