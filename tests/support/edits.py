"""Operations of edits."""

from __future__ import annotations

from typing import Any


def units(count: int) -> dict[str, Any]:
    return {"op": "replace", "path": "/network/layers/0/units", "value": count}
