"""Every loss: value and gradient as its exported script has them, smoothed, compiled, as an answer,
for the tasks that it serves, and in the page's words.
"""

from __future__ import annotations

from typing import Any, get_args

import onnx
import pytest
import torch

from playground.data.loader import load
from playground.export.onnx import to_onnx
from playground.nn.program import Program
from playground.observe.answers import likelihoods
from playground.spec.base import SpecProblem
from playground.spec.data import Task
from playground.spec.losses import LOSSES as KINDS
from playground.spec.project import Spec
from playground.train import kernel
from playground.train.backends import Trainer
from playground.train.losses import LOSSES, loss
from playground.train.state import begin
from support import exported
from support.nets import dense, random_tensors, spec_of
from support.strings import missing

DATA: dict[Task, dict[str, Any]] = {
    "binary": {"dataset": "spiral"},
    "multiclass": {"dataset": "gaussians", "classes": 3},
    "regression": {"dataset": "plane", "noise": 0.3},
}
SMOOTHING = 0.2

every_kind = pytest.mark.parametrize("kind", KINDS)
every_use = pytest.mark.parametrize(
    ("kind", "task"), [(kind, task) for kind, row in KINDS.items() for task in row.tasks]
)


def spec(kind: str, task: Task, **training: Any) -> Spec:
    given = {"loss": {"kind": kind}, "batch_size": 16, "learning_rate": 0.003, **training}
    return spec_of(dense("a", 6), dense("b", 4), data=DATA[task], training=given)


def trainer_of(spec: Spec) -> Trainer:
    return Trainer(spec, Program.build(spec), load(spec.data))


def outputs_for(spec: Spec, count: int) -> torch.Tensor:
    """Some near the targets and some far, with a gradient."""
    generator = torch.Generator().manual_seed(1)
    outputs = 2 * torch.randn(count, spec.outputs, generator=generator)
    return outputs.requires_grad_()


# --- the tables ---------------------------------------------------------------------------------


def test_both_tables_have_the_same_kinds() -> None:
    assert KINDS.keys() == LOSSES.keys()


@every_kind
def test_its_number_is_the_compiled_loops(kind: str) -> None:
    compiled = KINDS[kind].compiled
    assert (None if compiled is None else compiled.number) == getattr(kernel, kind.upper(), None)


@every_kind
def test_it_has_texts_in_every_language(kind: str) -> None:
    codes = [misuse.code for misuse in KINDS[kind].misuses.values()]
    assert missing(f"loss.{kind}", *(f"problem.{code}" for code in codes)) == []


@every_kind
def test_it_serves_a_task_and_is_refused_for_the_others(kind: str) -> None:
    row = KINDS[kind]
    assert row.tasks
    for task in get_args(Task):
        if task in row.tasks:
            assert spec(kind, task).training.loss.kind == kind
            continue
        with pytest.raises(SpecProblem) as refused:
            spec(kind, task)
        assert refused.value.code == row.misuses[task].code
        assert refused.value.sentence == row.misuses[task].sentence
        assert refused.value.pointer == "/training/loss/kind"


# --- value and gradient -------------------------------------------------------------------------


@pytest.mark.parametrize("smoothing", [0.0, SMOOTHING])
@every_use
def test_value_and_gradient_are_those_of_the_script(
    kind: str, task: Task, smoothing: float
) -> None:
    made = spec(kind, task, label_smoothing=smoothing)
    names = exported.names_of(made)
    _, targets, _, _ = names["load_samples"]()
    labels = trainer_of(made).train_labels
    mine, theirs = outputs_for(made, len(labels)), outputs_for(made, len(labels))
    value = loss(made, mine, labels, smoothing=smoothing)
    smooths = bool(smoothing and KINDS[kind].smoothed)
    assert ("smoothed_loss" in names) == smooths
    expected = names["smoothed_loss" if smooths else "loss"](theirs, targets)
    assert value.shape == ()
    assert value.item() == pytest.approx(expected.item(), rel=1e-6)
    value.backward()
    expected.backward()
    torch.testing.assert_close(mine.grad, theirs.grad)


@every_use
def test_smoothing_acts_where_the_row_says_so_and_not_on_what_is_shown(
    kind: str, task: Task
) -> None:
    made = spec(kind, task, label_smoothing=SMOOTHING)
    labels = trainer_of(made).train_labels
    outputs = outputs_for(made, len(labels))
    plain, smoothed = loss(made, outputs, labels), loss(made, outputs, labels, smoothing=SMOOTHING)
    assert (plain != smoothed) == bool(KINDS[kind].smoothed)
    assert torch.equal(plain, loss(spec(kind, task), outputs, labels))


@every_use
def test_it_falls_along_its_gradient(kind: str, task: Task) -> None:
    made = spec(kind, task)
    labels = trainer_of(made).train_labels
    outputs = outputs_for(made, len(labels)).detach()
    leaf = outputs.clone().requires_grad_()
    (gradient,) = torch.autograd.grad(loss(made, leaf, labels), leaf)
    assert loss(made, outputs - 0.01 * gradient, labels) < loss(made, outputs, labels)


@pytest.mark.parametrize(
    ("kind", "task"),
    [(kind, task) for kind, row in KINDS.items() for task in row.tasks if row.compiled is not None],
)
def test_the_compiled_loop_agrees_with_torch(kind: str, task: Task) -> None:
    made = spec(kind, task)
    compiled, eager = trainer_of(made), trainer_of(made)
    eager._dense = None
    assert (compiled.backend, eager.backend) == ("dense", "eager")
    one, two = (begin(made, trainer.program) for trainer in (compiled, eager))
    torch.testing.assert_close(
        compiled.gradient_at(one), eager.gradient_at(two), rtol=1e-4, atol=1e-6
    )
    first, second = compiled.advance(one, 20), eager.advance(two, 20)
    assert first.loss == pytest.approx(second.loss, rel=1e-4)
    torch.testing.assert_close(one.parameters, two.parameters, rtol=1e-4, atol=1e-5)
    assert compiled.train_loss(one) == pytest.approx(eager.train_loss(two), rel=1e-4)


# --- as an answer -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "task"),
    [(k, task) for k, row in KINDS.items() for task in row.tasks if task != "regression"],
)
def test_likelihoods_of_classes_are_between_0_and_1(kind: str, task: Task) -> None:
    made = spec(kind, task)
    outputs = outputs_for(made, 40).detach()
    found = likelihoods(made, outputs)
    assert found.shape == (40, made.data.class_count)
    assert ((found >= 0) & (found <= 1)).all()
    if KINDS[kind].likelihood is not None:
        torch.testing.assert_close(found.sum(dim=1), torch.ones(40))
        expected = {"sigmoid": torch.sigmoid, "softmax": lambda z: z.softmax(dim=1)}
        last = expected[KINDS[kind].likelihood](outputs)[:, -1]
        torch.testing.assert_close(found[:, -1], last, rtol=1e-5, atol=1e-6)


@every_use
def test_a_model_in_a_file_tells_likelihoods_where_there_are_any(kind: str, task: Task) -> None:
    made = spec(kind, task)
    model = onnx.load_from_string(to_onnx(made, random_tensors(made)[2]))
    told = {output.name for output in model.graph.output}
    has = task != "regression" and KINDS[kind].likelihood is not None
    assert ("probabilities" in told) == has
