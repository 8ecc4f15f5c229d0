"""The wheel carries the built page and the help, so that installing it needs no Node."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_wheel_carries_the_page(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "playground/static/index.html" in names
    assert {"playground/help/index.html", "playground/help/search/search_index.json"} <= {*names}
    assert any(n.startswith("playground/static/assets/") and n.endswith(".js") for n in names)
    assert "playground/store/migrations/env.py" in names
    assert any(n.startswith("playground/store/migrations/versions/step_") for n in names)
    assert not any("node_modules" in name or name.endswith(".test.ts") for name in names)
