"""The script's learning-rate schedule: a function of the step, by kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Lines = list[str]


def _cosine(floor: float, part: str) -> str:
    """Half a cosine from 1 to `floor`."""
    wave = f"(1 + math.cos(math.pi * {part})) / 2"
    return f"return {wave}" if floor == 0 else f"return {floor} + {1 - floor} * {wave}"


def _warm_restarts(settings: Any) -> Lines:
    if settings.multiplier == 1:
        return [_cosine(settings.floor, f"(step % {settings.period}) / {settings.period}")]
    return [
        f"length = {settings.period}",
        "while step >= length:",
        "    step -= length",
        f"    length *= {settings.multiplier}",
        _cosine(settings.floor, "step / length"),
    ]


def _linear(settings: Any) -> Lines:
    part = f"min(step / {settings.total}, 1)"
    if (settings.start, settings.end) == (0, 1):
        return [f"return {part}"]
    return [f"return {settings.start} + ({settings.end} - {settings.start}) * {part}"]


CYCLES: dict[str, Callable[[Any], str]] = {
    "triangular": lambda _: "",
    "triangular2": lambda settings: f" * 0.5 ** (step // {settings.period})",
    "exp_range": lambda settings: f" * {settings.gamma}**step",
}


def _cyclic(settings: Any) -> Lines:
    up, period, low = settings.period // 2, settings.period, settings.low
    height = f"height{CYCLES[settings.mode](settings)}"
    return [
        f"phase = step % {period}",
        f"height = phase / {up} if phase <= {up} else ({period} - phase) / {period - up}",
        f"return {height}" if low == 0 else f"return {low} + (1 - {low}) * {height}",
    ]


def _one_cycle(settings: Any) -> Lines:
    last, top = settings.total - 1.0, settings.warm_up * settings.total - 1.0
    lines = [f"step = min(step, {last})"]
    if top > 0:
        lines += [
            f"if step <= {top}:",
            f"    return 1 + (1 / 25 - 1) / 2 * (1 + math.cos(math.pi * step / {top}))",
        ]
    return [
        *lines,
        f"part = (step - {top}) / {last - top}",
        "return 1 / 250000 + (1 - 1 / 250000) / 2 * (1 + math.cos(math.pi * part))",
    ]


SCHEDULES: dict[str, Callable[[Any], Lines]] = {
    "constant": lambda _: ["return 1"],
    "step": lambda settings: [f"return {settings.factor} ** (step // {settings.every})"],
    "multi_step": lambda settings: [
        f"return {settings.factor} ** sum(step >= each for each in {list(settings.milestones)})"
    ],
    "exponential": lambda settings: [f"return {settings.factor}**step"],
    "linear": _linear,
    "polynomial": lambda settings: [
        f"return (1 - min(step / {settings.total}, 1)) ** {settings.power}"
    ],
    "cosine": lambda settings: [_cosine(settings.floor, f"step / {settings.period}")],
    "warm_restarts": _warm_restarts,
    "inverse_time": lambda settings: [f"return 1 / (1 + step / {settings.scale})"],
    "cyclic": _cyclic,
    "one_cycle": _one_cycle,
}


def factor_functions(schedule: Any) -> list[str]:
    """Functions of which `factor` is the last; none for a constant rate or a plateau's."""
    if schedule.kind in ("constant", "plateau"):
        return []
    if schedule.kind != "chain":
        return [_function("factor", "What the learning rate is multiplied by.", schedule)]
    parts = [
        _function(f"part_{number}", f"Of the chain: {part.schedule.kind}.", part.schedule)
        for number, part in enumerate(schedule.parts, 1)
    ]
    lines = ["def factor(step):", '    """What the learning rate is multiplied by."""']
    start = 0
    for number, part in enumerate(schedule.parts, 1):
        since = f"step - {start}" if start else "step"
        start += part.steps
        if number == len(schedule.parts):
            lines.append(f"    return part_{number}({since})")
        else:
            lines += [f"    if step < {start}:", f"        return part_{number}({since})"]
    return [*parts, "\n".join(lines) + "\n"]


def _function(name: str, docstring: str, schedule: Any) -> str:
    lines = [f"    {line}" for line in SCHEDULES[schedule.kind](schedule)]
    return "\n".join([f"def {name}(step):", f'    """{docstring}"""', *lines]) + "\n"
