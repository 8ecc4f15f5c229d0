"""Weights as safetensors with a tensor a name, such as "h1.weight", that any library can load."""

from __future__ import annotations

import json
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load, save

from playground.spec.base import Scalar, SpecProblem
from playground.spec.layers import LAYERS
from playground.spec.layers.base import Buffer
from playground.spec.layout import Place, buffer_places, length, parameter_places
from playground.spec.project import Spec, canonical_json

Floats = NDArray[np.float32]
Named = dict[str, Floats]
"""Parameters and buffers by key."""

PARAMETERS, BUFFERS, AVERAGE = "parameters", "buffers", "slot.average"
"""Tensors of a snapshot, as `train.state` writes it: flat vectors."""

SHOWN = 60
MAX_HEADER = 1024 * 1024
"""Bytes: the spec in it has at most a quarter of them, and each of the network's tensors some 100."""


def named(spec: Spec, snapshot: bytes) -> Named:
    """Cut a snapshot into tensors: those of the weights' average, if the spec asks for one."""
    flat = load(snapshot)
    parameters = flat.get(AVERAGE, flat[PARAMETERS])
    return split(spec, parameters, flat[BUFFERS])


def split(spec: Spec, parameters_P: Floats, buffers_Q: Floats) -> Named:
    """Cut the flat vectors into tensors by key, each of its own shape."""
    return _cut(parameter_places(spec.shapes), parameters_P) | _cut(
        buffer_places(spec.shapes), buffers_Q
    )


def to_safetensors(spec: Spec, snapshot: bytes, step: int) -> bytes:
    """Write a snapshot's tensors, with the spec and the step as metadata."""
    metadata = {"format": "pt", "spec": canonical_json(spec), "step": str(step)}
    return save(named(spec, snapshot), metadata)


def flat(spec: Spec, file: bytes) -> bytes:
    """Read the parameters [P], then the buffers [Q], from a file of named tensors, float32 little-endian.

    Buffers that the file lacks are those of a fresh network. Raises `SpecProblem` that names the
    tensor at fault.
    """
    parameters, buffers = parameter_places(spec.shapes), buffer_places(spec.shapes)
    known = {place.key for place in (*parameters, *buffers)}
    # A tensor costs far more to read than its name, and small files hold a hundred thousand.
    unknown = sorted(_names(file) - known)
    if unknown:
        raise _problem(
            "weights_unknown",
            f"The file has a tensor “{unknown[0][:SHOWN]}” that this network doesn’t have."
            f" This network’s tensors are {_some(known)}.",
            tensor=unknown[0][:SHOWN],
            expected=_some(known),
        )
    given = _read(file)
    memory = {
        f"{shape.id}.{name}": buffer
        for shape in spec.shapes
        for name, buffer in LAYERS[shape.kind].buffers.items()
    }
    values = np.empty(length(parameters) + length(buffers), dtype="<f4")
    for places, start in ((parameters, 0), (buffers, length(parameters))):
        for place in places:
            values[start + place.offset : start + place.end] = _fitting(
                place, given, memory.get(place.key)
            ).ravel()
    return values.tobytes()


def _names(file: bytes) -> set[str]:
    """Read the tensors' names from the header, which follows its own length in eight bytes."""
    length_of_header = int.from_bytes(file[:8], "little")
    if length_of_header > MAX_HEADER:
        raise _unreadable()
    try:
        header = json.loads(file[8 : 8 + length_of_header])
    except (ValueError, RecursionError):
        raise _unreadable() from None
    if not isinstance(header, dict):
        raise _unreadable()
    return header.keys() - {"__metadata__"}


def _read(file: bytes) -> Mapping[str, NDArray[np.generic]]:
    try:
        return load(file)
    except (SafetensorError, KeyError, ValueError, TypeError):
        raise _unreadable() from None


def _unreadable() -> SpecProblem:
    return _problem(
        "weights_unreadable",
        "This isn’t a safetensors file of ordinary numbers. Export one here, or save a"
        " dictionary of tensors with safetensors.",
    )


def _fitting(
    place: Place, given: Mapping[str, NDArray[np.generic]], buffer: Buffer | None
) -> Floats:
    """Find the tensor in the file; `buffer` tells of what a layer remembers."""
    found = given.get(place.key)
    if found is None:
        if buffer is not None:
            return np.full(place.shape, buffer.first, dtype=np.float32)
        raise _problem(
            "weights_missing",
            f"The file is missing the tensor “{place.key}” of {_written(place.shape)} numbers.",
            tensor=place.key,
            expected=_written(place.shape),
        )
    if found.shape != place.shape:
        raise _problem(
            "weights_shape",
            f"The tensor “{place.key}” has the shape {_written(found.shape)}, but this"
            f" network needs {_written(place.shape)}.",
            tensor=place.key,
            expected=_written(place.shape),
            got=_written(found.shape),
        )
    if found.dtype.kind not in "fiu":
        raise _problem(
            "weights_unreadable",
            f"The tensor “{place.key}” does not contain ordinary numbers.",
            tensor=place.key,
        )
    with np.errstate(over="ignore"):
        numbers = found.astype(np.float32)
    if not np.isfinite(numbers).all() or (buffer is not None and (numbers < buffer.min).any()):
        raise _problem(
            "weights_not_finite",
            f"The tensor “{place.key}” contains a value that can’t be used: NaN, infinity"
            " or a negative variance.",
            tensor=place.key,
        )
    return numbers


def _cut(places: tuple[Place, ...], flat_P: Floats) -> Named:
    """Cut a vector, or raise `ValueError` for one of another length."""
    if flat_P.shape != (length(places),):
        raise ValueError(f"{flat_P.shape} instead of {length(places)}")
    return {
        place.key: flat_P[place.offset : place.end].reshape(place.shape).copy() for place in places
    }


def _written(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape)) if shape else "1"


def _some(names: set[str]) -> str:
    listed = sorted(names)
    return ", ".join(listed[:6]) + (" …" if len(listed) > 6 else "")


def _problem(code: str, sentence: str, **params: Scalar) -> SpecProblem:
    return SpecProblem(code, sentence, "", params)
