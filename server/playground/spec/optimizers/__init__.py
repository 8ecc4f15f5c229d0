"""The table of optimizers of a spec, named as in torch: the folder, one module a kind.

`train.optimizers` has the arithmetic of each, under the same name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeAlias, Union

from pydantic import Field

from playground.spec.folder import read_folder
from playground.spec.optimizers.base import OptimizerKind, OptimizerSettings

OPTIMIZERS: dict[str, OptimizerKind] = read_folder(__name__, __path__, OptimizerKind, "KIND")

if TYPE_CHECKING:
    OptimizerSpec: TypeAlias = OptimizerSettings
else:
    OptimizerSpec = Annotated[
        Union[tuple(row.model for row in OPTIMIZERS.values())],  # noqa: UP007
        Field(discriminator="kind"),
    ]


def kind_of(optimizer: OptimizerSpec) -> OptimizerKind:
    """Return the row of an optimizer's kind."""
    return OPTIMIZERS[optimizer.kind]


def check_optimizer(optimizer: OptimizerSpec) -> None:
    """Raise `SpecProblem` for settings that do not go together."""
    check = OPTIMIZERS[optimizer.kind].check
    if check is not None:
        check(optimizer, "/training/optimizer")
