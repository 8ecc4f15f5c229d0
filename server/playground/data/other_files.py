"""Files that are no table here, told for what they are: whoever has one can save it as CSV."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import NoReturn

from playground.data.refused_file import refused

START = 1024
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "upload_is_spreadsheet"),
    (b"%PDF", "upload_is_document"),
    (b"{\\rtf", "upload_is_document"),
    (b"\x89PNG", "upload_is_picture"),
    (b"\xff\xd8\xff", "upload_is_picture"),
    (b"GIF8", "upload_is_picture"),
    (b"\x1f\x8b", "upload_is_archive"),
    (b"BZh", "upload_is_archive"),
    (b"7z\xbc\xaf", "upload_is_archive"),
    (b"Rar!", "upload_is_archive"),
    (b"\xfd7zXZ", "upload_is_archive"),
    (b"\x28\xb5\x2f\xfd", "upload_is_archive"),
    (b"\x93NUMPY", "upload_is_array"),
    (b"SQLite format 3", "upload_is_data"),
    (b"\x89HDF", "upload_is_data"),
    (b"MATLAB", "upload_is_data"),
    (b"$FL2", "upload_is_data"),
    (b"<stata_dta>", "upload_is_data"),
    (b"ARROW1", "upload_is_data"),
    (b"FEA1", "upload_is_data"),
    (b"\x80\x02", "upload_is_data"),
    (b"\x80\x03", "upload_is_data"),
    (b"\x80\x04", "upload_is_data"),
    (b"\x80\x05", "upload_is_data"),
    (b"RDX", "upload_is_data"),
)
WEB_PAGE = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|script|table|div|p|style|title)\b", re.IGNORECASE
)
JSON = re.compile(r"\{\s*(?:[\"'{\[}]|$)|\[\s*(?:[\"'{\[\]]|-?\d[\d.eE+-]*\s*[,\]]|$)")


def refuse_other(start: bytes) -> None:
    """Raise `SpecProblem` for a file that begins as one of another kind does."""
    code = next((code for mark, code in SIGNATURES if start.startswith(mark)), None)
    if code is None:
        code = _of_text(_text(start[:START]))
    if code is not None:
        raise refused(code)


def refuse_archive(path: Path) -> NoReturn:
    """Raise `SpecProblem` for an archive that holds no arrays: a workbook, a document, files."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            kind = archive.read("mimetype")[:80] if _is_small(archive, "mimetype") else b""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, KeyError):
        raise refused("upload_damaged") from None
    if any(name.startswith("xl/") or name == "Index/Tables/" for name in names) or (
        b"spreadsheet" in kind or any(name.startswith("Index/") for name in names)
    ):
        raise refused("upload_is_spreadsheet")
    if kind or any(name.startswith(("word/", "ppt/", "Contents/")) for name in names):
        raise refused("upload_is_document")
    raise refused("upload_is_archive")


def _is_small(archive: zipfile.ZipFile, name: str) -> bool:
    return name in archive.namelist() and archive.getinfo(name).file_size < 1000


def _text(start: bytes) -> str:
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start.decode("utf-16", "ignore").lstrip("\ufeff \t\r\n")
    return start.removeprefix(b"\xef\xbb\xbf").decode("latin-1").lstrip()


def _of_text(text: str) -> str | None:
    if text.startswith("<"):
        return (
            "upload_is_web_page"
            if WEB_PAGE.match(text) or "<html" in text.lower()
            else "upload_is_xml"
        )
    # A header may begin with such a bracket, too: [id],name.
    return "upload_is_json" if JSON.match(text) else None
