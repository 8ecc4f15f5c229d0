"""Parts by others: what runs in the page, as its build wrote it down, and what is installed here."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from email.message import Message
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, Literal, cast

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

Index = Literal["npm", "pypi"]
PACKAGE = Path(__file__).resolve().parents[1]
WRITTEN: dict[Index, Path] = {
    "npm": PACKAGE / "static" / "licenses.json",
    "pypi": PACKAGE / "help" / "licenses.json",
}
"""By the builds of the page and of the help: what of others they ship."""
OWN = "neural-playground"
TEXTS = re.compile(r"(?:^|/)(?:LICEN[CS]E|NOTICE|COPYING|COPYRIGHT)[^/]*$", re.I)


@dataclass(frozen=True, slots=True)
class Part:
    """A package and its version. `license` is an SPDX expression where the package gives one.

    `text` holds its license files, one after the other; `integrity` is npm's digest of its archive.
    """

    index: Index
    name: str
    version: str
    license: str
    text: str = field(repr=False)
    integrity: str = ""


@cache
def parts() -> tuple[Part, ...]:
    """Return all parts, those of the page first, each by name."""
    return (*_of_page("npm"), *_of_page("pypi"), *_of_server())


def _of_page(index: Index) -> list[Part]:
    """Of an installation that was made without the page, or without the help, there are none."""
    try:
        written: list[dict[str, Any]] = json.loads(WRITTEN[index].read_text())
    except FileNotFoundError:
        return []
    return [Part(index, **row) for row in written]


def _of_server() -> list[Part]:
    """Whatever the playground needs, and what that needs, as it is installed here."""
    found: dict[str, Part] = {}
    seen: set[tuple[str, str]] = set()
    wanted = [(OWN, "")]
    while wanted:
        name, extra = wanted.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        try:
            installed = distribution(name)
        except PackageNotFoundError:
            continue
        found[name] = _part(name, installed)
        for requirement in map(Requirement, installed.requires or ()):
            if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
                needed = canonicalize_name(requirement.name)
                wanted += [(needed, each) for each in ("", *requirement.extras)]
    found.pop(OWN, None)
    return sorted(found.values(), key=lambda part: part.name)


def _part(name: str, installed: Distribution) -> Part:
    files = [file for file in installed.files or () if TEXTS.search(file.as_posix())]
    texts = [path for file in files if (path := Path(str(file.locate()))).is_file()]
    return Part(
        index="pypi",
        name=name,
        version=installed.version,
        license=_license(installed),
        text="\n\n".join(path.read_text(errors="replace") for path in texts),
    )


def _license(installed: Distribution) -> str:
    """Return what the metadata say: an expression, else the classifiers, else a short free text."""
    about = cast(Message, installed.metadata)
    if expression := about.get("License-Expression"):
        return str(expression)
    lines = about.get_all("Classifier") or []
    classified = [line.rpartition(" :: ")[2] for line in lines if line.startswith("License :: ")]
    return " AND ".join(classified) or str(about.get("License") or "").strip().partition("\n")[0]
