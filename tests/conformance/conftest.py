"""What holds for the conformance suites: each runs over every row of one table."""

from __future__ import annotations

from support.threads import one_thread  # noqa: F401
