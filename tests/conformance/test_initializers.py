"""What holds for every way to draw first weights, by its row alone."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import nn

from playground.export.pytorch.first import NORMAL, NUMBER_OF, STREAM, UNIFORM
from playground.nn.initializers import DRAWS
from playground.nn.program import Program
from playground.spec.initializers import INITIALIZERS, Target
from support.nets import dense, spec_of
from support.strings import missing

SIZES = {"a matrix": (12, 20), "kernels": (8, 6, 3, 3), "a line's kernels": (6, 4, 5)}
SEED = 11

every_initializer = pytest.mark.parametrize("kind", INITIALIZERS)


def test_every_row_has_its_drawing() -> None:
    assert DRAWS.keys() == INITIALIZERS.keys()


@every_initializer
def test_a_row_is_named_as_its_model(kind: str) -> None:
    assert INITIALIZERS[kind].model.model_fields["kind"].default == kind


@every_initializer
def test_the_page_names_it_and_its_settings_in_each_language(kind: str) -> None:
    fields = [name for name in INITIALIZERS[kind].model.model_fields if name != "kind"]
    texts = [f"init.{name}" for name in fields]
    assert missing(f"init.{kind}", f"init.{kind}.tip", *texts) == []


@every_initializer
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_it_fills_the_tensor_alike_for_one_seed(
    kind: str, size: tuple[int, ...], activation: str
) -> None:
    settings = INITIALIZERS[kind].model()

    def drawn() -> torch.Tensor:
        return DRAWS[kind](settings, size, activation, torch.Generator().manual_seed(3))

    first = drawn()
    assert (first.shape, first.dtype) == (size, torch.float32)
    assert first.isfinite().all()
    assert torch.equal(first, drawn())


@every_initializer
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_the_scripts_line_draws_the_same(kind: str, size: tuple[int, ...], activation: str) -> None:
    row = INITIALIZERS[kind]
    settings = row.model()
    found = torch.full(size, torch.nan)
    namespace: dict[str, Any] = {"torch": torch, "nn": nn, "SEED": SEED, "weight": found}
    lines = [
        NUMBER_OF,
        STREAM,
        UNIFORM,
        NORMAL,
        row.write(settings, Target("weight", size, activation, "h1")),
    ]
    exec("import hashlib, math\n" + "\n".join(lines), namespace)  # noqa: S102
    expected = DRAWS[kind](settings, size, activation, namespace["stream"]("h1"))
    torch.testing.assert_close(found, expected, rtol=1e-6, atol=0)


@every_initializer
def test_a_layer_begins_with_it(kind: str) -> None:
    spec = spec_of(dense("a", 8, init={"kind": kind}))
    program = Program.build(spec)
    weight = program.layout.views(program.init(SEED))["a.weight"]
    assert weight.shape == (8, 2)
    assert weight.isfinite().all()
