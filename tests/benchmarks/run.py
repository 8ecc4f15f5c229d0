"""`make bench`: prints every figure that the project promises, as measured here and now."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import editing, health, keeping, page, training

if __name__ == "__main__":
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for part in (training, editing, health, keeping, page):
        for line in part.measure():
            print(line, flush=True)
