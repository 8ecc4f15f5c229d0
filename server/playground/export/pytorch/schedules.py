"""The script's learning-rate schedule: functions of the step."""

from __future__ import annotations

from playground.spec.schedules import ScheduleSpec, kind_of


def factor_functions(schedule: ScheduleSpec) -> list[str]:
    """Write the functions of which `factor` is the last; none where no function of the step is."""
    pytorch = kind_of(schedule).pytorch
    if pytorch.factor != "factor(step)":
        return []
    parts = [
        _function(f"part_{number}", f"Of the chain: {part.kind}.", part)
        for number, part in enumerate(pytorch.parts(schedule), 1)
    ]
    return [*parts, _function("factor", "What the learning rate is multiplied by.", schedule)]


def _function(name: str, docstring: str, schedule: ScheduleSpec) -> str:
    lines = [f"    {line}" for line in kind_of(schedule).pytorch.body(schedule)]
    return "\n".join([f"def {name}(step):", f'    """{docstring}"""', *lines]) + "\n"
