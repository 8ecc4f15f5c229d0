"""The axes of a picture over a plane of the inputs, as values of a frame."""

from __future__ import annotations

from playground.data.plane import Plane
from playground.wire.frame import Value


def axes_of(plane: Plane) -> dict[str, Value]:
    """Tell a picture's axes, and how much of the inputs' variance lies along them."""
    low, high = plane.domain
    values: dict[str, Value] = {
        "domain_low": low,
        "domain_high": high,
        "x_name": plane.x_name,
        "y_name": plane.y_name,
    }
    if plane.explained is not None:
        values |= {"explained_x": plane.explained[0], "explained_y": plane.explained[1]}
    return values
