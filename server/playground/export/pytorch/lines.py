"""Lines of the script that are as long as its style allows."""

from __future__ import annotations

WIDTH = 96
"""Letters of a line of `main`, without its indent."""


def wrapped(line: str, width: int = WIDTH) -> list[str]:
    """Break a call that is too long for one line, with its arguments on the next or one a line."""
    if len(line) <= width:
        return [line]
    head, _, rest = line.partition("(")
    arguments = rest.removesuffix(")")
    if len(arguments) + 4 <= width:
        return [f"{head}(", f"    {arguments}", ")"]
    return [f"{head}(", *(f"    {each}," for each in _split(arguments)), ")"]


def _split(arguments: str) -> list[str]:
    """Split at the commas outside brackets."""
    parts, depth, start = [], 0, 0
    for position, letter in enumerate(arguments):
        depth += letter in "(["
        depth -= letter in ")]"
        if letter == "," and not depth:
            parts.append(arguments[start:position].strip())
            start = position + 1
    return [*parts, arguments[start:].strip()]
