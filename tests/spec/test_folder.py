"""A folder of modules as a table: every kind is found, and a module that lacks its row is told."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from playground.spec.folder import read_folder


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = tmp_path / "kinds_of_test"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "square.py").write_text("KIND = 4\n")
    (folder / "circle.py").write_text("KIND = 0\n")
    (folder / "_shared.py").write_text("")
    (folder / "base.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield folder
    for name in [name for name in sys.modules if name.startswith("kinds_of_test")]:
        del sys.modules[name]


def test_every_kind_is_a_row_by_the_name_of_its_module(package: Path) -> None:
    rows = read_folder("kinds_of_test", [str(package)], int, "KIND")
    assert rows == {"circle": 0, "square": 4}


def test_a_kind_made_of_the_others_reads_the_folder_without_itself(package: Path) -> None:
    (package / "chain.py").write_text("")
    rows = read_folder("kinds_of_test", [str(package)], int, "KIND", without=("base", "chain"))
    assert rows == {"circle": 0, "square": 4}


def test_a_module_without_its_row_is_told_by_name(package: Path) -> None:
    (package / "triangle.py").write_text("KIND = 'three'\n")
    with pytest.raises(TypeError, match=r"kinds_of_test\.triangle has no KIND of the type int"):
        read_folder("kinds_of_test", [str(package)], int, "KIND")
