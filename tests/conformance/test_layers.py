"""What holds for every kind of layer, by its rows alone: a new kind is tested as soon as it is there."""

from __future__ import annotations

import jsonpatch
import pytest
import torch
from torch.autograd import gradcheck

from playground.nn.layers import LAYERS as FUNCTIONS
from playground.nn.program import Program, first_parameters
from playground.spec.activations import SLOPE
from playground.spec.base import SpecProblem
from playground.spec.layers import LAYERS
from playground.spec.layers.base import Trainable, Weighted
from playground.spec.project import parse
from playground.spec.signal import activation_after
from support.every_layer import BEFORE, EVERY, ID, Case, cases, network, refused
from support.exported_network import buffers_of, compared, module_of, parameters_of
from support.nets import random_tensors
from support.strings import missing

ROWS = 4
every_case = pytest.mark.parametrize("case", EVERY, ids=str)
every_kind = pytest.mark.parametrize("kind", LAYERS)


def batch(case: Case) -> torch.Tensor:
    generator = torch.Generator().manual_seed(5)
    return torch.randn((ROWS, *case.spec.data.input_shape), generator=generator)


def noise(seed: int = 8) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


# --- the tables -----------------------------------------------------------------------------------


def test_every_kind_has_its_arithmetic() -> None:
    assert LAYERS.keys() == FUNCTIONS.keys()


@every_kind
def test_a_kind_is_named_as_its_file(kind: str) -> None:
    row = LAYERS[kind]
    assert row.model.model_fields["kind"].default == kind
    assert row.module is None or row.expression is None
    assert row.twin is None or LAYERS[row.twin].twin == kind


@every_kind
def test_a_kind_fits_somewhere_as_it_begins(kind: str) -> None:
    assert {case.name for case in cases(kind)} & BEFORE.keys()


@every_kind
def test_the_page_names_it_in_each_language(kind: str) -> None:
    assert missing(f"kind.{kind}", f"kind.{kind}.short", f"kind.{kind}.tip") == []


@every_kind
def test_where_it_does_not_fit_each_fix_takes_the_fault_away(kind: str) -> None:
    for document, problem in refused(kind):
        assert problem.fixes
        assert problem.pointer.startswith("/network/")
        for fix in problem.fixes:
            assert missing(f"fix.{fix.code}") == []
            try:
                parse(jsonpatch.apply_patch(document, list(fix.patch)))
            except SpecProblem as other:
                same = (other.code, other.pointer, other.params)
                assert same != (problem.code, problem.pointer, problem.params)


# --- shapes and tensors ---------------------------------------------------------------------------


@every_case
def test_it_gives_the_shape_that_is_inferred(case: Case) -> None:
    parameters, buffers, _ = random_tensors(case.spec)
    trace = Program.build(case.spec).forward(parameters, batch(case), buffers)
    for values in (trace.preactivations, trace.activations):
        assert values[case.position].shape == (ROWS, *case.shape.outputs)


@every_case
def test_all_its_tensors_are_drawn_and_alike_for_one_seed(case: Case) -> None:
    shapes, shape = case.spec.shapes, case.shape
    activation = activation_after(shapes, case.position)

    def drawn() -> dict[str, torch.Tensor]:
        return first_parameters(shape, activation, lambda purpose: noise(len(purpose)))

    first = drawn()
    assert {name: tuple(tensor.shape) for name, tensor in first.items()} == shape.tensors
    for name, again in drawn().items():
        assert first[name].dtype == torch.float32
        assert first[name].isfinite().all()
        assert torch.equal(first[name], again)
    assert shape.buffers.keys() == LAYERS[case.kind].buffers.keys()


@every_case
def test_regularization_acts_on_its_weight_alone_if_it_has_one(case: Case) -> None:
    program = Program.build(case.spec)
    mask = program.layout.views(program.weight_mask())
    for name in case.shape.tensors:
        expected = LAYERS[case.kind].weighted and name == "weight"
        assert (mask[f"{ID}.{name}"] == expected).all()
    if LAYERS[case.kind].weighted:
        assert issubclass(LAYERS[case.kind].model, Weighted)


# --- gradients ------------------------------------------------------------------------------------


@every_case
@pytest.mark.parametrize("training", [False, True])
def test_its_gradient_is_that_of_finite_differences(case: Case, training: bool) -> None:
    """By parameters and input, in double precision; what is random draws the same each time."""
    program = Program.build(case.spec)
    parameters, buffers, _ = random_tensors(case.spec)

    def outputs(flat_P: torch.Tensor, x: torch.Tensor) -> torch.Tensor:
        trace = program.forward(flat_P, x, buffers.double(), training=training, generator=noise())
        return trace.activations[-1]

    given = (parameters.double().requires_grad_(), batch(case).double().requires_grad_())
    assert gradcheck(outputs, given, fast_mode=True, atol=1e-4)


