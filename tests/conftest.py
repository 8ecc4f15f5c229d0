"""What holds for every test."""

from __future__ import annotations

from hypothesis import settings

# A shared machine may stop for longer than Hypothesis's 200 ms in any example.
settings.register_profile("playground", deadline=None)
settings.load_profile("playground")
