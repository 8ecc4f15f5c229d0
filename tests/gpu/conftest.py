"""What needs a graphics card: alone it runs where only torch is, see `run.py`."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import torch

# Run alone, no configuration tells pytest where the tests' own modules are.
sys.path.append(str(Path(__file__).parents[1]))

from playground.engine.device import Device, acquire


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.gpu)
            item.add_marker(
                pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
            )


@pytest.fixture(scope="session")
def card() -> Device:
    """The card as a trainer has it."""
    return acquire("cuda:0", None)
