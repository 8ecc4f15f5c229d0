"""Builds the documentation into the package, where the server gives it as /help.

    python server/build_help.py       build if stale

A wheel's own unpacked tree has no docs/: what is built is all there is.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import metadata

from build_frontend import ROOT, hash_of

DOCS = ROOT / "docs"
CONFIG = ROOT / ".mkdocs.yml"
HELP = ROOT / "server" / "playground" / "help"
STAMP = HELP / ".built-from"
LICENSES = HELP / "licenses.json"
GENERATOR = "mkdocs-material>=9.6"
BESIDE = ("CONTRIBUTING.md", "server/help_hooks.py")
"""What the site is made from besides docs/."""


def sources_hash() -> str:
    """Digest every source file of the site."""
    files = [path for path in DOCS.rglob("*") if path.is_file()]
    return hash_of([*files, CONFIG, *(ROOT / name for name in BESIDE)])


def is_fresh() -> bool:
    """Return whether what is built is from these very sources."""
    if not DOCS.is_dir():
        return (HELP / "index.html").is_file()
    return LICENSES.is_file() and STAMP.is_file() and STAMP.read_text() == sources_hash()


def build() -> None:
    """Leave the built site in the package's `help` folder. Raises `CalledProcessError`."""
    if is_fresh():
        return
    generator = [sys.executable, "-m", "mkdocs", "--quiet", "build", "--strict"]
    subprocess.run(
        [*generator, "-f", str(CONFIG), "-d", str(HELP)],
        cwd=ROOT,
        check=True,
        # Only the generator's notice about its own future: docs/decisions/help-site.md has that.
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    write_licenses()
    STAMP.write_text(sources_hash())


def write_licenses() -> None:
    """Write down whose scripts and styles the site ships: its generator's."""
    theme = metadata.distribution("mkdocs-material")
    files = [file for file in theme.files or () if file.name.upper().startswith("LICENSE")]
    row = {
        "name": "mkdocs-material",
        "version": theme.version,
        "license": "MIT",
        "text": "\n\n".join(file.read_text() for file in files),
    }
    LICENSES.write_text(json.dumps([row], indent=1))


if __name__ == "__main__":
    build()
