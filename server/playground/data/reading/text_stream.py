"""The text of a file as a stream of UTF-8 that a parser reads: what is not the table left out.

Only a piece of it is in memory at a time. Lines above the table go, comment lines become blank
lines, so that rows keep their numbers, and runs of blanks that separate cells become tabs.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playground.data.reading.encoding import Found, decoder_of
from playground.data.refused_file import refused

PIECE = 2**20
"""Bytes read at once."""
LONGEST = 4 * 2**20
"""Bytes of a line; a row may be no longer either."""
MARK = "\ufeff".encode()
LINE_END = re.compile(rb"\r\n|\n|\r")
QUOTED_OR_BLANKS = re.compile(rb'"(?:[^"\r\n]|"")*"|[ \t]+')


@dataclass(frozen=True, slots=True)
class Cleaning:
    """What is done to the lines: the first `skip` go, and `comment` begins those that hold nothing.

    `blanks`: runs of them separate the cells. `spaced` is the separator behind which blanks stand
    before a quote, which would else be no quote.
    """

    skip: int = 0
    comment: str = ""
    blanks: bool = False
    spaced: str = ""


class TextStream(io.RawIOBase):
    """A file of text as UTF-8 without its mark. Raises `SpecProblem` for letters that cannot be read."""

    def __init__(self, path: Path, found: Found, cleaning: Cleaning) -> None:
        super().__init__()
        self._file = open(path, "rb")  # noqa: SIM115
        self._file.seek(found.mark)
        self._found, self._cleaning = found, cleaning
        self._pieces = self._cleaned()
        self._left = b""
        self.comments = 0
        self.had_text = False

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._file.close()
        super().close()

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left, self.had_text = piece, True
        count = min(len(buffer), len(self._left))
        buffer[:count] = self._left[:count]
        self._left = self._left[count:]
        return count

    def _decoded(self) -> Iterator[bytes]:
        name = self._found.encoding
        decoder = None if name == "utf-8" else decoder_of(name)
        held = b""
        while piece := self._file.read(PIECE):
            text = held + (piece if decoder is None else decoder.decode(piece).encode())
            # The mark of a file stands within it where it was joined to another.
            held = next((end for end in (MARK[:2], MARK[:1]) if text.endswith(end)), b"")
            yield text.removesuffix(held).replace(MARK, b"")
        yield held + (b"" if decoder is None else decoder.decode(b"", True).encode())

    def _cleaned(self) -> Iterator[bytes]:
        cleaning = self._cleaning
        by_lines = bool(cleaning.comment or cleaning.blanks or cleaning.spaced)
        skip, held = cleaning.skip, b""
        for piece in self._decoded():
            text = held + piece
            held = b""
            # A line end of two bytes may be cut in two.
            if text.endswith(b"\r"):
                text, held = text[:-1], b"\r"
            while skip and (end := LINE_END.search(text)):
                text = text[end.end() :]
                skip -= 1
            if skip or by_lines:
                last = max(text.rfind(b"\n"), text.rfind(b"\r")) + 1
                text, held = text[:last], text[last:] + held
                if len(held) > LONGEST:
                    raise refused("upload_long_row", limit=f"{LONGEST // 2**20} MB")
            if text and not skip:
                yield self._clean(text) if by_lines else text
        if held and not skip:
            yield self._clean(held) if by_lines else held

    def _clean(self, text: bytes) -> bytes:
        cleaning = self._cleaning
        if cleaning.comment:
            mark = re.escape(cleaning.comment.encode())
            text, count = re.subn(rb"(?m)(?<![^\r\n])[ \t]*" + mark + rb"[^\r\n]*", b"", text)
            self.comments += count
        if cleaning.spaced:
            mark = re.escape(cleaning.spaced.encode())
            text = re.sub(mark + rb' +"(?!")', cleaning.spaced.encode() + b'"', text)
        if not cleaning.blanks:
            return text
        # Runs first: to look for their ends at each of their blanks would take the square of their length.
        if b'"' not in text:
            text = re.sub(rb"[ \t]+", b"\t", text)
        else:
            text = QUOTED_OR_BLANKS.sub(_tab_for_blanks, text)
        return re.sub(rb"(?<![^\r\n])\t|\t(?![^\r\n])", b"", text)


def _tab_for_blanks(match: re.Match[bytes]) -> bytes:
    found = match.group()
    return b"\t" if found[:1] in b" \t" else found
