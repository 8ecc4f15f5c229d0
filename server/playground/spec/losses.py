"""The table of losses of a spec, one row a kind. `train.losses` has their functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, Union, get_args

from pydantic import Field

from playground.spec.base import Model, SpecProblem
from playground.spec.data import Task


class LossSettings(Model):
    """The settings of one loss, of the kind by which the spec tells them apart."""

    kind: str


class BinaryCrossEntropy(LossSettings):
    """One logit z for two classes: mean of softplus(z) − y z, y in {0, 1}."""

    kind: Literal["binary_cross_entropy"] = "binary_cross_entropy"


class CrossEntropy(LossSettings):
    """One logit a class: mean of −log softmax(z)[y]."""

    kind: Literal["cross_entropy"] = "cross_entropy"


class MeanSquaredError(LossSettings):
    """Mean of (output − target)². Classes are the targets −1 and 1, or one-hot when more than two."""

    kind: Literal["mse"] = "mse"


class Huber(LossSettings):
    """Quadratic within `delta` of the target, linear beyond (Huber, 1964)."""

    kind: Literal["huber"] = "huber"
    delta: Annotated[float, Field(gt=0, le=100)] = 1.0


Targets = Literal["index", "zero_one", "signed"]
"""What classes are to the loss: the number of one, with an output a class; 0 and 1, or −1 and 1, of
one output, and one-hot rows where there are more than two.
"""


@dataclass(frozen=True, slots=True)
class Misuse:
    """Why a loss does not serve a task: code and sentence of the problem."""

    code: str
    sentence: str


NEEDS_CLASSES = Misuse(
    "loss_needs_classes",
    "This data set predicts a number, not a class. Choose mean squared error or Huber loss.",
)
NEEDS_TWO_CLASSES = Misuse(
    "loss_needs_two_classes",
    "Binary cross-entropy is for two classes. For more, choose cross-entropy.",
)


@dataclass(frozen=True, slots=True)
class Compiled:
    """The loss in the compiled loop: its number there, and the `delta` that the loop reads."""

    number: int
    delta: Callable[[Any], float] = lambda _: 0.0


@dataclass(frozen=True, slots=True)
class LossKind:
    """The row of one kind.

    `pytorch` writes the loss of `output` and `target` in an exported script, and `smoothed` are the
    lines that return it with label smoothing; without them smoothing has nothing to act on. It
    serves all tasks but those of `misuses`. `likelihood` is the function that makes an output, or
    the outputs, likelihoods of classes, if one does. `compiled` is None where the compiled loop
    has it not.
    """

    model: type[LossSettings]
    pytorch: Callable[[Any], str]
    targets: Targets = "signed"
    misuses: Mapping[Task, Misuse] = field(default_factory=dict)
    likelihood: Literal["sigmoid", "softmax"] | None = None
    smoothed: tuple[str, ...] = ()
    compiled: Compiled | None = None

    @property
    def tasks(self) -> tuple[Task, ...]:
        """The tasks that it serves."""
        return tuple(task for task in get_args(Task) if task not in self.misuses)


_ROWS = (
    LossKind(
        BinaryCrossEntropy,
        lambda _: "F.binary_cross_entropy_with_logits(output, target)",
        targets="zero_one",
        misuses={"regression": NEEDS_CLASSES, "multiclass": NEEDS_TWO_CLASSES},
        likelihood="sigmoid",
        smoothed=(
            "target = target * (1 - LABEL_SMOOTHING) + LABEL_SMOOTHING / 2",
            "return loss(output, target)",
        ),
        compiled=Compiled(0),
    ),
    LossKind(
        CrossEntropy,
        lambda _: "F.cross_entropy(output, target)",
        targets="index",
        misuses={"regression": NEEDS_CLASSES},
        likelihood="softmax",
        smoothed=("return F.cross_entropy(output, target, label_smoothing=LABEL_SMOOTHING)",),
        compiled=Compiled(1),
    ),
    LossKind(MeanSquaredError, lambda _: "F.mse_loss(output, target)", compiled=Compiled(2)),
    LossKind(
        Huber,
        lambda settings: f"F.huber_loss(output, target, delta={settings.delta})",
        compiled=Compiled(3, lambda settings: settings.delta),
    ),
)

LOSSES: dict[str, LossKind] = {row.model.model_fields["kind"].default: row for row in _ROWS}

if TYPE_CHECKING:
    LossSpec: TypeAlias = LossSettings
else:
    LossSpec = Annotated[
        Union[tuple(row.model for row in _ROWS)],  # noqa: UP007
        Field(discriminator="kind"),
    ]


def kind_of(loss: LossSpec) -> LossKind:
    """Return the row of a loss's kind."""
    return LOSSES[loss.kind]


def check_task(loss: LossSpec, task: Task) -> None:
    """Raise `SpecProblem` for a loss that does not serve the task."""
    misuse = LOSSES[loss.kind].misuses.get(task)
    if misuse is not None:
        raise SpecProblem(misuse.code, misuse.sentence, "/training/loss/kind")
