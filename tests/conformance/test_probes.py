"""Every probe: on every kind of network, as a frame that travels, by a key of its own for other
parameters, in pieces that are short, and without a trace on the run.
"""

from __future__ import annotations

import inspect
import re
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from torch import Tensor

from playground.nn.program import Trace
from playground.observe.frames import observe, observe_in_pieces
from playground.observe.probes import OBSERVERS
from playground.observe.view import NotThereError, View
from playground.spec.planes import ColumnsPlane, PrincipalPlane
from playground.spec.probes import PROBES, ProbeSpec
from playground.spec.probes.base import Probe
from playground.spec.project import Spec
from playground.train.cost import rows_at_once
from playground.wire.frame import decode, encode, to_numpy
from support.nets import LAYERS, SKIPS
from support.seeing import view_of

NETS = {**LAYERS, **{f"skip: {name}": spec for name, spec in SKIPS.items()}}
FORMS = {name: NETS[name] for name in ("dense", "line", "table", "groups")}
"""A network for each form of data."""

WRITTEN = {"uint8": "u8", "uint32": "u32", "float32": "f32"}
"""How a docstring names the numbers of an array."""

ODD: dict[str, list[Any]] = {
    "layer": ["a", "output"],
    "unit": [0, 3],
    "resolution": [8, 9],
    "bins": [8, 20],
    "most": [1, 7],
    "plane": [None, PrincipalPlane(), ColumnsPlane(), ColumnsPlane(x=1, y=0)],
    "sample": [0, 4],
}
"""Values of the parameters that probes have; one of another name has its bounds tried."""

every_probe = pytest.mark.parametrize("name", PROBES)


def probe_of(name: str, layer: str = "output", **given: Any) -> Probe:
    """The probe as a page asks for it, small, of the last layer's first unit."""
    model = PROBES[name].model
    small = {"layer": layer, "unit": 0, "resolution": 8, "bins": 8} | given
    return model(**{field: value for field, value in small.items() if field in model.model_fields})


def observed(view: View, probe: Probe) -> dict[str, NDArray[Any]] | None:
    """The arrays after the way over the wire; None of what is not there."""
    try:
        frame = observe(view, probe)
    except NotThereError:
        return None
    arrived = decode(encode(frame))
    assert arrived == frame
    assert (frame.probe, frame.key) == (probe.probe, probe.key)
    assert (frame.step, frame.epoch) == (view.state.step, view.state.epoch)
    assert frame.revision == view.revision
    return {key: to_numpy(array) for key, array in arrived.arrays.items()}


def fields_of(name: str) -> list[str]:
    return [field for field in PROBES[name].model.model_fields if field != "probe"]


def values_of(name: str, field: str) -> list[Any]:
    if field in ODD:
        return ODD[field]
    bounds = PROBES[name].model.model_json_schema()["properties"][field]
    return [bounds["minimum"], bounds["maximum"]]


# --- the tables -------------------------------------------------------------------------------


def test_every_probe_of_the_spec_has_its_observer() -> None:
    kinds = ProbeSpec.__origin__.__args__  # type: ignore[attr-defined]
    assert OBSERVERS.keys() == PROBES.keys()
    assert OBSERVERS.keys() == {kind.model_fields["probe"].default for kind in kinds}


@every_probe
def test_its_row_says_what_it_is_and_how_often_it_may_come(name: str) -> None:
    kind = PROBES[name]
    assert kind.model.model_fields["probe"].default == name
    assert 0 < kind.max_per_second <= 60
    assert (kind.model.__doc__ or "").strip().endswith(".")


@every_probe
def test_other_parameters_are_another_key(name: str) -> None:
    """Of two frames with one key the newer takes the older's place."""
    first = probe_of(name)
    assert first.key.split(":")[0] == name
    for field in fields_of(name):
        keys = [first.model_copy(update={field: value}).key for value in values_of(name, field)]
        assert len(set(keys)) == len(keys), field


# --- what is seen -----------------------------------------------------------------------------


@pytest.mark.parametrize("net", NETS)
@every_probe
def test_it_sees_every_kind_of_network_or_says_that_nothing_is_there(name: str, net: str) -> None:
    view = view_of(NETS[net], steps=2)
    for shape in view.program.shapes if "layer" in fields_of(name) else view.program.shapes[-1:]:
        arrays = observed(view, probe_of(name, layer=shape.id))
        for array in (arrays or {}).values():
            assert array.dtype.name in WRITTEN
            assert np.isfinite(array).all()


