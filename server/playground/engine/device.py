"""The devices that there are, and the memory that a trainer's runs may use.

It needs torch: trainers only.

`python -m playground.engine.device auto` prints the devices to use, as a JSON list, for the engine,
which must not import torch itself.
"""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import torch

from playground.engine import graphics_card
from playground.engine.contract import EngineProblem, Kind, kind_of

CPU_MEMORY = 2**30

CPU_WORK, GPU_WORK = 10**11, 10**13
"""Multiplications that may be made at one go, about ten seconds of them: see `train.cost.work`."""
SECONDS_OF_WORK = 12.5


@dataclass(frozen=True, slots=True)
class Device:
    """`memory` is in bytes, `longest_step` in seconds, as estimated: what is slower goes elsewhere.

    `has_other_kind` tells whether other trainers have what this is not, a CPU or a GPU.
    """

    torch: torch.device
    memory: int
    longest_step: float = math.inf
    has_other_kind: bool = False

    @property
    def name(self) -> str:
        return str(self.torch)

    @property
    def kind(self) -> Kind:
        return kind_of(self.name)

    @property
    def free_bytes(self) -> int:
        """Give the memory that is there for this process, whatever its runs are meant to use."""
        if self.torch.type != "cuda":
            return self.memory
        return graphics_card.free_bytes(self.torch)

    @property
    def max_work(self) -> int:
        return CPU_WORK if self.torch.type == "cpu" else GPU_WORK

    @property
    def meter(self) -> Callable[[], float]:
        """A clock of the seconds that the device works for this thread.

        A core works for others too, and whoever waits for it costs it nothing.
        """
        return time.thread_time if self.torch.type == "cpu" else time.monotonic

    def seconds(self, work: int) -> float:
        """Estimate how long so many multiplications take; see `train.cost`."""
        return work / self.max_work * SECONDS_OF_WORK


def choose(wanted: str) -> list[str]:
    """List the devices for "auto", "cpu", "cuda", "cuda:N" or "mps". Raises `EngineProblem`.

    Beside a GPU there is always a CPU, on which small networks train many times as fast.
    """
    cuda = [f"cuda:{i}" for i in range(torch.cuda.device_count())]
    mps = ["mps"] if torch.backends.mps.is_available() else []
    found = {"auto": [*(cuda or mps), "cpu"], "cpu": ["cpu"], "cuda": cuda, "mps": mps}
    found |= {name: [name] for name in cuda}
    if devices := found.get(wanted):
        return devices
    there = ", ".join([*cuda, *mps, "cpu"])
    raise EngineProblem(
        f"There is no device “{wanted}” here. This machine has: {there}. Start the server with"
        " --device auto, or with one of these."
    )


def acquire(name: str, memory: int | None, *, has_other_kind: bool = False) -> Device:
    """Set the device up for this process; `memory` None takes the default limit."""
    (chosen,) = choose(name)
    device = torch.device(chosen)
    if device.type == "cpu":
        # One trainer a core: more threads in each would only fight for the same cores.
        torch.set_num_threads(1)
        # Values below 1e-38, as of a net whose signals fade, take a core up to 14 times as long.
        torch.set_flush_denormal(True)
    if device.type == "cuda":
        graphics_card.prepare(device)
        memory = graphics_card.limit(device, memory)
        graphics_card.warm_up(device)
    return Device(device, memory or CPU_MEMORY, has_other_kind=has_other_kind)


def main() -> int:
    """Print the device that was asked for as it is called here, or why there is none."""
    try:
        print(json.dumps(choose(sys.argv[1])))
    except EngineProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
