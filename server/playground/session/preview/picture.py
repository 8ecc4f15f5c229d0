"""A session as one picture: what its network answers where that can be drawn, else its curves.

Nothing in it is text that a user wrote, and every number was measured.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from playground.session.history import Columns
from playground.session.preview import colors
from playground.session.preview.colors import Rgb
from playground.spec.project import Spec
from playground.wire.frame import Frame, to_numpy

WIDTH, HEIGHT = 1200, 630
MARGIN, SIDE = 40, 550
FINER = 2
"""Drawn so much larger and then made smaller, for smooth edges."""
STRENGTH = 0.72
"""The opacity of a map over paper, so that points stand out on their own side."""
LINE_REACH = 1.6
MAX_POINTS = 1000
IMAGES_A_SIDE = 5

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What there is to draw. `points` as `points_frame` makes it; `boundary` is the probe's."""

    spec: Spec
    points: Frame
    boundary: Frame | None
    curves: Columns


def picture(seen: Seen) -> bytes:
    """Return a PNG of 1200 × 630 pixels."""
    image = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), colors.PAPER)
    pen = Pen(image)
    square = (MARGIN, MARGIN, MARGIN + SIDE, MARGIN + SIDE)
    beside = (MARGIN * 2 + SIDE, MARGIN, WIDTH - MARGIN, HEIGHT - MARGIN)
    form = seen.spec.data.form
    if form == "image":
        images(pen, square, seen)
    elif seen.boundary is not None and form == "plane":
        boundary(pen, square, seen.boundary)
        points(pen, square, seen)
    elif seen.spec.data.has_features:
        pen.fill(square, colors.NEUTRAL)
        points(pen, square, seen)
        if seen.boundary is not None:
            line(pen, square, seen)
    else:
        chart(pen, square, seen.curves)
    pen.frame(square)
    words(pen, beside, seen)
    if form != "table":
        chart(pen, (beside[0], 370, beside[2], beside[3]), seen.curves)
    out = io.BytesIO()
    image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(out, "PNG", optimize=False)
    return out.getvalue()


class Pen:
    """Draws in pixels of the picture, however much larger it is drawn."""

    def __init__(self, image: Image.Image) -> None:
        self._image, self._draw = image, ImageDraw.Draw(image)

    def fill(self, box: Box, color: Rgb) -> None:
        self._draw.rectangle(_larger(box), fill=color)

    def frame(self, box: Box) -> None:
        self._draw.rectangle(_larger(box), outline=colors.LINE, width=FINER)

    def paste(self, box: Box, pixels: NDArray[np.uint8], how: Image.Resampling) -> None:
        left, top, right, bottom = (round(edge) for edge in _larger(box))
        part = Image.fromarray(pixels).resize((right - left, bottom - top), how)
        self._image.paste(part, (left, top))

    def dot(self, x: float, y: float, radius: float, fill: Rgb, edge: Rgb) -> None:
        box = (x - radius, y - radius, x + radius, y + radius)
        self._draw.ellipse(_larger(box), fill=fill, outline=edge, width=FINER)

    def path(self, places: list[tuple[float, float]], color: Rgb, width: float) -> None:
        larger = [(x * FINER, y * FINER) for x, y in places]
        self._draw.line(larger, fill=color, width=round(width * FINER), joint="curve")

    def text(self, x: float, y: float, text: str, size: float, color: Rgb) -> None:
        font = ImageFont.load_default(size * FINER)
        self._draw.text((x * FINER, y * FINER), text, fill=color, font=font)


def _larger(box: Box) -> Box:
    left, top, right, bottom = (edge * FINER for edge in box)
    return left, top, right, bottom


# --- on the left ----------------------------------------------------------------------------------


def boundary(pen: Pen, box: Box, frame: Frame) -> None:
    arrays = {name: to_numpy(found) for name, found in frame.arrays.items()}
    if "map" in arrays:
        pixels = colors.signed_bytes()[arrays["map"]]
    else:
        classes = arrays["classes"] % len(colors.CLASSES)
        pixels = colors.class_bytes()[classes, arrays["confidence"]]
    paper = np.array(colors.NEUTRAL)
    faint = np.rint(paper + (pixels - paper) * STRENGTH).astype(np.uint8)
    pen.paste(box, faint, Image.Resampling.BILINEAR)


def points(pen: Pen, box: Box, seen: Seen) -> None:
    """Draw the samples that train, on the plane, or over the line as far up as they are to be told."""
    values = seen.points.values
    inputs = to_numpy(seen.points.arrays["inputs"])[: int(_number(values["train"]))][:MAX_POINTS]
    labels = to_numpy(seen.points.arrays["labels"])
    bound, task = _number(values["label_bound"]), str(values["task"])
    for row, label in zip(inputs, labels, strict=False):
        if seen.spec.data.form == "line":
            x, y = _place(seen, box, row[0], label / (LINE_REACH * bound))
        else:
            x, y = _place(seen, box, row[0], None, row[1])
        pen.dot(x, y, 6, colors.of_label(float(label), task, bound), colors.PAPER)


