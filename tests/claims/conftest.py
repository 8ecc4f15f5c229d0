"""Claims train small nets step by step."""

from __future__ import annotations

from support.threads import one_thread  # noqa: F401
