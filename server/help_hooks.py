"""Changes that the documentation's generator makes to each page: no script and no style within it.

The server's policy allows scripts and styles from its own address only, and never within a page.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from posixpath import relpath
from typing import Any

INLINE = re.compile(r"<(script|style)(?![^>]*(?:\bsrc=|application/json))[^>]*>(.*?)</\1>", re.S)
FOLDER = "assets/inline"

_found: dict[str, str] = {}


def on_post_page(output: str, *, page: Any, config: Any) -> str:
    return _outside(output, page.file.dest_uri)


def on_post_template(output: str, *, template_name: str, config: Any) -> str:
    """Pages without a text of their own, such as 404.html, which is given at any address."""
    return _outside(output, template_name) if template_name.endswith(".html") else output


def on_post_build(*, config: Any) -> None:
    folder = Path(config["site_dir"]) / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in _found.items():
        (folder / name).write_text(text, encoding="utf-8")


def _outside(page: str, at: str) -> str:
    def moved(match: re.Match[str]) -> str:
        kind, text = match.groups()
        name = f"{hashlib.sha256(text.encode()).hexdigest()[:16]}.{'js' if kind == 'script' else 'css'}"
        _found[name] = text
        address = relpath(f"{FOLDER}/{name}", at.rpartition("/")[0] or ".")
        if kind == "script":
            return f'<script src="{address}"></script>'
        return f'<link rel="stylesheet" href="{address}">'

    return INLINE.sub(moved, page)
