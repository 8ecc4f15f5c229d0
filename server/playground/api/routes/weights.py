"""Weights that come into a session from a file."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, Depends, Request

from playground.api.dependencies.authorization import declared
from playground.api.dependencies.grant import GrantDependency
from playground.api.dependencies.services import RegistryDependency
from playground.export import weights
from playground.session.refusals import Refusal, Refused

BINARY = {
    "requestBody": {
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    }
}

router = APIRouter(dependencies=[Depends(declared)])


@router.post("/api/sessions/{id}/weights", status_code=202, openapi_extra=BINARY)
async def put_weights(
    request: Request, granted: GrantDependency, sessions: RegistryDependency
) -> dict[str, Any]:
    """Weights from a safetensors file whose tensors are named as in the export."""
    granted.session.membership.allow_weights(granted.link)
    spec, revision = granted.session.spec, granted.session.revision
    values = await asyncio.to_thread(weights.flat, spec, await request.body())
    # It may have been parked meanwhile, and woken by somebody else as another object.
    session = await sessions.find(granted.session.id)
    # Again: the teacher may have locked them while the file was read.
    session.membership.allow_weights(granted.link)
    if session.status.state in ("queued", "failed"):
        raise Refused(Refusal.NO_RUN)
    session.set_weights(values, revision)
    await session.run.save()
    await sessions.flush()
    return {}
