"""Bundles of frames: the bytes of a message, and what it says."""

from __future__ import annotations

import base64
import math
from typing import Any

import numpy as np

from playground.wire.frame import Frame, array, bundle, decode, encode, to_numpy

Json = Any


def frame(probe: str = "weights", **more: Any) -> Frame:
    given = {"key": probe, "step": 1, "epoch": 0, "revision": 1, "time": 1_750_000_000.25}
    arrays = more.pop("arrays", {})
    return Frame(probe=probe, arrays=arrays, values=more.pop("values", {}), **{**given, **more})


def ramp(dtype: str, *shape: int) -> np.ndarray[Any, Any]:
    return np.arange(math.prod(shape), dtype=dtype).reshape(shape)


F32 = np.finfo(np.float32)
SPECIAL = np.array([np.nan, np.inf, -np.inf, -0.0, F32.tiny, F32.smallest_subnormal, F32.max])

BUNDLES: list[tuple[str, int, list[Frame]]] = [
    ("no frames", 0, []),
    ("a frame without anything", 1, [frame("metrics")]),
    ("a matrix of floats", 2, [frame(arrays={"h1.weight": array(ramp("float32", 2, 3))})]),
    ("every sort of number", 3, [frame(arrays={
        name: array(ramp(name, 3))
        for name in ("uint8", "uint32", "int32", "int64", "float32", "float64")
    })]),
    ("numbers at their limits", 4, [frame(arrays={
        "u8": array(np.array([0, 255], "uint8")),
        "u32": array(np.array([0, 2**32 - 1], "uint32")),
        "i32": array(np.array([-(2**31), 2**31 - 1], "int32")),
        "i64": array(np.array([-(2**63), 2**63 - 1, 2**53 + 1], "int64")),
        "f64": array(np.array([1e-308, 1.7e308, 0.1])),
    })]),
    ("what is no number", 5, [frame(arrays={
        "f32": array(SPECIAL.astype("float32")), "f64": array(SPECIAL),
    })]),
    ("empty arrays and single numbers", 6, [frame(arrays={
        "none": array(ramp("float32", 0)),
        "flat": array(ramp("float32", 0, 4)),
        "one": array(np.float32(2.5).reshape(())),
    })]),
    ("four axes", 7, [frame("neurons", arrays={"maps": array(ramp("uint8", 2, 3, 2, 2))})]),
    ("an array that is turned", 8, [frame(arrays={"turned": array(ramp("int32", 2, 3).T)})]),
    ("values of all sorts", 9, [frame("histograms:h1", values={
        "text": "나선 α", "whole": 7, "part": 0.125, "negative": -3, "on": True, "off": False,
        "nothing": None, "names": ["setosa", "붓꽃"], "numbers": [1.5, -2.0], "empty": [],
    })]),
    ("large whole numbers", 10, [frame(step=2**40, epoch=2**31, revision=70_000, values={
        "tiny": 127, "byte": 255, "two": 65_535, "four": 2**32 - 1, "eight": 2**53,
        "below": -2**31, "far": -2**53,
    })]),
    ("three frames", 300, [frame("metrics", step=4), frame("boundary", key="boundary:40", step=5,
        arrays={"map": array(ramp("uint8", 4, 4))}, values={"low": -1.0, "high": 1.0}),
        frame(step=6)]),
    ("a long array", 70_000, [frame(arrays={"long": array(ramp("uint8", 300))})]),
    ("a key of other letters", 11, [frame("neuron", key="neuron:h1:3:{\"kind\":\"pca\"}",
        values={"layer": "h1"})]),
    ("the end of time", 2**53, [frame(time=0.0), frame(time=253_402_300_799.999)]),
]  # fmt: skip


def frames() -> list[Json]:
    """Messages in base64, and what is in them; 64-bit whole numbers and what JSON lacks as texts."""
    return [
        {
            "name": name,
            "bytes": base64.b64encode(bundle(number, [encode(each) for each in frames])).decode(),
            "frame": number,
            "frames": [described(decode(encode(each))) for each in frames],
        }
        for name, number, frames in BUNDLES
    ]


def described(made: Frame) -> Json:
    fields = ("probe", "key", "step", "epoch", "revision", "time", "values")
    arrays = {
        name: {"dtype": each.dtype, "shape": list(each.shape), "data": listed(to_numpy(each))}
        for name, each in made.arrays.items()
    }
    return {name: getattr(made, name) for name in fields} | {"arrays": arrays}


def listed(values: np.ndarray[Any, Any]) -> list[Json]:
    """Numbers in order; as texts where JSON has none for them: NaN, infinities, −0, 64 bits."""
    flat = values.reshape(-1).tolist()
    if values.dtype.name == "int64":
        return [str(value) for value in flat]
    return [value if _is_plain(value) else _text(value) for value in flat]


def _is_plain(value: float) -> bool:
    return math.isfinite(value) and not (value == 0 and math.copysign(1, value) < 0)


def _text(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    return "-0" if value == 0 else f"{'-' if value < 0 else ''}Infinity"
