"""Writes what the server makes of the shared cases into `shared/`, which both test suites read.

python tests/golden/write_shared.py            write the files
python tests/golden/write_shared.py --check    fail if one of them is stale
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from golden.cases.datasets import data
from golden.cases.frames import frames
from golden.cases.merging import changes_between, merges
from golden.cases.networks import expansions, shapes
from golden.cases.patching import patches

FOLDER = Path(__file__).parent / "shared"

FILES: dict[str, Callable[[], list[Any]]] = {
    "merge": merges,
    "changes": changes_between,
    "expand": expansions,
    "shapes": shapes,
    "data": data,
    "patches": patches,
    "frames": frames,
}


def text_of(cases: list[Any]) -> str:
    """Give each case a line."""
    lines = (json.dumps(case, ensure_ascii=False, allow_nan=False) for case in cases)
    return "[\n" + ",\n".join(lines) + "\n]\n"


def stale() -> list[str]:
    """Name the files that do not hold what the server says now."""
    return [
        name
        for name, cases in FILES.items()
        if not (path := FOLDER / f"{name}.json").is_file()
        or path.read_text("utf-8") != text_of(cases())
    ]


def main(arguments: list[str]) -> None:
    if "--check" in arguments:
        raise SystemExit(f"stale: {', '.join(found)}" if (found := stale()) else 0)
    FOLDER.mkdir(exist_ok=True)
    for name, cases in FILES.items():
        (FOLDER / f"{name}.json").write_text(text_of(cases()), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
