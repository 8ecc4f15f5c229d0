"""Beginnings to choose from: presets and lessons."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends

from playground.api.dependencies.authorization import declared
from playground.api.dependencies.json_body import JsonRoute
from playground.lessons import Lesson, lessons
from playground.spec.presets import PRESETS

router = APIRouter(route_class=JsonRoute, dependencies=[Depends(declared)])


@router.get("/api/presets")
async def presets() -> list[dict[str, Any]]:
    return [{"name": name, "spec": spec.model_dump(mode="json")} for name, spec in PRESETS.items()]


@router.get("/api/lessons")
async def all_lessons() -> list[Lesson]:
    """Each with its texts by language, and the set-ups to open: several of them side by side."""
    return list(lessons())
