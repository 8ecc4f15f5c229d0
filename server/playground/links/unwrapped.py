"""Links as mail programs, chats and their filters leave them: wrapped, encoded, broken over lines, with marks behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

PAGE = "playground.tensorflow.org"

HASH = r"(?:#|%(?:25)*23)"
EQUALS = r"(?:=|%(?:25)*3[Dd])"
AMPERSAND = re.compile(r"&(?:amp;|#0*38;|#[xX]0*26;)+")
"""As HTML writes it, also more than once."""
UNSEEN = re.compile(r"[\u00ad\u200b-\u200d\u2060\ufeff]")
BLANKS = re.compile(r"\s+")
LOOSE = re.compile(r"(?<=[&=]) | (?=[&=])")
"""Blanks beside what parts a link's fields: they are of no sentence around it."""
MARKS = ".,;:!?)]}>'\"*_~`…。、，！？）」』》”’"
"""What stands behind a link in a sentence, and ends no link."""
OURS = re.compile(rf"(?:^|[?&/#]|{HASH})s{EQUALS}(1\.[\w-]+)", re.ASCII)
THEIRS = re.compile(re.escape(PAGE) + rf"(?:/|%(?:25)*2[Ff])?(?:\?[^#%&\s]*)?(?P<hash>{HASH})?")
MAX_UNQUOTED = 4
"""A link that was wrapped more often than so is none."""


def candidates(text: str) -> Iterator[str]:
    """Return what the text may hold, in the order in which it should be tried: our links, theirs, or itself."""
    plain = AMPERSAND.sub("&", UNSEEN.sub("", text.strip()))
    # A mail's lines end anywhere, with blanks before the next.
    lines = "".join(line.strip() for line in plain.splitlines())
    spoken = LOOSE.sub("", BLANKS.sub(" ", lines))
    matches = (OURS.search(each) for each in (BLANKS.sub("", plain), lines, plain))
    yield from dict.fromkeys(match[1] for match in matches if match)
    for each in (spoken, unquoted(spoken)):
        if (match := THEIRS.search(each)) and match["hash"]:
            yield _theirs(each, match)
            return
    yield _first_word(spoken)


def _theirs(text: str, match: re.Match[str]) -> str:
    """Return that page's address from the `#` on, whatever was put around it."""
    tail = text[match.end() :]
    if match["hash"] != "#":
        # Encoded whole, it is one value of another address; else only its `#` was changed.
        value = tail.partition("&")[0]
        if "=" not in value:
            tail = unquoted(value)
    return "#" + _first_word(tail)


def unquoted(text: str) -> str:
    """Return the text without its percent signs, however often it was encoded."""
    for _ in range(MAX_UNQUOTED):
        plain = unquote(text)
        if plain == text:
            break
        text = plain
    return text


def _first_word(text: str) -> str:
    """Return what stands before a blank, without the marks of a sentence behind it."""
    return text.strip().partition(" ")[0].rstrip(MARKS)
