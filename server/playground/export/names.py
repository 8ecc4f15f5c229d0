"""Names of exported files and of the network's inputs."""

from __future__ import annotations

import re

from playground.spec.project import Spec


def plain(name: str) -> str:
    """Make a name from outside fit for a comment: it can end neither the line nor a string."""
    return re.sub(r"[^\w .,()=-]", "", name)


def file_name(spec: Spec, ending: str) -> str:
    """Name a file in letters, digits and hyphens, by the set-up's name or else its data set."""
    letters = re.sub(r"[^A-Za-z0-9]+", "-", spec.name or spec.data.dataset).strip("-").lower()
    return f"{letters[:40] or 'network'}.{ending}"


def input_text(spec: Spec) -> str:
    """Write for people what the raw inputs are."""
    data = spec.data
    if data.is_image:
        height, width = data.image_shape
        return f"gray images of {height} × {width} pixels"
    if data.form == "table":
        return f"columns {', '.join(map(plain, data.input_names[:20]))}, standardized"
    return "x1" if data.form == "line" else "x1, x2"
