"""The wheel carries the built page and the help, so that installing it needs no Node."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent))
import build_frontend
import build_help


class PageBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    def dependencies(self) -> list[str]:
        needed = [] if build_help.is_fresh() else [build_help.GENERATOR]
        if not build_frontend.is_fresh() and build_frontend.node_folder() is None:
            needed.append(build_frontend.NODE_WHEEL)
        return needed

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        # An editable install is made by `make setup`, which builds the page in a step of its own.
        if version != "editable":
            build_frontend.build()
            build_help.build()
