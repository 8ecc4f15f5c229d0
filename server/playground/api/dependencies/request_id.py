"""The id of what is asked: whoever hears no answer asks again with it, and it is done once."""

from __future__ import annotations

import hashlib
import re
from typing import Annotated

from fastapi import Depends, Header, Request

from playground.session.links import Link
from playground.spec.base import SpecProblem

MAX_ID = 64
_ID = re.compile(rf"[A-Za-z0-9_-]{{1,{MAX_ID}}}")


class RequestId:
    """The id given, if any, of a request with this body on this revision."""

    def __init__(self, id: str, *content: bytes) -> None:
        self._id, self._content = id, content

    def by(self, link: Link | str) -> str:
        """Return the fingerprint of what is asked by a link, or by another who asks; "" without an id.

        Another's request with the same id is another, and so is one that asks something else.
        """
        if not self._id:
            return ""
        parts = (link if isinstance(link, str) else link.id).encode(), self._id.encode()
        whole = hashlib.sha256()
        for part in (*parts, *self._content):
            whole.update(len(part).to_bytes(8) + part)
        return whole.hexdigest()[:32]


async def request_id(
    request: Request,
    idempotency_key: Annotated[
        str, Header(description=f"1 to {MAX_ID} letters, digits, - and _")
    ] = "",
) -> RequestId:
    """Return the id that is asked with. Raises `SpecProblem`."""
    if idempotency_key and not _ID.fullmatch(idempotency_key):
        raise SpecProblem(
            "bad_request_id",
            f"Idempotency-Key must be 1 to {MAX_ID} letters, digits, hyphens and underscores.",
            "",
            {"most": MAX_ID},
        )
    return RequestId(
        idempotency_key, await request.body(), request.headers.get("if-match", "").encode()
    )


RequestIdDependency = Annotated[RequestId, Depends(request_id)]
