"""What a session gives to take home, and weights that come in. Long work runs off the event loop."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Request, Response

from playground.api.dependencies.authorization import Granted, Held, declared
from playground.data.loader import load
from playground.export import curves, weights
from playground.export.names import file_name
from playground.export.pytorch.points import Samples, check_size
from playground.export.pytorch.script import STEPS, to_pytorch
from playground.session.history import Checkpoint
from playground.session.refusal import NoRun
from playground.session.session import Session
from playground.spec.project import Spec

FEWEST_STEPS, MAX_STEPS = 100, 10_000
"""That a script retraces of a session."""

SAVED_WITHIN_S = 60.0
"""A trainer may just be starting."""

BINARY = {
    "requestBody": {
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    }
}

router = APIRouter(dependencies=[Depends(declared)])

Format = Literal["json", "csv", "parquet", "safetensors", "pytorch", "onnx"]


@dataclass(frozen=True, slots=True)
class Taken:
    """What of a session an export needs, as it stood at one moment."""

    spec: Spec
    step: int
    columns: curves.Columns
    checkpoint: Checkpoint | None

    @classmethod
    def of(cls, session: Session) -> Taken:
        history = session.history
        return cls(session.spec, session.status.step, history.curves.since(0), history.checkpoint)

    @property
    def saved(self) -> Checkpoint:
        """Raises 404 while nothing is saved of the run."""
        if self.checkpoint is None:
            raise HTTPException(404)
        return self.checkpoint


@dataclass(frozen=True, slots=True)
class Kind:
    ending: str
    media_type: str
    write: Callable[[Taken], bytes]


def _json(taken: Taken) -> bytes:
    document = taken.spec.model_dump(mode="json")
    return json.dumps(document, indent=2, ensure_ascii=False).encode()


def _safetensors(taken: Taken) -> bytes:
    saved = taken.saved
    return weights.to_safetensors(saved.spec, saved.data, saved.step)


def _onnx(taken: Taken) -> bytes:
    # A third of a second of imports that a server need not pay before somebody asks.
    from playground.export.onnx import to_onnx

    saved = taken.saved
    return to_onnx(saved.spec, weights.named(saved.spec, saved.data), saved.step)


def _pytorch(taken: Taken) -> bytes:
    check_size(taken.spec)
    points = load(taken.spec.data)
    samples = Samples(points.inputs, points.labels, points.train)
    steps = min(max(taken.step, FEWEST_STEPS), MAX_STEPS) if taken.step else STEPS
    return to_pytorch(taken.spec, samples, steps).encode()


KINDS: dict[Format, Kind] = {
    "json": Kind("json", "application/json", _json),
    "csv": Kind("csv", "text/csv; charset=utf-8", lambda taken: curves.to_csv(taken.columns)),
    "parquet": Kind(
        "parquet",
        "application/vnd.apache.parquet",
        lambda taken: curves.to_parquet(taken.columns),
    ),
    "safetensors": Kind("safetensors", "application/octet-stream", _safetensors),
    "pytorch": Kind("py", "text/x-python; charset=utf-8", _pytorch),
    "onnx": Kind("onnx", "application/octet-stream", _onnx),
}


@router.get("/api/sessions/{id}/export/{format}", response_class=Response)
async def export(format: Format, granted: Granted) -> Response:
    """The set-up as JSON or a PyTorch script, all curves, or the network as it was last saved."""
    kind, taken = KINDS[format], Taken.of(granted.session)
    body = await asyncio.to_thread(kind.write, taken)
    name = file_name(taken.spec, kind.ending)
    disposition = f'attachment; filename="{name}"'
    return Response(body, media_type=kind.media_type, headers={"Content-Disposition": disposition})


@router.post("/api/sessions/{id}/weights", status_code=202, openapi_extra=BINARY)
async def put_weights(request: Request, granted: Granted, sessions: Held) -> dict[str, Any]:
    """Weights from a safetensors file whose tensors are named as in the export."""
    spec, revision = granted.session.spec, granted.session.revision
    values = await asyncio.to_thread(weights.flat, spec, await request.body())
    # It may have been parked meanwhile, and woken by somebody else as another object.
    session = await sessions.find(granted.session.id)
    session.membership.allow_weights(granted.link)
    if session.status.state in ("queued", "failed"):
        raise NoRun
    session.set_weights(values, revision)
    await session.run.save(SAVED_WITHIN_S)
    await sessions.kept()
    return {}
