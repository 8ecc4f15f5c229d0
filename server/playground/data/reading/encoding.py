"""The encoding of a file of text: told by its mark, else by what all of its bytes allow.

UTF-8 proves itself: other text is hardly ever valid as it. Where it is not valid, a code page is
taken only if the whole file can be read in it and its letters come as people write them: Korean
text is made of the common syllables, Japanese has kana. What remains is Windows-1252.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from playground.data.refused_file import refused
from playground.wire.table_reading import Encoding

MARKS: tuple[tuple[bytes, Encoding], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
START = 256 * 1024
PIECE = 2**20
"""Bytes read at once."""
JUDGED = 256 * 1024
"""Bytes of lines with letters beyond ASCII that are looked at."""
CODE_PAGES: tuple[Encoding, ...] = ("cp949", "shift_jis", "windows-1252")
USUAL_SIGNS = "°€£¥§µ²³±«»–—’“”…¿¡ºª·×÷¢®©™†‰\xa0"
UTF8_LETTER = re.compile(
    rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
BEYOND_ASCII = re.compile(rb"[^\r\n\x00-\x7f][^\r\n]*")


@dataclass(frozen=True, slots=True)
class Found:
    """An encoding; `mark` are the bytes of its mark, `others` those in which all can be read as well.

    It is `sure` where the file itself tells or proves it.
    """

    encoding: Encoding
    mark: int = 0
    sure: bool = True
    others: tuple[Encoding, ...] = ()


def find_encoding(path: Path, asked: Encoding | None) -> Found:
    """Find the encoding of all of a file. Raises `SpecProblem` for what is no text, or not the one asked for."""
    with open(path, "rb") as file:
        start = file.read(START)
    marked = next(((mark, name) for mark, name in MARKS if start.startswith(mark)), None)
    if asked is not None:
        mark = len(marked[0]) if marked and marked[1] == asked else 0
        if not _readable(path, asked, mark):
            raise refused("upload_encoding", encoding=asked)
        return Found(asked, mark)
    if marked:
        if not _readable(path, marked[1], len(marked[0])):
            raise refused("upload_damaged" if marked[1] != "utf-8" else "upload_not_utf8")
        return Found(marked[1], len(marked[0]))
    if b"\0" in start:
        return Found(_utf16(path, start))
    if _readable(path, "utf-8"):
        return Found("utf-8")
    return _code_page(path)


def _utf16(path: Path, start: bytes) -> Encoding:
    """Tell which half of each letter is 0: line ends, digits and separators are there in any script."""
    at_even, at_odd = start[0::2].count(0), start[1::2].count(0)
    most, least = max(at_even, at_odd), min(at_even, at_odd)
    name: Encoding = "utf-16-be" if at_even > at_odd else "utf-16-le"
    if most < 0.05 * len(start) / 2 or least > 0.01 * most or not _readable(path, name):
        raise refused("upload_unknown_format")
    return name


def _code_page(path: Path) -> Found:
    letters = _lines_beyond_ascii(path)
    good = len(UTF8_LETTER.findall(letters))
    bad = len(re.findall(rb"[^\x00-\x7f]+", UTF8_LETTER.sub(b"", letters)))
    if good > 2 * bad:
        # UTF-8 that somebody damaged: as a code page, every letter of it would be another.
        raise refused("upload_not_utf8")
    possible = [name for name in CODE_PAGES if _readable(path, name)]
    likely = [name for name in possible if _is_likely(letters, name)]
    if not likely:
        raise refused("upload_not_utf8")
    others = tuple(name for name in possible if name != likely[0])
    return Found(likely[0], sure=False, others=others)


def _is_likely(letters: bytes, name: Encoding) -> bool:
    if name == "cp949":
        pairs: list[bytes] = re.findall(rb"[\x81-\xfe][\x41-\xfe]", letters)
        common = sum(0xB0 <= lead <= 0xC8 and trail >= 0xA1 for lead, trail in pairs)
        signs = sum(0xA1 <= lead <= 0xAC and trail >= 0xA1 for lead, trail in pairs)
        return bool(common) and common >= 0.85 * (len(pairs) - signs)
    if name == "shift_jis":
        text = letters.decode(name, "ignore")
        beyond = [letter for letter in text if letter > "\x7f"]
        kana = sum("\u3041" <= letter <= "\u30ff" for letter in beyond)
        return bool(kana) and kana >= 0.2 * len(beyond)
    text = letters.decode(name, "ignore")
    beyond = [letter for letter in text if letter > "\x7f"]
    usual = sum(letter.isalpha() or letter in USUAL_SIGNS for letter in beyond)
    return usual >= 0.9 * len(beyond)


def _lines_beyond_ascii(path: Path) -> bytes:
    found: list[bytes] = []
    size = 0
    with open(path, "rb") as file:
        while size < JUDGED and (piece := file.read(PIECE)):
            for match in BEYOND_ASCII.finditer(piece):
                found.append(match.group()[:JUDGED])
                size += len(found[-1])
                if size >= JUDGED:
                    break
    return b"\n".join(found)


def _readable(path: Path, name: Encoding, mark: int = 0) -> bool:
    """Whether all of a file can be read in an encoding."""
    decoder = codecs.getincrementaldecoder(name)()
    with open(path, "rb") as file:
        file.seek(mark)
        try:
            while piece := file.read(PIECE):
                text = decoder.decode(piece)
                if name.startswith("utf-16") and not text.isascii() and _has_odd_letters(text):
                    return False
            decoder.decode(b"", True)
        except UnicodeDecodeError:
            return False
    return True


def _has_odd_letters(text: str) -> bool:
    """Whether a text has letters that nobody writes, as one read with its bytes swapped."""
    return any(letter in text for letter in ("\u0a00", "\u2c00", "\u3b00", "\ufffe"))
