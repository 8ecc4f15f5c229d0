"""Layers' weights are drawn again; an undo puts back what they had, a redo takes that back."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from playground.engine import contract, replaced_weights
from playground.engine.contract import FreshWeights, SwapWeights
from playground.engine.replaced_weights import KEPT
from playground.engine.training import RefusedError, Training
from playground.train.state import AVERAGE
from support.health import go_on, trained


def document(**layer: Any) -> dict[str, Any]:
    return {
        "data": {"dataset": "circle"},
        "network": {
            "layers": [
                {"kind": "dense", "id": "h1", "units": 4, **layer},
                {"kind": "batch_norm", "id": "n"},
                {"kind": "dense", "id": "h2", "units": 3},
            ]
        },
        "training": {"averaging": 0.9},
    }


def fresh(*layers: str, mark: str = "a", seed: int = 7) -> FreshWeights:
    return FreshWeights("r", layers=list(layers), mark=mark, seed=seed)


def tensors(training: Training, flat: torch.Tensor | None = None) -> dict[str, torch.Tensor]:
    view = training.look()
    views = view.program.layout.views(training.state.parameters if flat is None else flat)
    return {key: value.clone() for key, value in views.items()}


def differing(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> set[str]:
    return {key for key in one if not torch.equal(one[key], other[key])}


def test_only_the_chosen_layers_are_drawn_and_their_memory_begins_anew() -> None:
    training = trained(document(), 40)
    before, step = tensors(training), training.state.step
    memory = {
        name: tensors(training, flat) for name, flat in training.state.optimizer_state.items()
    }
    training.fresh_weights(fresh("h1"))
    after = tensors(training)
    assert differing(before, after) == {"h1.weight", "h1.bias"}
    assert training.state.step == step
    for name, flat in training.state.optimizer_state.items():
        now = tensors(training, flat)
        assert differing(memory[name], now) <= {"h1.weight", "h1.bias"}
        if name == AVERAGE:
            assert torch.equal(now["h1.weight"], after["h1.weight"])
        else:
            assert not now["h1.weight"].any()
    go_on(training, 20)
    assert torch.isfinite(training.state.parameters).all()


def test_it_is_undone_and_redone_bit_for_bit() -> None:
    training = trained(document(), 40)
    before, buffers = tensors(training), training.state.buffers.clone()
    training.fresh_weights(fresh("h1", "n"))
    drawn = tensors(training)
    assert not torch.equal(buffers, training.state.buffers)
    training.swap_weights(SwapWeights("r", mark="a"))
    assert differing(before, tensors(training)) == set()
    assert torch.equal(buffers, training.state.buffers)
    training.swap_weights(SwapWeights("r", mark="a"))
    assert differing(drawn, tensors(training)) == set()


def test_other_layers_keep_what_they_have_learned_since() -> None:
    training = trained(document(), 40)
    before = tensors(training)
    training.fresh_weights(fresh("h1"))
    go_on(training, 30)
    learned = tensors(training)
    training.swap_weights(SwapWeights("r", mark="a"))
    after = tensors(training)
    assert torch.equal(after["h1.weight"], before["h1.weight"])
    assert torch.equal(after["h2.weight"], learned["h2.weight"])


def test_what_is_frozen_stays() -> None:
    training = trained(document(frozen_units=[1]), 10)
    before = tensors(training)["h1.weight"]
    training.fresh_weights(fresh("h1"))
    after = tensors(training)["h1.weight"]
    assert torch.equal(after[1], before[1])
    assert not torch.equal(after[0], before[0])


def test_weights_that_do_not_exist_are_not_drawn() -> None:
    training = trained(document(density=0.5), 10)
    gone = tensors(training)["h1.weight"] == 0
    training.fresh_weights(fresh("h1"))
    assert torch.equal(tensors(training)["h1.weight"] == 0, gone)


def test_what_is_gone_is_refused_and_changes_nothing() -> None:
    training = trained(document(), 10)
    before = tensors(training)
    with pytest.raises(RefusedError, match="no longer part"):
        training.fresh_weights(fresh("nowhere"))
    with pytest.raises(RefusedError, match="no longer there"):
        training.swap_weights(SwapWeights("r", mark="never"))
    assert differing(before, tensors(training)) == set()


def test_only_so_many_times_are_remembered() -> None:
    training = trained(document(), 10)
    held = training.held_bytes
    for at in range(KEPT + 3):
        training.fresh_weights(fresh("h1", mark=str(at), seed=at))
    assert 0 < training.held_bytes - held <= KEPT * training.state.parameters.nbytes
    with pytest.raises(RefusedError):
        training.swap_weights(SwapWeights("r", mark="2"))
    training.swap_weights(SwapWeights("r", mark="3"))


def test_another_trainer_puts_back_what_was_replaced_in_the_first(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = bench(document())
    made.ask(contract.Step("r", count=20))
    made.train(100)
    before = tensors(made.run._training)
    for mark in ("a", "b"):
        made.ask(fresh("h1", mark=mark, seed=ord(mark)))
    (opened, *_) = made.run.leave(proven=True)
    opened = contract.request_decoder.decode(contract.encoder.encode(opened))
    moved = bench(opened.spec)
    moved.run = type(moved.run)(
        opened, made.run._device, moved.events.append, moved._clock, lambda: 2**30
    )
    assert differing(before, tensors(moved.run._training)) == {"h1.weight", "h1.bias"}
    for mark in ("b", "a"):
        moved.ask(SwapWeights("r", mark=mark))
    assert differing(before, tensors(moved.run._training)) == set()
    # Where it is much, the newest go along.
    of_one = sum(len(values) for _, values in opened.left_off.replaced) // 2
    monkeypatch.setattr(replaced_weights, "MAX_PACKED_BYTES", of_one // 2)
    ((mark, _),) = moved.run.leave(proven=True)[0].left_off.replaced
    assert mark == "a"
