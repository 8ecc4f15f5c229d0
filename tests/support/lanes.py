"""The order in which parallel test processes are given work: a file at a time, what is timed last and alone."""

from __future__ import annotations

from typing import Any
from zlib import crc32

import pytest
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

CHECKS = "tests/checks/"
SPLIT = ("tests/api/test_rights_matrix.py", "tests/api/test_rights_of_streams.py")
"""Files whose tests wait, each for itself: in slices, for whichever process is free."""
SLICES = 8
FIRST = (
    CHECKS,
    "tests/api/test_rights",
    "tests/e2e/",
    "tests/contract/",
    "tests/engine/",
    "tests/export/",
    "tests/api/",
)
"""Folders that take longest: one of their files begun late would leave the other processes idle."""
ALONE = (
    "tests/load/",
    "tests/attacks/",
    "tests/api/test_process.py",
    "tests/contract/test_engine.py::test_pace_is_kept",
    "tests/api/routes/test_uploads.py::test_the_server_answers_while_files_are_taken_in",
)
"""What measures time: nothing else runs beside it."""
WAITING = ("tests/attacks/test_hanging_trainers.py", "tests/attacks/test_wrong_tokens.py")
"""What is among these, and only waits."""
HEAVY = (
    "tests/e2e/",
    "tests/load/",
    "tests/attacks/",
    "tests/contract/",
    "tests/claims/",
    "tests/matrix/",
    "tests/export/test_agreement.py",
    "tests/engine/test_local.py",
    "tests/api/test_process.py",
    "tests/api/test_secrecy.py",
    "tests/api/test_mutations.py",
    "tests/test_wheel.py",
)
"""What starts servers, trainers or browsers, or trains for seconds: `make test-fast` leaves it out."""
ALONE_SCOPE = "alone"


def sort(items: list[pytest.Item]) -> None:
    """Put the longest first and the timed last, and mark what is heavy."""
    items.sort(key=lambda item: _place(item.nodeid))
    for item in items:
        if item.nodeid.startswith(HEAVY):
            item.add_marker(pytest.mark.heavy)


def _is_alone(nodeid: str) -> bool:
    return nodeid.startswith(ALONE) and not nodeid.startswith(WAITING)


def _place(nodeid: str) -> int:
    if _is_alone(nodeid):
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
        if _is_alone(nodeid):
            return ALONE_SCOPE
        if nodeid.startswith(CHECKS):
            return nodeid
        file = nodeid.partition("::")[0]
        return f"{file} {crc32(nodeid.encode()) % SLICES}" if file in SPLIT else file

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
