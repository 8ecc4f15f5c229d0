"""The start of a file as text, as much as is judged."""

from __future__ import annotations

from pathlib import Path

from playground.data.reading.encoding import Found, decoder_of
from playground.data.refused_file import refused

BYTES = 256 * 1024


def read_sample(path: Path, found: Found) -> tuple[str, bool]:
    """Read the start, and tell whether it is all. Raises `SpecProblem` for what is no text."""
    with open(path, "rb") as file:
        file.seek(found.mark)
        start = file.read(BYTES)
        whole = not file.read(1)
    # Not final: the sample may end within a letter.
    text = decoder_of(found.encoding).decode(start, whole)
    if any(ord(letter) < 32 and letter not in "\t\r\n\f" for letter in text.rstrip("\x1a")):
        raise refused("upload_unknown_format")
    if not text.strip():
        raise refused("upload_empty")
    return text, whole
