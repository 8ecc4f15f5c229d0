"""Limited-memory BFGS."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from playground.spec.optimizers.base import OptimizerKind, OptimizerSettings, PyTorch, call


class Lbfgs(OptimizerSettings):
    """Liu & Nocedal (1989), one iteration a step without a line search. Meant for full batches."""

    kind: Literal["lbfgs"] = "lbfgs"
    history: Annotated[int, Field(ge=1, le=20)] = 10


KIND = OptimizerKind(
    model=Lbfgs,
    pytorch=PyTorch(
        lambda s: call("LBFGS", max_iter=1, history_size=s.history),
        closure=True,
        before_training=(
            "shares = [torch.full_like(each, factors.get(each, 1)) for each in model.parameters()]",
            "shares = torch.cat([each.flatten() for each in shares])",
            "way = None",
        ),
        after_step=(
            "# Curvature is learned from the way that the parameters really go.",
            "memory = optimizer.state[next(model.parameters())]",
            'if memory.get("d") is not way:',
            '    way = memory["d"].mul_(shares)',
        ),
    ),
    full_batches=True,
    one_rate=True,
)
