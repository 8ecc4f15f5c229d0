"""Weights go out by name and come in again; what does not fit is refused by its tensor's name."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch
from safetensors import safe_open
from safetensors.numpy import load, save
from safetensors.torch import save as save_torch

from playground.export import weights
from playground.export.weights import flat, named, to_safetensors
from playground.nn.layout import Layout
from playground.nn.program import Program
from playground.spec.base import SpecProblem
from playground.spec.layout import buffer_places, length, parameter_places
from playground.spec.project import Spec, parse
from playground.train.state import TrainState, begin
from support.nets import LAYERS, SKIPS, dense, random_tensors, spec_of

NET = LAYERS["batch norm of units"]


@pytest.mark.parametrize("spec", [*LAYERS.values(), *SKIPS.values()])
def test_the_layout_is_the_programs(spec: Spec) -> None:
    for places, layout in (
        (parameter_places(spec.shapes), Layout.of(spec.shapes)),
        (buffer_places(spec.shapes), Layout.of_buffers(spec.shapes)),
    ):
        assert [(place.key, place.offset, place.shape) for place in places] == [
            (slot.key, slot.offset, slot.shape) for slot in layout.slots
        ]
        assert length(places) == layout.size


def state_of(spec: Spec) -> TrainState:
    parameters, buffers, _ = random_tensors(spec)
    state = begin(spec, Program.build(spec))
    state.parameters, state.buffers = parameters, buffers
    return state


def test_any_library_reads_the_tensors_by_name(tmp_path) -> None:  # type: ignore[no-untyped-def]
    state = state_of(NET)
    path = tmp_path / "network.safetensors"
    path.write_bytes(to_safetensors(NET, state.to_bytes(), 12))
    with safe_open(path, "pt") as file:
        metadata = file.metadata()
        found = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118
    program = Program.build(NET)
    expected = program.layout.views(state.parameters)
    expected |= program.buffer_layout.views(state.buffers)
    assert found.keys() == expected.keys() >= {"a.weight", "n.mean", "output.bias"}
    assert all(torch.equal(found[key], expected[key]) for key in expected)
    assert (metadata["step"], parse(json.loads(metadata["spec"]))) == ("12", NET)


def test_an_average_is_what_is_given() -> None:
    spec = spec_of(dense("a"), training={"averaging": 0.9})
    state = begin(spec, Program.build(spec))
    state.optimizer_state["average"] = state.parameters + 1
    found = named(spec, state.to_bytes())
    expected = Program.build(spec).layout.views(state.optimizer_state["average"])
    assert all(np.array_equal(found[key], expected[key].numpy()) for key in expected)


@pytest.mark.parametrize("spec", [*LAYERS.values(), *SKIPS.values()])
def test_what_goes_out_comes_in(spec: Spec) -> None:
    parameters, buffers, tensors = random_tensors(spec)
    values = np.frombuffer(flat(spec, save(tensors)), "<f4")
    assert np.array_equal(values, torch.cat([parameters, buffers]).numpy())


def test_numbers_of_other_kinds_are_taken() -> None:
    _, _, tensors = random_tensors(NET)
    for kind in (np.float64, np.float16):
        given = {key: value.astype(kind) for key, value in tensors.items()}
        values = np.frombuffer(flat(NET, save(given)), "<f4")
        assert np.array_equal(values[:10], given["a.weight"].astype(np.float32).ravel())


def test_running_statistics_may_be_left_out() -> None:
    _, buffers, tensors = random_tensors(NET)
    tensors = {key: value for key, value in tensors.items() if not key.startswith("n.mean")}
    del tensors["n.variance"]
    values = np.frombuffer(flat(NET, save(tensors)), "<f4")
    assert values[-len(buffers) :].tolist() == [0.0] * 5 + [1.0] * 5


def changed(**tensors: np.ndarray | None) -> bytes:
    """The network's tensors with some of them others; `__` stands for the dot."""
    _, _, own = random_tensors(NET)
    given = own | {key.replace("__", "."): value for key, value in tensors.items()}
    return save({key: value for key, value in given.items() if value is not None})


@pytest.mark.parametrize(
    ("file", "code", "params"),
    [
        (b"", "weights_unreadable", {}),
        (b"hello" * 10, "weights_unreadable", {}),
        (changed()[:-1], "weights_unreadable", {}),
        (
            changed(a__weight=None),
            "weights_missing",
            {"tensor": "a.weight", "expected": "5 × 2"},
        ),
        (
            changed(a__weight=np.zeros((2, 5), np.float32)),
            "weights_shape",
            {"tensor": "a.weight", "expected": "5 × 2", "got": "2 × 5"},
        ),
        (
            changed(a__bias=np.zeros((), np.float32)),
            "weights_shape",
            {"tensor": "a.bias", "expected": "5", "got": "1"},
        ),
        (
            changed(a__bias=np.full(5, np.nan, np.float32)),
            "weights_not_finite",
            {"tensor": "a.bias"},
        ),
        (changed(a__bias=np.full(5, 1e300)), "weights_not_finite", {"tensor": "a.bias"}),
        (
            changed(n__variance=np.full(5, -1, np.float32)),
            "weights_not_finite",
            {"tensor": "n.variance"},
        ),
        (changed(a__bias=np.zeros(5, bool)), "weights_unreadable", {"tensor": "a.bias"}),
    ],
)
def test_what_does_not_fit_is_refused(file: bytes, code: str, params: dict[str, str]) -> None:
    with pytest.raises(SpecProblem) as caught:
        flat(NET, file)
    assert (caught.value.code, caught.value.params) == (code, params)


def test_a_tensor_that_the_network_lacks_is_named() -> None:
    with pytest.raises(SpecProblem) as caught:
        flat(NET, changed(other__weight=np.zeros(3, np.float32)))
    assert caught.value.code == "weights_unknown"
    assert caught.value.params["tensor"] == "other.weight"
    assert "a.weight" in str(caught.value.params["expected"])


@pytest.mark.parametrize(
    ("names", "code"), [(9_000, "weights_unknown"), (100_000, "weights_unreadable")]
)
def test_a_file_of_very_many_tensors_is_refused_before_they_are_read(
    names: int, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(file: bytes) -> None:
        raise AssertionError(f"read {len(file)} bytes")

    monkeypatch.setattr(weights, "load", read)
    empty = {"dtype": "F32", "shape": [0], "data_offsets": [0, 0]}
    header = json.dumps({f"t{at}": empty for at in range(names)}).encode()
    file = len(header).to_bytes(8, "little") + header
    with pytest.raises(SpecProblem) as caught:
        flat(NET, file)
    assert caught.value.code == code


@pytest.mark.parametrize("header", [b"[" * 100_000, b"[]", b"{", b'{"a": ' * 50_000, b"\xff"])
def test_a_header_that_is_none_is_refused(header: bytes) -> None:
    with pytest.raises(SpecProblem) as caught:
        flat(NET, len(header).to_bytes(8, "little") + header)
    assert caught.value.code == "weights_unreadable"


def test_brain_floats_which_numpy_lacks_are_refused() -> None:
    _, _, tensors = random_tensors(NET)
    given = {key: torch.from_numpy(value).bfloat16() for key, value in tensors.items()}
    with pytest.raises(SpecProblem, match="ordinary numbers"):
        flat(NET, save_torch(given))


def test_a_snapshot_is_read_as_train_state_writes_it() -> None:
    state = state_of(NET)
    assert load(state.to_bytes()).keys() >= {"parameters", "buffers"}
    assert named(NET, state.to_bytes()).keys() == random_tensors(NET)[2].keys()