@every_probe
def test_there_is_something_to_see_on_some_form_of_data(name: str) -> None:
    found = [observed(view_of(spec, steps=2), probe_of(name)) for spec in FORMS.values()]
    assert any(arrays for arrays in found)


@every_probe
def test_its_docstring_tells_the_numbers_and_shapes_of_its_arrays(name: str) -> None:
    module = inspect.getmodule(PROBES[name].model)
    assert module is not None
    home = __import__(f"playground.observe.probes.{name}", fromlist=["observe"])
    text = inspect.getdoc(home.observe) or ""
    assert re.search(r"\[[^\]]+\]", text)
    for spec in FORMS.values():
        for array in (observed(view_of(spec, steps=2), probe_of(name)) or {}).values():
            assert WRITTEN[array.dtype.name] in text


@pytest.mark.parametrize("form", FORMS)
@every_probe
def test_it_leaves_the_run_as_it_was_and_sees_the_same_again(name: str, form: str) -> None:
    view = view_of(FORMS[form], steps=3)
    before = view.state.clone()
    first, again = (observed(view, probe_of(name)) for _ in range(2))
    assert view.state.step == before.step
    assert view.state.parameters.equal(before.parameters)
    assert view.state.buffers.equal(before.buffers)
    for slot, tensor in before.optimizer_state.items():
        assert view.state.optimizer_state[slot].equal(tensor)
    assert (first is None) is (again is None)
    for key, array in (first or {}).items():
        assert again is not None
        np.testing.assert_array_equal(array, again[key])


# --- what is gone, and what it costs ----------------------------------------------------------

GONE: dict[str, tuple[str, Any]] = {
    "layer": ("dense", "gone"),
    "unit": ("dense", 9000),
    "sample": ("groups", 9000),
    "plane": ("table", ColumnsPlane(x=9000)),
}
"""By parameter: on which data, and what is not there."""


@pytest.mark.parametrize(
    ("name", "field"),
    [(name, field) for name in PROBES for field in fields_of(name) if field in GONE],
)
def test_what_is_gone_is_not_there(name: str, field: str) -> None:
    net, value = GONE[field]
    with pytest.raises(NotThereError):
        observe(view_of(FORMS[net], steps=1), probe_of(name, **{field: value}))


@pytest.mark.parametrize("form", FORMS)
@every_probe
def test_no_piece_of_it_is_longer_than_the_piece_of_an_evaluation(
    name: str, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others have their turn between two pieces."""
    monkeypatch.setattr("playground.train.cost.PIECE_FLOATS", {"cpu": 700})
    view = view_of(FORMS[form], steps=1)
    most = rows_at_once(view.spec, "cpu")
    passes: list[int] = []
    forward = View.forward

    def counted(self: View, x: Tensor) -> Trace:
        passes.append(len(x))
        return forward(self, x)

    monkeypatch.setattr(View, "forward", counted)
    pieces = observe_in_pieces(view, probe_of(name))
    try:
        while True:
            before = len(passes)
            next(pieces)
            # Beside a block, the one sample that a picture is of.
            assert sum(passes[before:]) <= most + 1
    except (StopIteration, NotThereError):
        pass
    assert max(passes, default=0) <= most


@pytest.mark.parametrize("form", ["table", "groups"])
@every_probe
def test_a_large_network_is_looked_at_in_no_more_points_than_can_be_afforded(
    name: str, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec: Spec = FORMS[form]
    monkeypatch.setitem(__import__("playground.observe.view", fromlist=["WORK"]).WORK, "cpu", 1)
    view = view_of(spec, steps=1)
    assert view.affordable == 1
    passes: list[int] = []
    forward = View.forward

    def counted(self: View, x: Tensor) -> Trace:
        passes.append(len(x))
        return forward(self, x)

    monkeypatch.setattr(View, "forward", counted)
    try:
        observe(view, probe_of(name, resolution=160))
    except NotThereError:
        return
    samples = len(view.trainer.train_x) + len(view.trainer.test_x)
    assert sum(passes) <= samples + 16**2
