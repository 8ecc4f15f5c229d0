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
    "upload_empty": "This file is empty. Choose one with a row for each sample.",
    "upload_no_rows": "This table has {count} columns but no rows. Add a row for each sample.",
    "upload_unknown_format": "This isn’t a CSV, Parquet or NPZ file. Save your table as one of"
    " these.",
    "upload_not_utf8": "Some letters in this file can’t be read. Save it as “CSV UTF-8”.",
    "upload_encoding": "This file can’t be read as {encoding}. Choose another encoding, or"
    " save it as “CSV UTF-8”.",
    "upload_long_row": "A row of this file is longer than {limit}. Check its quotation"
    " marks and line ends.",
    "upload_no_pictures": "This table can’t be read as images. Each row needs a label and n"
    " × n whole numbers from 0 to 255.",
    "upload_is_spreadsheet": "This is a spreadsheet program’s own file. Open it there,"
    " choose the sheet with your table, and save that as CSV.",
    "upload_is_document": "This is a document, not a table. Copy its table into a"
    " spreadsheet, and save that as CSV.",
    "upload_is_web_page": "This is a web page, not a table. The download may have led to a"
    " sign-in page. Open its address, sign in, and download the file again.",
    "upload_is_xml": "This is an XML file, not a table. Open it in a spreadsheet, and save"
    " that as CSV.",
    "upload_is_json": "This is a JSON file, not a table. Convert it to CSV, for example in"
    " a spreadsheet.",
    "upload_is_archive": "This is a compressed file. Unpack it, and upload the table that"
    " is in it.",
    "upload_is_picture": "This is a single image, not a table. For images, save an NPZ file"
    " with x, [images, height, width], and y.",
    "upload_is_array": "This is a single NumPy array. Save x and y together in one NPZ file"
    " with numpy.savez.",
    "upload_is_data": "This is another program’s data file. Open it there, and save the"
    " table as CSV.",
    "upload_damaged": "This file is damaged or was cut off. Save it again, then upload it once"
    " more.",
    "upload_one_column": "This table has only one column. It needs at least one to learn from and"
    " one to predict.",
    "upload_row_length": "Row {row} has {count} cells, but the table has {expected} columns. Fix"
    " that row.",
    "upload_bad_cell": "Row {row} has “{cell}” in the column “{column}”, where the other rows have"
    " numbers. Fix that cell or leave it empty.",
    "upload_infinite": "Row {row} has a number in the column “{column}” that is infinite or too"
    " large. Fix that cell or leave it empty.",
    "upload_too_few": "Only {count} rows can be used, but at least {least} are needed. Add rows,"
    " or fill in empty cells.",
    "upload_too_many_rows": "This table has more than {most} rows. Leave some out.",
    "upload_too_many_columns": "This table has {count} columns, but at most {most} can be used."
    " Leave some out.",
    "upload_no_target": "No column can be the target. A target needs numbers, or 2 to {most}"
    " different texts.",
    "upload_column_type": "The column “{column}” contains neither numbers nor text. Leave it out.",
    "upload_arrays": "This file’s arrays are {arrays}. It needs one called x and one called y.",
    "upload_shape": "The array “{array}” has the shape {shape}. x must be [rows, columns] or"
    " [images, height, width], and y must have one value per row.",
    "upload_array_type": "The array “{array}” contains neither numbers nor short texts. Save it as"
    " one of these.",
    "upload_array_order": "The array “{array}” is too large to be reordered. Save it in C order.",
    "upload_picture_size": "The images are {height} × {width} pixels, but each side must be 4 to"
    " 64. Resize them.",
    "upload_bad_pixel": "Image {row} has a pixel that isn’t a finite number. Fix that image.",
    "upload_not_numbers": "The column “{column}” contains text. Use it as categories, or leave it"
    " out.",
    "upload_many_values": "The column “{column}” has more than {most} different values, so it"
    " can’t be used as categories. Leave it out.",
    "upload_unusable_column": "The texts in the column “{column}” differ in almost every row, so"
    " it can’t be used. Leave it out.",
    "upload_disk_full": "The server’s disk is full. Tell the server’s operator.",
    "upload_quota": "The server’s space for uploads ({limit}) is full. Tell the server’s operator.",
    "upload_own_quota": "You have uploaded {limit}, which is the limit per person. Delete files"
    " you no longer need.",
    "upload_address_quota": "{limit} have been uploaded from your network, which is the limit."
    " Delete files you no longer need.",
    "upload_unpacks": "This file becomes too large when it is unpacked. Save it again with fewer"
    " rows, or as CSV.",
    "upload_takes_memory": "Reading this file takes more memory than there is. Save it again with"
    " fewer rows or columns, or as CSV.",
    "upload_takes_long": "This file takes too long to read. Save it again with fewer rows.",
    "upload_too_slow": "This file arrived too slowly. Try again over a better connection, or make"
    " it smaller.",
    "upload_too_big": "This file is too big. The limit is {limit}.",
    "upload_broken_off": "The upload was interrupted. Try again.",
    "upload_gone": "The uploaded file is no longer on this server. Upload it again.",
    "upload_changed": "This set-up doesn’t fit the uploaded file. Choose its columns again.",
}


def refused(code: str, **params: Scalar) -> SpecProblem:
    """Make the problem of that code, with what its sentence mentions cut to a readable length."""
    shown = {name: _short(value) for name, value in params.items()}
    return SpecProblem(code, SENTENCES[code].format(**shown), POINTER, shown)


def _short(value: Scalar) -> Scalar:
    return value[:SHOWN] + "…" if isinstance(value, str) and len(value) > SHOWN else value
