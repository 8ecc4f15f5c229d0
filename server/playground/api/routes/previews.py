"""Previews of what a set-up would give: rates of a schedule, points of a data set."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Depends
from pydantic import Field

from playground.api.dependencies.authorization import declared
from playground.api.dependencies.caller import CallerDependency
from playground.api.dependencies.json_body import JsonRoute
from playground.api.dependencies.services import LimiterDependency
from playground.api.drawers import draw
from playground.data.loader import load
from playground.spec.base import Model
from playground.spec.data import DataSpec
from playground.spec.training import TrainingSpec
from playground.train.schedules import rates

PREVIEW_POINTS = 500
PREVIEW_IMAGES = 12

router = APIRouter(route_class=JsonRoute, dependencies=[Depends(declared)])


class ScheduleQuestion(Model):
    training: TrainingSpec
    steps: Annotated[int, Field(ge=2, le=10_000_000)]


@router.post("/api/previews/schedule")
async def preview_schedule(question: ScheduleQuestion) -> dict[str, list[float]]:
    """Give the rates that training would use, at up to 500 steps from 0 on, evenly spread."""
    steps = np.unique(np.linspace(0, question.steps - 1, PREVIEW_POINTS).round().astype(int))
    found = [float(rates(question.training, int(step), 1)[0]) for step in steps]
    return {"steps": steps.tolist(), "rates": found}


class DataQuestion(Model):
    data: DataSpec


@router.post("/api/previews/data")
async def preview_data(
    question: DataQuestion, limiter: LimiterDependency, caller: CallerDependency
) -> dict[str, Any]:
    """Up to 500 points of a data set, as the session would draw them; of images the first 12."""
    spec = question.data
    async with limiter.drawing(caller, spec):
        points = await draw(load, spec)
    shown = PREVIEW_IMAGES if spec.is_image else PREVIEW_POINTS
    images = points.inputs[:shown, 0].round(3).tolist() if spec.is_image else []
    return {
        "form": spec.form,
        "inputs": [] if images else points.inputs[:PREVIEW_POINTS].tolist(),
        "images": images,
        "labels": points.labels[:shown].tolist(),
        "train": min(points.train, shown),
        "task": spec.task,
        "classes": spec.class_count,
    }
