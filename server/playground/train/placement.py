"""The kind of device on which a network trains fastest, where there are both."""

from __future__ import annotations

from playground.nn.program import Program
from playground.spec.project import Spec
from playground.train import dense
from playground.train.cost import step_work

FROM_ON_A_CARD = 10**8
"""Multiplications of a step, see `cost.step_work`, from which a graphics card is the faster.

Measured on an H100: its steps take 3 to 5 ms whatever they hold, since each of their many small
operations takes a while to begin; a core is level with that at 0.6 to 1.5 · 10⁸.
"""


def belongs_on_card(spec: Spec, program: Program) -> bool:
    """Tell whether a graphics card is faster than one core: not for what the compiled loop trains."""
    return step_work(spec) >= FROM_ON_A_CARD and not dense.suits(spec, program)
