"""A table that is a folder: each module of a package describes one kind, and the folder is the list."""

from __future__ import annotations

import pkgutil
from collections.abc import Container, Iterable
from importlib import import_module
from typing import TypeVar

Row = TypeVar("Row")


def read_folder(
    package: str,
    path: Iterable[str],
    row: type[Row],
    name: str,
    without: Container[str] = ("base",),
) -> dict[str, Row]:
    """Read the constant `name`, a `row`, of each module in a package's folder, by its module's name.

    Modules whose name begins with an underscore are shared by the kinds and hold none, and neither
    do those `without`. Call it in the package's `__init__` with `__name__` and `__path__`; a kind
    that is made of the others calls it without itself. Raises `TypeError` for a module that has no
    such constant.
    """
    rows: dict[str, Row] = {}
    for found in sorted(pkgutil.iter_modules(path), key=lambda module: module.name):
        if found.name.startswith("_") or found.name in without:
            continue
        value = getattr(import_module(f"{package}.{found.name}"), name, None)
        if not isinstance(value, row):
            raise TypeError(f"{package}.{found.name} has no {name} of the type {row.__name__}")
        rows[found.name] = value
    return rows
