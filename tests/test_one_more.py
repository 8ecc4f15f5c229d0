"""One more of each kind, added to a copy of the project by the how-to pages alone.

`python tests/test_one_more.py` prints how many files each takes.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

import pytest

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))

from one_more.copy import GENERATED, ROOT, Copy
from one_more.pages import changes

HOW_TO = ROOT / "docs" / "how-to"
GOALS = {
    "layer": ("scaled_tanh", 8),
    "activation": ("log_sigmoid", 5),
    "optimizer": ("amsgrad", 6),
    "schedule": ("inverse_root", 6),
    "loss": ("mean_absolute", 7),
    "data-set": ("stripes", 6),
    "probe": ("weight_norms", 9),
    "command": ("back", 7),
    "lesson": ("equal-start", 4),
}
"""The name that each page gives its example, and the files that adding one may take at most."""


IN_CONFORMANCE = {*GOALS} - {"command", "lesson"}
"""Tables of which `tests/conformance` has a suite."""


def page_of(kind: str) -> Path:
    article = "an" if kind[0] in "aeiou" else "a"
    return HOW_TO / f"add-{article}-{kind}.md"


def lines_with(text: str, name: str) -> list[str]:
    return [line for line in text.splitlines() if re.search(rf"\b{name}\b", line)]


class Counted:
    """A copy with one more of each kind, and the files that each of them took."""

    def __init__(self, root: Path) -> None:
        self.copy = Copy.make(root)
        self.files: dict[str, set[str]] = {}
        for kind in GOALS:
            written = changes(page_of(kind))
            for change in written:
                change.apply(root)
            self.files[kind] = {change.path for change in written}
        self.copy.generate()
        for kind, (name, _) in GOALS.items():
            self.files[kind] |= {
                file
                for file in GENERATED
                if lines_with(self.copy.read(file), name)
                != lines_with((ROOT / file).read_text(), name)
            }


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Counted:
    return Counted(tmp_path_factory.mktemp("copy"))


@pytest.mark.parametrize("kind", GOALS)
def test_one_more_takes_no_more_files_than_this(counted: Counted, kind: str) -> None:
    files = sorted(counted.files[kind])
    assert len(files) <= GOALS[kind][1], files
    assert len(files) >= 3, "the page says to write next to nothing"


@pytest.mark.timeout(600)
def test_each_passes_the_conformance_tests_of_its_table(counted: Counted) -> None:
    names = " or ".join(name for kind, (name, _) in GOALS.items() if kind in IN_CONFORMANCE)
    run = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "0")
    counted.copy.run(*run, "tests/conformance", "-k", names)
    counted.copy.run(*run, "tests/wire/test_commands.py", "tests/claims/test_equal_start.py")


@pytest.mark.timeout(600)
def test_the_server_with_all_of_them_is_typed_and_formatted(counted: Counted) -> None:
    counted.copy.run(sys.executable, "-m", "ruff", "check", "--no-cache", "server")
    counted.copy.run(sys.executable, "-m", "ruff", "format", "--no-cache", "--check", "server")
    counted.copy.run(sys.executable, "-m", "mypy", "--cache-dir", str(ROOT / ".mypy_cache"))


@pytest.mark.timeout(600)
def test_the_page_with_all_of_them_is_typed_and_tested(counted: Counted) -> None:
    counted.copy.run("npx", "tsc", "--noEmit", within="frontend")
    counted.copy.run("npx", "biome", "check", ".", within="frontend")
    counted.copy.run("npx", "vitest", "run", "src/i18n", "src/spec", "src/wire", within="frontend")


@pytest.mark.parametrize("kind", GOALS)
def test_each_table_has_its_page(kind: str) -> None:
    assert page_of(kind).is_file()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for kind, files in Counted(Path(folder)).files.items():
            print(f"{kind}: {len(files)} files, at most {GOALS[kind][1]}")
            for file in sorted(files):
                print(f"    {file}")