def line(pen: Pen, box: Box, seen: Seen) -> None:
    """Draw the answer over one input, where it is within the picture."""
    assert seen.boundary is not None
    bound = _number(seen.points.values["label_bound"])
    x, y = (to_numpy(seen.boundary.arrays[name]) for name in ("x", "y"))
    piece: list[tuple[float, float]] = []
    for across, up in zip(x, y / (LINE_REACH * bound), strict=True):
        if math.isfinite(up) and abs(up) <= 1:
            piece.append(_place(seen, box, across, up))
        else:
            _draw_piece(pen, piece)
            piece = []
    _draw_piece(pen, piece)


def _draw_piece(pen: Pen, piece: list[tuple[float, float]]) -> None:
    if len(piece) > 1:
        pen.path(piece, colors.INK, 4)


def _place(seen: Seen, box: Box, x: float, up: float | None, y: float = 0.0) -> tuple[float, float]:
    """`up` from -1 at the bottom to 1 at the top, or else `y` in the plane's own measure."""
    low, high = seen.spec.data.domain
    left, top, right, bottom = box
    part = ((y - low) / (high - low)) if up is None else (up + 1) / 2
    return (
        left + float((x - low) / (high - low)) * (right - left),
        bottom - float(part) * (bottom - top),
    )


def images(pen: Pen, box: Box, seen: Seen) -> None:
    """Draw the first samples that test."""
    pictures = to_numpy(seen.points.arrays["images"])
    pen.fill(box, colors.NEUTRAL)
    size = (box[2] - box[0]) / IMAGES_A_SIDE
    for place, pixels in enumerate(pictures[: IMAGES_A_SIDE**2]):
        left = box[0] + place % IMAGES_A_SIDE * size
        top = box[1] + place // IMAGES_A_SIDE * size
        inner = (left + 6, top + 6, left + size - 6, top + size - 6)
        pen.paste(inner, colors.gray_bytes()[pixels], Image.Resampling.NEAREST)


# --- curves and words -----------------------------------------------------------------------------


def chart(pen: Pen, box: Box, curves: Columns) -> None:
    """Loss by step, both from 0 on: of the data that train thin and gray, of those that test dark."""
    steps = curves.get("step", [])
    drawn = [
        (_known(steps, curves.get(column, [])), color, width)
        for column, color, width in (
            ("train_loss", colors.SOFT, 2.0),
            ("test_loss", colors.INK, 3.0),
        )
    ]
    highest = max((loss for known, _, _ in drawn for _, loss in known), default=0.0)
    last = max((step for known, _, _ in drawn for step, _ in known), default=0.0)
    left, top, right, bottom = box
    pen.path([(left, top), (left, bottom), (right, bottom)], colors.LINE, 2)
    if last <= 0 or highest <= 0:
        return
    for known, color, width in drawn:
        path = [
            (left + step / last * (right - left), bottom - loss / highest * (bottom - top - 30))
            for step, loss in known
        ]
        if len(path) > 1:
            pen.path(path, color, width)
    pen.text(left + 10, top, f"loss, {highest:.3g} at most", 18, colors.SOFT)


def _known(steps: list[float | None], losses: list[float | None]) -> list[tuple[float, float]]:
    return [
        (step, loss)
        for step, loss in zip(steps, losses, strict=False)
        if step is not None and loss is not None
    ]


def words(pen: Pen, box: Box, seen: Seen) -> None:
    left, top = box[0], box[1]
    pen.text(left, top, "Neural Playground", 46, colors.INK)
    count = seen.spec.parameters_in_use
    layers = len(seen.spec.shapes)
    told = f"{layers} layer{'s'[: layers > 1]} · {count:,} parameters"
    pen.text(left, top + 70, told, 28, colors.SOFT)
    for number, text in enumerate(measured(seen.curves)):
        pen.text(left, top + 130 + 44 * number, text, 34, colors.INK)


def measured(curves: Columns) -> list[str]:
    """Return the newest point of the curves, in words."""
    if not curves.get("step"):
        return ["step 0"]
    last: dict[str, Any] = {name: column[-1] for name, column in curves.items()}
    lines = [f"step {int(last['step'] or 0):,}"]
    if (loss := last.get("test_loss")) is not None:
        lines.append(f"test loss {loss:.4g}")
    if (accuracy := last.get("test_accuracy")) is not None:
        lines.append(f"test accuracy {accuracy * 100:.1f} %")
    if (error := last.get("test_rmse")) is not None:
        lines.append(f"test RMSE {error:.4g}")
    return lines


def _number(value: Any) -> float:
    return float(value)
