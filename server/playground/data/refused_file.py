"""Reasons why a file cannot be used, as sentences that say what to do about it."""

from __future__ import annotations

import errno

from playground.spec.base import Scalar, SpecProblem

POINTER = "/data/upload"
SHOWN = 40
"""Characters of a cell or a name that stand in a sentence."""


def code_of(error: OSError) -> str:
    """Return the code that refuses a file which could not be written: for the disk, or for its own size."""
    return "upload_unpacks" if error.errno == errno.EFBIG else "upload_disk_full"


SENTENCES: dict[str, str] = {
    "upload_empty": "This file is empty: choose one with a row for each example.",
    "upload_no_rows": "This table has {count} columns and no rows: add a row for each example.",
    "upload_unknown_format": "This is no CSV, Parquet or NPZ file: save your table as one of these.",
    "upload_not_utf8": "The text of this file is not in UTF-8: save it as “CSV UTF-8”.",
    "upload_damaged": "This file is damaged or was cut off: save it again and upload it once more.",
    "upload_one_column": "This table has one column: it needs one to learn from and one to tell.",
    "upload_row_length": "Row {row} has {count} cells and the table has {expected} columns: mend"
    " that row.",
    "upload_same_name": "Two columns are called “{column}”: give each its own name.",
    "upload_bad_cell": "Row {row} has “{cell}” in the column “{column}”, where the other rows have"
    " numbers: mend that cell or leave it empty.",
    "upload_infinite": "Row {row} has a number in the column “{column}” that is infinite or too"
    " large: mend that cell or leave it empty.",
    "upload_too_few": "{count} rows can be used, and at least {least} are needed: add rows, or fill"
    " empty cells.",
    "upload_too_many_rows": "This table has more than {most} rows: leave some out.",
    "upload_too_many_columns": "This table has {count} columns; at most {most} can be used: leave"
    " some out.",
    "upload_no_target": "No column can be the target: it must be numbers, or between 2 and {most}"
    " different texts.",
    "upload_column_type": "The column “{column}” holds neither numbers nor texts: leave it out.",
    "upload_arrays": "The arrays of this file are {arrays}; one called x and one called y are"
    " needed.",
    "upload_shape": "The array “{array}” has the shape {shape}: x must be [rows, columns] or"
    " [pictures, height, width], and y must have one value a row.",
    "upload_array_type": "The array “{array}” holds neither numbers nor short texts.",
    "upload_array_order": "The array “{array}” is too big to be turned around: save it in C order.",
    "upload_picture_size": "The pictures are {height} × {width} pixels; each side can be 4 to 64.",
    "upload_bad_pixel": "Picture {row} has a pixel that is no finite number.",
    "upload_not_numbers": "The column “{column}” holds texts: use it as categories or not at all.",
    "upload_many_values": "The column “{column}” has more than {most} different values: it cannot"
    " be used as categories.",
    "upload_unusable_column": "The column “{column}” holds texts that differ in almost every row:"
    " it can only be left out.",
    "upload_disk_full": "The server's disk is full: tell who runs it.",
    "upload_quota": "The server keeps {limit} of uploads at most, and they are full: tell who runs"
    " it.",
    "upload_own_quota": "You have uploaded {limit}, and more is not kept of one person: delete what"
    " you no longer need.",
    "upload_address_quota": "From where you are, {limit} have been uploaded, and more is not kept of"
    " one place: delete what you no longer need.",
    "upload_unpacks": "This file becomes far too big when it is unpacked: save it again with fewer"
    " rows, or as CSV.",
    "upload_takes_memory": "This file takes more memory to read than there is: save it again with"
    " fewer rows or columns, or as CSV.",
    "upload_takes_long": "This file takes too long to read: save it again with fewer rows.",
    "upload_too_slow": "This file came too slowly: try again over a better connection, or make it"
    " smaller.",
    "upload_too_big": "This file is too big: the limit is {limit}.",
    "upload_broken_off": "The upload broke off before its end: try again.",
    "upload_gone": "The uploaded file is not on this server any more: upload it again.",
    "upload_changed": "This set-up does not fit the uploaded file: choose its columns again.",
}


def refused(code: str, **params: Scalar) -> SpecProblem:
    """Make the problem of that code, with what its sentence mentions cut to a readable length."""
    shown = {name: _short(value) for name, value in params.items()}
    return SpecProblem(code, SENTENCES[code].format(**shown), POINTER, shown)


def _short(value: Scalar) -> Scalar:
    return value[:SHOWN] + "…" if isinstance(value, str) and len(value) > SHOWN else value
