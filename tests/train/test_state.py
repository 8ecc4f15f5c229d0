"""States: snapshots, and what an edit carries over."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.nn.program import Program
from playground.spec.project import Spec, parse
from playground.train.state import StateError, TrainState, adapt_state, begin


def state():
    made = begin(Spec(), Program.build(Spec()))
    made.optimizer_state["mean"].uniform_(generator=torch.Generator().manual_seed(1))
    made.updates, made.step, made.epoch, made.position = 7, 90, 2, 64
    return made


def same(one, two):
    assert torch.equal(one.parameters, two.parameters)
    assert one.optimizer_state.keys() == two.optimizer_state.keys()
    assert all(
        torch.equal(one.optimizer_state[name], two.optimizer_state[name])
        for name in one.optimizer_state
    )
    assert (one.updates, one.step, one.cursor) == (two.updates, two.step, two.cursor)


def averaging(**training):
    return parse({"training": {"averaging": 0.9, **training}})


def test_another_optimizer_keeps_the_average_of_the_weights():
    old = averaging()
    made = begin(old, Program.build(old))
    made.optimizer_state["average"] += 1
    new = averaging(optimizer={"kind": "sgd"})
    after, _, notes = adapt_state(made, old, new)
    assert notes == ("optimizer_begun_anew",)
    assert torch.equal(after.optimizer_state["average"], made.optimizer_state["average"])


def test_bytes_bring_back_the_same_state():
    same(TrainState.from_bytes(state().to_bytes()), state())


def test_a_clone_is_apart():
    one = state()
    two = one.clone()
    one.parameters += 1
    one.optimizer_state["mean"] += 1
    same(two, state())


WHOLE = state().to_bytes()


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
@settings(max_examples=150, deadline=None)
def test_a_changed_byte_is_refused_or_harmless(position, change):
    damaged = bytearray(WHOLE)
    damaged[position] ^= change
    try:
        got = TrainState.from_bytes(bytes(damaged))
    except StateError:
        return
    same(got, state())


# Named, since the order of what the bytes hold differs from process to process.
@pytest.mark.parametrize(
    "data",
    [b"", b"\x80\x04", WHOLE[:-4], WHOLE[:40], WHOLE + b"x", b"{}" * 99],
    ids=["nothing", "a pickle", "cut at the end", "cut at the head", "longer", "braces"],
)
def test_other_bytes_are_refused(data):
    with pytest.raises(StateError):
        TrainState.from_bytes(data)


def test_an_edit_of_the_learning_rate_keeps_everything():
    new = parse({"training": {"learning_rate": 0.5, "batch_size": 7}})
    got, transfer, notes = adapt_state(state(), Spec(), new)
    same(got, state())
    assert transfer.report.parameters_new == 0
    assert notes == ()


def test_another_optimizer_begins_anew_but_the_run_goes_on():
    new = parse({"training": {"optimizer": {"kind": "sgd"}}})
    got, _, notes = adapt_state(state(), Spec(), new)
    assert notes == ("optimizer_begun_anew",)
    assert torch.equal(got.parameters, state().parameters)
    assert list(got.optimizer_state) == ["momentum"]
    assert (got.updates, got.step, got.epoch, got.position) == (0, 90, 2, 64)


def test_other_data_begin_their_epoch_anew():
    got, _, notes = adapt_state(state(), Spec(), parse({"data": {"dataset": "circle"}}))
    assert notes == ("epoch_begun_anew",)
    assert (got.step, got.epoch, got.position) == (90, 2, 0)


def test_noise_and_features_keep_the_place_in_the_epoch():
    new = parse({"data": {"noise": 0.5, "features": ["x2", "sin_x1"]}})
    got, _, notes = adapt_state(state(), Spec(), new)
    assert got.position == 64
    assert notes == ()


def test_a_unit_more_has_fresh_weights_and_an_empty_memory():
    layers = [{"id": "h1", "units": 9}, {"id": "h2"}]
    new = parse({"network": {"layers": layers}})
    got, transfer, _ = adapt_state(state(), Spec(), new)
    fresh = transfer.source == -1
    assert fresh.sum() == 2 + 1 + 8
    assert torch.equal(got.parameters[fresh], Program.build(new).init(1)[fresh])
    assert got.optimizer_state["mean"][fresh].abs().max() == 0
    assert torch.equal(
        got.optimizer_state["mean"][~fresh],
        state().optimizer_state["mean"][transfer.source[~fresh]],
    )
    assert got.updates == 7


def test_a_state_moves_to_a_device_whole():
    assert state().to("meta").optimizer_state["mean"].device.type == "meta"
    same(state().to("cpu"), state())