# --- export ---------------------------------------------------------------------------------------


@every_case
@pytest.mark.parametrize("training", [False, True])
def test_the_scripts_module_computes_the_same(case: Case, training: bool) -> None:
    """Outputs, the parameters' gradients, and what training makes of the buffers."""
    spec, program = case.spec, Program.build(case.spec)
    parameters, buffers, _ = random_tensors(spec)
    parameters.requires_grad_()
    module, names = module_of(spec, noise())
    theirs, remembered = parameters_of(module, names, spec), buffers_of(module, names, spec)
    with torch.no_grad():
        for key, view in program.layout.views(parameters).items():
            theirs[key].copy_(view)
        for key, view in program.buffer_layout.views(buffers).items():
            remembered[key].copy_(view)
    x = batch(case)
    trace = program.forward(parameters, x, buffers, training=training, generator=noise())
    expected = module.train(training)(x)
    torch.testing.assert_close(trace.activations[-1], expected)

    trace.activations[-1].square().sum().backward()
    expected.square().sum().backward()
    assert parameters.grad is not None
    for key, gradient in program.layout.views(parameters.grad).items():
        torch.testing.assert_close(gradient, theirs[key].grad, rtol=1e-4, atol=1e-4)
    for key, renewed in program.buffer_layout.views(trace.buffers).items():
        torch.testing.assert_close(renewed, remembered[key])


@every_case
def test_the_scripts_module_has_as_many_parameters(case: Case) -> None:
    module, _ = module_of(case.spec)
    count = sum(parameter.numel() for parameter in module.parameters())
    assert count == case.spec.parameter_count == Program.build(case.spec).layout.size


@every_case
def test_onnx_computes_the_same(case: Case) -> None:
    compared(case.spec)


# --- masks ----------------------------------------------------------------------------------------

TRAINABLE = [kind for kind, row in LAYERS.items() if issubclass(row.model, Trainable)]
WEIGHTED = [kind for kind, row in LAYERS.items() if issubclass(row.model, Weighted)]


def somewhere(kind: str, **settings: object) -> Program:
    place = next(case.name for case in cases(kind) if case.name in BEFORE)
    return Program.build(network(place, kind, **settings))


@pytest.mark.parametrize("kind", TRAINABLE)
def test_a_frozen_layer_keeps_its_tensors(kind: str) -> None:
    settings = {"activation": "prelu"} if "activation" in LAYERS[kind].model.model_fields else {}
    program = somewhere(kind, frozen=True, **settings)
    assert program.trainable is not None
    for slot in program.layout.slots:
        assert (slot.view(program.trainable) == (slot.layer != ID)).all()


@pytest.mark.parametrize("kind", TRAINABLE)
def test_its_rate_factor_is_that_of_its_tensors(kind: str) -> None:
    settings = {"activation": "prelu"} if "activation" in LAYERS[kind].model.model_fields else {}
    program = somewhere(kind, rate_factor=0.25, **settings)
    assert program.factors is not None
    for slot in program.layout.slots:
        assert (slot.view(program.factors) == (0.25 if slot.layer == ID else 1)).all()


@pytest.mark.parametrize("kind", WEIGHTED)
def test_a_density_leaves_out_its_part_of_the_weights(kind: str) -> None:
    program = somewhere(kind, density=0.5)
    assert program.connection_mask is not None
    for slot in program.layout.slots:
        kept = int(slot.view(program.connection_mask).sum())
        sparse = slot.layer == ID and slot.name == "weight"
        assert kept == (max(1, round(0.5 * slot.size)) if sparse else slot.size)
    first = program.layout.views(program.init(1))[f"{ID}.weight"]
    mask = program.layout.views(program.connection_mask)[f"{ID}.weight"]
    assert (first[mask == 0] == 0).all()


@pytest.mark.parametrize("kind", WEIGHTED)
def test_frozen_units_and_weights_stay(kind: str) -> None:
    program = somewhere(kind, frozen_units=[1], frozen_weights=[[0, 2], [2, -1]])
    assert program.trainable is not None
    views = program.layout.views(program.trainable)
    weight, bias = views[f"{ID}.weight"].flatten(1), views[f"{ID}.bias"]
    assert not weight[1].any()
    assert not weight[0, 2]
    assert weight[0].sum() == weight.shape[1] - 1
    assert bias.logical_not().nonzero().flatten().tolist() == [1, 2]
    assert not {SLOPE} & views.keys()
