"""The storage of what users give this server, and the memory that a data set may take.

Both come from the environment, so that the web process and its trainers agree: `--data-dir` sets
the first.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

FOLDER = "PLAYGROUND_DATA_DIR"
MEMORY = "PLAYGROUND_DATA_MEMORY"
DEFAULT_MEMORY = 256 * 2**20
NAME = "neural-playground"


def data_dir() -> Path:
    """Return the folder that holds everything that is kept: the given one, else the user's own."""
    given = os.environ.get(FOLDER)
    return Path(given) if given else default_data_dir(sys.platform, os.environ, Path.home())


def default_data_dir(platform: str, environment: Mapping[str, str], home: Path) -> Path:
    """Find the user's own folder for data: XDG's on Linux, Application Support, or LOCALAPPDATA."""
    if platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local") / NAME
    if platform == "darwin":
        return home / "Library" / "Application Support" / NAME
    given = environment.get("XDG_DATA_HOME", "")
    # The XDG rules say that a relative path is to be passed over.
    base = Path(given) if given.startswith("/") else home / ".local" / "share"
    return base / NAME


def uploads() -> Path:
    """Give the folder with a folder an upload; it need not be there yet."""
    return data_dir() / "uploads"


def data_memory() -> int:
    """Give the bytes that a data set may take in memory; a larger one is streamed from the disk."""
    return int(os.environ.get(MEMORY, DEFAULT_MEMORY))


def used_bytes(folder: Path) -> int:
    """Sum the bytes of all files below a folder; those that vanish meanwhile don't count."""
    total = 0
    for place, _, files in os.walk(folder):
        for name in files:
            try:
                total += os.stat(os.path.join(place, name)).st_size
            except FileNotFoundError:
                continue
    return total
