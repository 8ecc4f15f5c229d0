"""Frames: what a probe saw at a step, as MessagePack with typed arrays.

A frame is encoded once, by the trainer; the web process passes its bytes on as they are.
A message to the browser is a bundle: the newest frame of each key that waits for this viewer.
Arrays are little-endian and C-ordered; their offset in the message is not aligned, so a reader
copies. Heat maps travel as 8-bit with their range, histograms as 32-bit counts.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec
import numpy as np

DType = Literal["u8", "u32", "i32", "i64", "f32", "f64"]

NUMPY_NAMES: dict[str, DType] = {
    "uint8": "u8",
    "uint32": "u32",
    "int32": "i32",
    "int64": "i64",
    "float32": "f32",
    "float64": "f64",
}

Value = str | int | float | bool | None | list[str | float]


class Array(msgspec.Struct, frozen=True):
    """`data` holds the elements in C order."""

    dtype: DType
    shape: tuple[int, ...]
    data: bytes


class Frame(msgspec.Struct, frozen=True):
    """One probe's measurement. `time` is seconds since 1970 when it was made."""

    probe: str
    key: str
    step: int
    epoch: int
    revision: int
    time: float
    arrays: dict[str, Array]
    values: dict[str, Value]


class Bundle(msgspec.Struct, frozen=True):
    """One binary message of the stream. The reader acknowledges `frame`, a running number."""

    frame: int
    frames: list[msgspec.Raw]


class _Made(msgspec.Struct, frozen=True):
    time: float


_time_decoder = msgspec.msgpack.Decoder(_Made)
_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Frame)


def array(values: np.ndarray[Any, Any]) -> Array:
    """Return the array in wire form. Raises `KeyError` for a dtype that the wire does not carry."""
    dtype = NUMPY_NAMES[values.dtype.name]
    little = values.astype(values.dtype.newbyteorder("<"), order="C", copy=False)
    return Array(dtype, values.shape, little.tobytes())


def to_numpy(values: Array) -> np.ndarray[Any, Any]:
    """Return the array back from wire form, as a read-only view of its bytes."""
    dtype = np.dtype({wire: name for name, wire in NUMPY_NAMES.items()}[values.dtype])
    return np.frombuffer(values.data, dtype.newbyteorder("<")).reshape(values.shape)


def eight_bit(values: np.ndarray[Any, Any], low: float, high: float) -> np.ndarray[Any, Any]:
    """`values` as uint8: 0 at `low` and below, 255 at `high` and above."""
    span = high - low if high > low else 1.0
    scaled = (values - low) * (255.0 / span)
    return np.clip(np.rint(np.nan_to_num(scaled, nan=127.5)), 0, 255).astype(np.uint8)


def encode(frame: Frame) -> bytes:
    return _encoder.encode(frame)


def renamed(frame: Frame, key: str) -> Frame:
    """Return the same picture under another key."""
    return msgspec.structs.replace(frame, key=key)


def decode(body: bytes) -> Frame:
    """Read a frame. Raises `msgspec.DecodeError` when the bytes are no frame."""
    return _decoder.decode(body)


def made_at(body: bytes) -> float | None:
    """Seconds since 1970, without reading what was measured; None of what is no frame."""
    try:
        return _time_decoder.decode(body).time
    except msgspec.DecodeError:
        return None


def bundle(number: int, bodies: list[bytes]) -> bytes:
    """One message of already encoded frames."""
    return _encoder.encode(Bundle(number, [msgspec.Raw(body) for body in bodies]))
