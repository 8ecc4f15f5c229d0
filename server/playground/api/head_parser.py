"""h11's expression for a header, made to take time that grows with the header."""

from __future__ import annotations

import re

from h11 import _readers

SLOW, LINEAR = rb":[ \t]*(?P<field_value>", rb":[ \t]*+(?P<field_value>"


def mend() -> None:
    """Let h11 read the space before a header's value once. Call it before the server begins.

    h11 reads it again from each of its places when something forbidden follows: 58 kB of spaces and
    a zero byte took 8 s, 250 kB four minutes, and no layer of ours had seen them yet. Nothing that
    h11 takes is taken otherwise: a value does not begin with a space.
    """
    pattern: bytes = _readers.header_field_re.pattern
    if LINEAR not in pattern:
        _readers.header_field_re = re.compile(pattern.replace(SLOW, LINEAR, 1))
