"""On a CUDA device: where runs are placed, and that they learn what a CPU's do."""

import pytest
import torch

from playground.engine import contract
from playground.engine.device import acquire, choose
from playground.engine.run import Run

pytestmark = [
    pytest.mark.gpu,
    pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device"),
]


def test_auto_takes_every_gpu():
    assert choose("auto") == [f"cuda:{i}" for i in range(torch.cuda.device_count())]


def test_training_equals_that_on_a_cpu(document):
    spec, losses = document(units=(8, 8)), {}
    for name in ("cpu", "cuda:0"):
        device, events, now = acquire(name, None), [], iter(range(10**9))
        run = Run(
            contract.Open("r", spec=spec, revision=1),
            device,
            events.append,
            lambda now=now: next(now) * 1e-5,
            lambda device=device: device.memory,
        )
        run.handle(contract.Step("r", count=200))
        run.train(200)
        run.report()
        status = [event for event in events if isinstance(event, contract.Status)][-1]
        assert (status.device, status.step) == (name, 200)
        losses[name] = [
            loss
            for event in events
            if isinstance(event, contract.Curves)
            for loss in event.columns.get("train_loss", [])
        ]
    assert losses["cuda:0"] == pytest.approx(losses["cpu"], abs=1e-4)
