"""Rprop: steps by the sign of the gradient."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from playground.spec.base import Fix, SpecProblem, replace
from playground.spec.optimizers.base import OptimizerKind, OptimizerSettings, PyTorch, call


class Rprop(OptimizerSettings):
    """Riedmiller & Braun (1993): only the gradient's sign counts. Meant for full batches.

    Each weight's step begins at the learning rate, then grows and shrinks between `least` and
    `most`; a schedule has no part in it.
    """

    kind: Literal["rprop"] = "rprop"
    shrink: Annotated[float, Field(gt=0, lt=1)] = 0.5
    grow: Annotated[float, Field(gt=1, le=10)] = 1.2
    least: Annotated[float, Field(gt=0, le=1)] = 1e-6
    most: Annotated[float, Field(gt=0, le=1000)] = 50.0


def _check_step_sizes(optimizer: Rprop, pointer: str) -> None:
    least, most = optimizer.least, optimizer.most
    if least > most:
        raise SpecProblem(
            "least_above_most",
            f"The smallest step, {least:g}, is above the largest, {most:g}. Lower the"
            " smallest or raise the largest.",
            f"{pointer}/least",
            {"least": least, "most": most},
            (
                Fix("lower_least", (replace(f"{pointer}/least", most),), {"value": most}),
                Fix("raise_most", (replace(f"{pointer}/most", least),), {"value": least}),
            ),
        )


KIND = OptimizerKind(
    model=Rprop,
    pytorch=PyTorch(
        lambda s: call("Rprop", etas=f"({s.shrink}, {s.grow})", step_sizes=f"({s.least}, {s.most})")
    ),
    check=_check_step_sizes,
    full_batches=True,
)
