"""Steps on a card: the processor's numbers, the same bits each time, without waiting for it."""

from __future__ import annotations

import warnings

import pytest
import torch

from gpu.nets import QUIET, SAMPLES
from playground.data.loader import load
from playground.engine.device import Device
from playground.nn.program import Program
from playground.spec.project import Spec
from playground.train.backends import Outcome, Trainer
from playground.train.state import TrainState, begin

STEPS = 20


def trained(spec: Spec, device: torch.device | str, *chunks: int) -> tuple[TrainState, Outcome]:
    """Train from the first state on, in chunks of so many steps; by torch alone."""
    program = Program.build(spec)
    trainer = Trainer(spec, program, load(spec.data), device)
    trainer._dense = None
    state = begin(spec, program).to(device)
    for chunk in chunks:
        outcome = trainer.advance(state, chunk)
    return state, outcome


@pytest.mark.parametrize("name", QUIET)
def test_the_first_gradient_is_the_processors(card: Device, name: str) -> None:
    spec = QUIET[name]
    program, points = Program.build(spec), load(spec.data)
    state = begin(spec, program)
    here = Trainer(spec, program, points)
    here._dense = None
    there = Trainer(spec, program, points, card.torch)
    expected = here.gradient_at(state)
    gradient = there.gradient_at(state.to(card.torch)).cpu()
    bound = 1e-5 * float(expected.abs().max()) + 1e-7
    assert (gradient - expected).abs().max() <= bound


@pytest.mark.parametrize("name", QUIET)
def test_it_learns_what_a_processor_learns(card: Device, name: str) -> None:
    spec = QUIET[name]
    here, expected = trained(spec, "cpu", STEPS)
    there, outcome = trained(spec, card.torch, STEPS)
    assert there.step == STEPS
    assert outcome.loss == pytest.approx(expected.loss, rel=1e-3, abs=1e-4)
    # By what the norms remember, too. Not the memory itself: a bias before a norm has no gradient but
    # rounding, of which Adam makes whole steps, and the norm takes them out again.
    program, points = Program.build(spec), load(spec.data)
    of_all = Trainer(spec, program, points).train_loss(there.to("cpu"))
    assert of_all == pytest.approx(
        Trainer(spec, program, points).train_loss(here), rel=1e-2, abs=1e-3
    )


@pytest.mark.parametrize("name", ["layer dense", "layer conv2d", "optimizer adam"])
def test_its_buckets_are_the_processors_and_the_same_in_other_chunks(
    card: Device, name: str
) -> None:
    spec = SAMPLES[name]
    here, _ = trained(spec, "cpu", STEPS)
    there, _ = trained(spec, card.torch, STEPS)
    again, _ = trained(spec, card.torch, *[4] * (STEPS // 4))
    assert again.bucket.bands() == there.bucket.bands()
    expected = here.bucket.bands()
    assert there.bucket.bands().keys() == expected.keys()
    for layer, band in there.bucket.bands().items():
        assert band.steps == STEPS
        assert band.mean == pytest.approx(expected[layer].mean, rel=1e-2, abs=1e-4)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_same_bits_come_again_in_other_chunks(card: Device, name: str) -> None:
    spec = SAMPLES[name]
    one, first = trained(spec, card.torch, STEPS)
    two, second = trained(spec, card.torch, *[4] * (STEPS // 4))
    assert torch.equal(one.parameters, two.parameters)
    assert torch.equal(one.buffers, two.buffers)
    assert all(
        torch.equal(vector, two.optimizer_state[key]) for key, vector in one.optimizer_state.items()
    )
    assert first.loss == second.loss


@pytest.mark.parametrize(
    "name", ["layer dense", "layer conv2d", "layer batch norm", "layer dropout", "optimizer adam"]
)
def test_a_chunk_waits_for_the_card_as_often_however_long_it_is(card: Device, name: str) -> None:
    spec = SAMPLES[name]

    def waits(steps: int) -> int:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            torch.cuda.set_sync_debug_mode("warn")
            try:
                trained(spec, card.torch, steps)
            finally:
                torch.cuda.set_sync_debug_mode("default")
        return sum("synchroniz" in str(each.message) for each in caught)

    waits(10)  # The first time, libraries are loaded.
    assert waits(50) == waits(10)


def test_float32_is_whole(card: Device) -> None:
    """TF32 would be 1e-3 off."""
    generator = torch.Generator().manual_seed(1)
    x = torch.randn(64, 32, 28, 28, generator=generator)
    weight = torch.randn(32, 32, 3, 3, generator=generator)
    matrix = torch.randn(512, 512, generator=generator)
    exact = torch.nn.functional.conv2d(x.double(), weight.double())
    found = torch.nn.functional.conv2d(x.to(card.torch), weight.to(card.torch)).cpu()
    assert (found - exact).abs().max() < 1e-5 * exact.abs().max()
    product = (matrix.to(card.torch) @ matrix.to(card.torch)).cpu()
    assert (product - matrix.double() @ matrix.double()).abs().max() < 1e-3 * 512 / 20
