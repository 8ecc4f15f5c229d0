"""Our own set-up link: "1." and base64url, without padding, of a raw-deflated spec.

The spec is JSON, and fields that have their default may be left out. A page makes it with
`CompressionStream("deflate-raw")`; what a link once said it must say for ever.
"""

from __future__ import annotations

import base64
import binascii
import zlib

from pydantic_core import from_json

from playground.spec.base import SpecProblem
from playground.spec.project import Spec, canonical_json, parse

PREFIX = "1."
MAX_TEXT = 20_000
MAX_JSON = 64 * 1024
RAW_DEFLATE = -15


def encode(spec: Spec) -> str:
    """Write a set-up as the part of an address that follows its `#`."""
    packer = zlib.compressobj(9, zlib.DEFLATED, RAW_DEFLATE)
    packed = packer.compress(canonical_json(spec).encode()) + packer.flush()
    return PREFIX + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def decode(text: str) -> Spec:
    """Read a link, or raise `SpecProblem` with the code "broken_link", whatever is wrong."""
    if len(text) > MAX_TEXT or not text.startswith(PREFIX):
        raise broken()
    try:
        return parse(from_json(inflate(packed_in(text))))
    except (ValueError, zlib.error):
        raise broken() from None


def packed_in(text: str) -> bytes:
    """Return the packed bytes in a link, or raise `ValueError`."""
    body = text.removeprefix(PREFIX).encode("ascii")
    padded = body + b"=" * (-len(body) % 4)
    try:
        return base64.b64decode(padded, altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from None


def inflate(packed: bytes) -> bytes:
    """Never makes more than MAX_JSON bytes. Raises `ValueError` or `zlib.error`."""
    unpacker = zlib.decompressobj(RAW_DEFLATE)
    plain = unpacker.decompress(packed, MAX_JSON)
    if not unpacker.eof or unpacker.unused_data:
        raise ValueError("cut off, too large or followed by something")
    return plain


def broken() -> SpecProblem:
    """Make the problem of a link that cannot be read."""
    return SpecProblem(
        "broken_link",
        "This link is broken or was cut off when it was copied. Ask for it again, or"
        " start from scratch.",
    )
