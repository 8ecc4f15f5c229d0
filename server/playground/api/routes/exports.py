"""Exports: what a session gives to take home. Long work runs off the event loop."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from fastapi import APIRouter, Depends, Response

from playground.api.dependencies.authorization import declared
from playground.api.dependencies.grant import GrantDependency
from playground.data.loader import load
from playground.export import curve_columns, curves, weights
from playground.export.names import file_name
from playground.export.pytorch.points import Samples, check_size
from playground.export.pytorch.script import STEPS, to_pytorch
from playground.session.history import Checkpoint
from playground.session.refusals import Refusal, Refused
from playground.session.session import Session
from playground.spec.project import Spec

FEWEST_STEPS, MAX_STEPS = 100, 10_000
"""Steps of a session that an exported script retraces, at least and at most."""

router = APIRouter(dependencies=[Depends(declared)])

Format = Literal["json", "csv", "parquet", "columns", "safetensors", "pytorch", "onnx"]


@dataclass(frozen=True, slots=True)
class Taken:
    """The parts of a session that an export needs, as they were at one moment."""

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
        """Raises `NOTHING_TO_TAKE` while nothing is saved of the run."""
        if self.checkpoint is None:
            raise Refused(Refusal.NOTHING_TO_TAKE)
        return self.checkpoint


@dataclass(frozen=True, slots=True)
class Kind:
    ending: str
    media_type: str
    write: Callable[[Taken], bytes]
    weights: bool = False
    """Whether it holds the network as it is now, which its trainer is asked for."""


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
    "columns": Kind(
        "columns.json",
        "application/json",
        lambda taken: curve_columns.to_document(taken.columns),
    ),
    "safetensors": Kind("safetensors", "application/octet-stream", _safetensors, weights=True),
    "pytorch": Kind("py", "text/x-python; charset=utf-8", _pytorch),
    "onnx": Kind("onnx", "application/octet-stream", _onnx, weights=True),
}


@router.get("/api/sessions/{id}/export/{format}", response_class=Response)
async def export(format: Format, granted: GrantDependency) -> Response:
    """Give the set-up as JSON or a PyTorch script, all curves and what their columns are, or the network as it is now."""
    kind, session = KINDS[format], granted.session
    if kind.weights and session.status.state not in ("queued", "failed"):
        await session.run.save()
    taken = Taken.of(session)
    body = await asyncio.to_thread(kind.write, taken)
    name = file_name(taken.spec, kind.ending)
    disposition = f'attachment; filename="{name}"'
    return Response(body, media_type=kind.media_type, headers={"Content-Disposition": disposition})
