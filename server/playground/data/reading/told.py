"""What is told of how a file of text was read: the decisions, and all that would else happen silently."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from playground.data.metadata import Column
from playground.data.reading.encoding import Found
from playground.data.reading.notes import note
from playground.data.reading.number_formats import TOLD, Formats
from playground.data.reading.number_shapes import ONLY_AMONG_NUMBERS, read_shape
from playground.data.reading.pictures import Picture
from playground.data.reading.survey import ColumnSurvey
from playground.data.reading.table import Table
from playground.data.reading.total_rows import LeftOut
from playground.wire.table_reading import Asked, Note, Reading

COMPACT_DATE = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
SHOWN_NAMES = 4


@dataclass(frozen=True, slots=True)
class Decided:
    """All that was decided of a file, and what of it was left out."""

    asked: Asked
    found: Found
    table: Table
    formats: Formats
    surveys: Sequence[ColumnSurvey]
    names: Sequence[str]
    name_notes: Sequence[Note]
    dropped: Sequence[int]
    trailing: int
    comments: int
    below: int
    again: int
    offered: Picture | None
    unlabeled: int | None
    """The side of pictures that have no label."""
    rows: int
    out: LeftOut


def reading_of(decided: Decided, columns: Sequence[Column]) -> Reading:
    """Tell how a file was read, whose columns turned out as `columns`."""
    asked, table, formats = decided.asked, decided.table, decided.formats
    others: dict[str, tuple[str, ...]] = {}
    if decided.found.others and asked.encoding is None:
        others["encoding"] = decided.found.others
    if table.others:
        others["separator"] = table.others
    if formats.others:
        others["decimal"] = formats.others
    if table.verdict.unsure or table.verdict.numbers:
        others["header"] = ("false" if table.verdict.names else "true",)
    kept_words = [] if decided.asked.pictures else _words_kept(decided, columns)
    if kept_words:
        others["empty"] = tuple(dict.fromkeys(word for _, word in kept_words))
    if decided.out.doubtful is not None:
        others["total"] = ("true",)
    if decided.offered is not None and not asked.pictures:
        others["pictures"] = ("true",)
    return Reading(
        encoding=decided.found.encoding,
        separator=table.separator,
        decimal=formats.decimal,
        header=table.verdict.names,
        skip=table.skip,
        empty=_empty_words(decided),
        pictures=asked.pictures,
        total=bool(decided.out.rows),
        given=asked.given,
        others=others,
        notes=tuple(_notes(decided, columns, kept_words)),
    )


def _empty_words(decided: Decided) -> tuple[str, ...]:
    among = {word for format in decided.formats.columns for word in format.words}
    return tuple(dict.fromkeys((*decided.asked.empty, *sorted(among))))


def _words_kept(decided: Decided, columns: Sequence[Column]) -> list[tuple[str, str]]:
    """Find words that mean elsewhere that nothing is there, in columns where each is a value."""
    return [
        (column.name, word)
        for column in columns
        if column.stored == "text"
        for word in column.values
        if word in ONLY_AMONG_NUMBERS and len(column.values) > 2
    ][:TOLD]


def _notes(
    decided: Decided, columns: Sequence[Column], kept_words: Sequence[tuple[str, str]]
) -> list[Note]:
    asked, table = decided.asked, decided.table
    notes: list[Note] = []
    if not decided.found.sure and asked.encoding is None:
        notes.append(note("read_encoding", encoding=decided.found.encoding))
    if table.others:
        notes.append(note("read_separator"))
    if table.above and asked.skip is None:
        notes.append(note("read_lines_above", count=table.above))
    notes += _of_names(decided)
    for code, count in (
        ("read_comments", decided.comments),
        ("read_names_again", decided.again),
        ("read_lines_below", decided.below),
    ):
        if count:
            notes.append(note(code, count=count))
    last = table.width - len(decided.dropped)
    within = [at for at in decided.dropped if at < last]
    if decided.trailing or len(within) < len(decided.dropped):
        notes.append(note("read_trailing_cells"))
    if within:
        notes.append(note("read_empty_columns", count=len(within)))
    notes += decided.name_notes
    notes += _of_total(decided)
    if decided.asked.pictures:
        return notes
    notes += decided.formats.notes
    among = {word for format in decided.formats.columns for word in format.words}
    if among:
        notes.append(note("read_empty_words", words=", ".join(sorted(among))))
    notes += [note("read_word_kept", column=column, word=word) for column, word in kept_words]
    for code in (
        "read_no_values",
        "read_dates",
        "read_date_classes",
        "read_date_numbers",
        "read_texts",
        "read_digits_as_text",
        "read_digits_ignored",
    ):
        told = [each for each in _of_columns(decided, columns) if each.code == code]
        notes += told[:TOLD]
    if decided.offered is not None:
        height, width = decided.offered.size
        notes.append(note("read_pictures", height=height, width=width))
    if decided.unlabeled is not None:
        notes.append(note("read_no_label", height=decided.unlabeled, width=decided.unlabeled))
    return notes


def _of_names(decided: Decided) -> list[Note]:
    table = decided.table
    verdict = table.verdict
    if decided.asked.header is not None:
        return []
    names = [name for name in table.top if name][: SHOWN_NAMES + 1]
    shown = ", ".join(names[:SHOWN_NAMES]) + (", …" if len(names) > SHOWN_NAMES else "")
    notes = []
    if verdict.names and verdict.numbers:
        notes.append(note("read_header_numbers", names=shown))
    elif verdict.unsure:
        notes.append(note("read_header_unsure", names=shown))
    if table.joined:
        notes.append(note("read_names_joined", column=next(name for name in table.top if name)))
    if table.row_names:
        notes.append(note("read_row_names"))
    return notes


def _of_columns(decided: Decided, columns: Sequence[Column]) -> list[Note]:
    """Tell of columns that are texts, though most of their cells look like numbers or dates."""
    notes = []
    for survey, column in zip(decided.surveys, columns, strict=False):
        if column.empty:
            notes.append(note("read_no_values", column=column.name))
            continue
        if column.stored == "number" and _are_compact_dates(survey):
            notes.append(note("read_date_numbers", column=column.name))
        if column.stored == "number" or not survey.filled:
            continue
        numbers, dates = survey.count("number"), survey.count("date")
        looked = sum(survey.shapes.values())
        if dates >= 0.8 * looked and looked:
            told = "read_dates" if column.stored == "nothing" else "read_date_classes"
            notes.append(note(told, column=column.name))
        elif numbers >= 0.5 * looked and looked:
            wrong = [shape for shape in survey.shapes if read_shape(shape).kind != "number"]
            wrong = wrong or list(survey.shapes)
            as_text = column.stored == "text"
            notes.append(
                note(
                    "read_digits_as_text" if as_text else "read_digits_ignored",
                    column=column.name,
                    count=sum(survey.shapes[shape] for shape in wrong),
                    cell=survey.examples[wrong[0]],
                )
            )
        elif column.stored == "nothing":
            notes.append(note("read_texts", column=column.name))
    return notes


def _are_compact_dates(survey: ColumnSurvey) -> bool:
    """Whether whole numbers are dates as 20240131, of which the distances mean nothing."""
    if not survey.whole or len(survey.different) < 2:
        return False
    return all(COMPACT_DATE.fullmatch(cell) for cell in survey.different)


def _of_total(decided: Decided) -> list[Note]:
    """Tell of rows that sum the others up, and of one that may."""
    out = decided.out
    notes = []
    if out.rows:
        row, used = out.rows[0], decided.rows - len(out.rows)
        notes.append(
            note("read_totals", used=used, rows=decided.rows, row=row.number, cell=row.label)
        )
    if out.doubtful is not None:
        notes.append(note("read_total_row", row=out.doubtful.number, word=out.doubtful.label))
    return notes
