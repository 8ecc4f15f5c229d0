"""The honest client itself: it sees nothing where nothing is, and does not miss what there is."""

from __future__ import annotations

import signal
import time

import pytest

from support.honest import all_is_as_before, beside, serve_to_all


def test_a_server_that_nobody_attacks_is_within_all_bounds_and_a_stopped_one_is_not() -> None:
    with serve_to_all() as server:
        with beside(server) as figures:
            time.sleep(2.0)
        print(figures)
        figures.check()
        with beside(server) as stopped:
            server.process.send_signal(signal.SIGSTOP)
            time.sleep(1.2)
            server.process.send_signal(signal.SIGCONT)
        with pytest.raises(AssertionError, match="healthz_p99_ms"):
            stopped.check()
        all_is_as_before(server)
