"""The order in which parallel test processes are given work: a file at a time, what is timed last and alone."""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

FIRST = ("tests/e2e/", "tests/contract/", "tests/engine/", "tests/export/", "tests/api/")
"""Folders that take longest: one of their files begun late would leave the other processes idle."""
ALONE = ("tests/load/", "tests/api/test_process.py")
"""What measures time: nothing else runs beside it."""
ALONE_SCOPE = "alone"


def sort(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: _place(item.nodeid))


def _place(nodeid: str) -> int:
    if nodeid.startswith(ALONE):
        return len(FIRST) + 1
    return next((at for at, folder in enumerate(FIRST) if nodeid.startswith(folder)), len(FIRST))


class LaneScheduling(LoadScopeScheduling):
    """Files in order of collection; those that measure time when only one process is left."""

    def __init__(self, config: pytest.Config, log: Any = None) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False

    def remove_node(self, node: WorkerController) -> str | None:
        crashed = super().remove_node(node)
        for other in self.nodes:
            self._reschedule(other)
        return crashed

    def _split_scope(self, nodeid: str) -> str:
        return ALONE_SCOPE if nodeid.startswith(ALONE) else nodeid.partition("::")[0]

    def _reschedule(self, node: WorkerController) -> None:
        if not self._must_wait():
            super()._reschedule(node)
        elif any(not other.shutting_down for other in self.nodes if other is not node):
            node.shutdown()

    def _assign_work_unit(self, node: WorkerController) -> None:
        if not self._must_wait():
            super()._assign_work_unit(node)

    def _must_wait(self) -> bool:
        return list(self.workqueue) == [ALONE_SCOPE] and len(self.nodes) > 1
