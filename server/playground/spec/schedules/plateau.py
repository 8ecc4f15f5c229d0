"""Lower whenever the loss has stopped falling."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from playground.spec.schedules.base import Fraction, PyTorch, ScheduleKind, ScheduleSettings


class ReduceOnPlateau(ScheduleSettings):
    """Multiplied by `factor` when the training loss has not fallen for `patience` epochs.

    It has fallen when it is below the best one by the part `threshold` of that. The loss is that
    of all training samples at each epoch's end. Never below `floor` times the learning rate. After
    a reduction the epochs are counted anew.
    """

    kind: Literal["plateau"] = "plateau"
    factor: Annotated[float, Field(gt=0, lt=1)] = 0.5
    patience: Annotated[int, Field(ge=0, le=10_000)] = 10
    threshold: Annotated[float, Field(ge=0, lt=1)] = 1e-3
    floor: Fraction = 0.001


KIND = ScheduleKind(
    model=ReduceOnPlateau,
    pytorch=PyTorch(
        factor="factor",
        before_training=("best, waited, factor = math.inf, 0, 1.0",),
        after_epoch=lambda s: (
            f"if found < best * (1 - {s.threshold}):",
            "    best, waited = found, 0",
            f"elif waited < {s.patience}:",
            "    waited += 1",
            "else:",
            f"    waited, factor = 0, max(factor * {s.factor}, {s.floor})",
        ),
    ),
    in_chains=False,
)
