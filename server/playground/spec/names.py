"""Names that people give: themselves, their sessions, their links, their pupils.

A name is text that can be seen and that leaves the text around it alone. So it is composed (NFC),
each space of any kind is an ordinary one, and without it are control and format characters, what
turns the direction of text, halves of characters, private ones, and all that is drawn as nothing
(soft hyphens, fillers, selectors, tags).

What people write stays: every script, Korean in syllables or in single letters, at most `MARKS`
accents on one letter, emoji with their skin and hair, also those that Python does not know yet. Of
the characters that cannot be seen three kinds stay where they do something: the joiner between two
emoji (👩‍🔬), the selector that follows one (❤️), and joiners after the mark with which Indian
scripts join letters.
"""

from __future__ import annotations

import unicodedata

from pydantic import BeforeValidator

MARKS = 4
LONGER = 4
"""Composing may take so many characters for one; what is longer is not composed, which takes time."""

JOINER, NON_JOINER, SELECTORS = "\u200d", "\u200c", "\ufe0e\ufe0f"
VIRAMA = 9
"""The combining class of marks that join letters."""
EMOJI = range(0x1F000, 0x1FB00)
NOTHING = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0\ufffc\U00016fe4\U0001d159"
    + "".join(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
)
"""Letters and marks by their category, and drawn as nothing."""
BLANKS = "\u2800"
"""A symbol by its category, and drawn as a space."""


def clean_name(text: str) -> str:
    """Return a name without needless space; "" for one that cannot be seen."""
    return " ".join(visible(text).split())


def visible(text: str) -> str:
    """Return the text as this module says, its spaces kept; "" for one that cannot be seen."""
    kept: list[str] = []
    composed, marks = unicodedata.normalize("NFC", text), 0
    for place, character in enumerate(composed):
        if character.isspace() or character in BLANKS:
            kept.append(" ")
            marks = 0
        elif stays(composed, place, kept[-1] if kept else ""):
            marks = marks + 1 if unicodedata.combining(character) else 0
            if marks <= MARKS:
                kept.append(character)
    while kept and kept[-1] in (JOINER, NON_JOINER):
        kept.pop()
    name = unicodedata.normalize("NFC", "".join(kept))
    return name if any(unicodedata.category(each)[0] in "LNPSC" for each in name) else ""


def stays(text: str, place: int, before: str) -> bool:
    """Whether a character that is no space belongs to a name; `before` is what stays before it."""
    character, after = text[place], text[place + 1 : place + 2]
    if character in (JOINER, NON_JOINER) and before:
        pictures = character == JOINER and is_picture(before) and is_picture(after)
        return pictures or unicodedata.combining(before) == VIRAMA
    if character in SELECTORS:
        return is_picture(before) or before.isdigit() or before in ("#", "*")
    return character not in NOTHING and (
        not unicodedata.category(character).startswith("C") or is_new_picture(character)
    )


def is_picture(character: str) -> bool:
    """Whether it is an emoji, or belongs to one before it."""
    if not character:
        return False
    return (
        character in SELECTORS
        or unicodedata.category(character) in ("So", "Sk", "Sm")
        or is_new_picture(character)
    )


def is_new_picture(character: str) -> bool:
    return ord(character) in EMOJI and unicodedata.category(character) == "Cn"


def composing(most: int) -> BeforeValidator:
    """Make the validator that composes a text before its characters are counted, up to `most`."""
    return BeforeValidator(lambda text: composed(text, most) if isinstance(text, str) else text)


def composed(text: str, most: int) -> str:
    """Compose a text (NFC) if that can bring it to `most` characters: it is counted as it is seen."""
    return unicodedata.normalize("NFC", text) if len(text) <= LONGER * most else text
