"""What holds for the tests of exports."""

from __future__ import annotations

# The session's side is summed as in a trainer, and as the scripts' side is.
from support.threads import one_thread  # noqa: F401
