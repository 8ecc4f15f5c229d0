"""Everything that needs a graphics card, on a machine that may have little else: `make gpu`.

Tests first, then the benchmark, each within its time. Writes `gpu.json` and `gpu.md` to the folder
that is named and prints the table. Python 3.11 or newer, torch with CUDA, numpy, numba, safetensors,
pytest, pytest-timeout and scikit-learn have to be there; what else is missing is named, to be carried
in as wheels and put on PYTHONPATH.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

TESTS = Path(__file__).parents[1]
SERVER = TESTS.parent / "server"
TEST_SECONDS, BENCHMARK_SECONDS = 270, 180
NEEDED = {
    "torch": "torch",
    "numpy": "numpy",
    "numba": "numba",
    "safetensors": "safetensors",
    "sklearn": "scikit-learn",
    "pytest": "pytest",
    "pytest_timeout": "pytest-timeout",
    "pydantic": "pydantic",
    "pydantic_core": "pydantic_core",
    "annotated_types": "annotated-types",
    "typing_extensions": "typing_extensions",
    "typing_inspection": "typing-inspection",
    "msgspec": "msgspec",
    "jsonpatch": "jsonpatch",
    "jsonpointer": "jsonpointer",
    "structlog": "structlog",
    "hypothesis": "hypothesis",
}
"""Packages by the modules that are imported of them."""


def main() -> int:
    """Run all of it; the exit status tells whether the tests passed."""
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    if missing := sorted(name for module, name in NEEDED.items() if not _is_there(module)):
        print(f"Missing here, carry it in: {' '.join(missing)}", file=sys.stderr)
        return 2
    if not (found := _card()):
        print("There is no CUDA device here, so nothing was run.", file=sys.stderr)
        return 2
    print(json.dumps(found, indent=1), flush=True)
    tests = _run(
        "tests",
        TEST_SECONDS,
        *("-m", "pytest", "-q", str(TESTS / "gpu")),
        *(f"--confcutdir={TESTS / 'gpu'}", f"--rootdir={TESTS.parent}", "-p", "no:cacheprovider"),
        *(f"--junit-xml={out / 'tests.xml'}", "--tb=short"),
    )
    measured = _run("benchmark", BENCHMARK_SECONDS, str(TESTS / "gpu" / "benchmark.py"))
    figures: dict[str, Any] = {
        "machine": found,
        "tests": _counts(out / "tests.xml"),
        "tests_s": tests.seconds,
    }
    if measured.status == 0:
        figures["benchmark"] = json.loads(measured.summary)
    (out / "gpu.json").write_text(json.dumps(figures, indent=1))
    if measured.status == 0:
        written = subprocess.run(
            [sys.executable, "-c", _TABLE, str(out / "gpu.json"), str(TESTS / "gpu")],
            env=_environment(),
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        (out / "gpu.md").write_text(written)
        print(written)
    return tests.status or measured.status


_TABLE = """
import json, sys
sys.path.insert(0, sys.argv[2])
import benchmark
print(benchmark.table(json.load(open(sys.argv[1]))["benchmark"]))
"""


def _counts(report: Path) -> dict[str, int]:
    """Read how many tests there were, and how many of them did not pass."""
    if not report.exists():
        return {}
    found = ElementTree.parse(report).getroot().find("testsuite")
    wanted = ("tests", "failures", "errors", "skipped")
    return {} if found is None else {name: int(found.get(name, 0)) for name in wanted}


class _Done:
    """`summary` is the last line that was printed."""

    def __init__(self, status: int, summary: str, seconds: float) -> None:
        self.status, self.summary, self.seconds = status, summary, seconds


def _run(name: str, seconds: int, *arguments: str) -> _Done:
    begun = time.perf_counter()
    lines: list[str] = []
    child = subprocess.Popen(
        ["timeout", "--kill-after=5", str(seconds), sys.executable, *arguments],
        env=_environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    for line in child.stdout:
        lines.append(line.rstrip("\n"))
        print(f"{name}: {line}", end="", flush=True)
    status = child.wait()
    return _Done(status, lines[-1] if lines else "", round(time.perf_counter() - begun, 1))


def _environment() -> dict[str, str]:
    paths = [str(SERVER), str(TESTS), os.environ.get("PYTHONPATH", "")]
    return os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "PYTHONUNBUFFERED": "1",
    }


def _is_there(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def _card() -> dict[str, Any]:
    """Tell of the first card, or give nothing."""
    import numba
    import torch

    if not torch.cuda.is_available():
        return {}
    free, total = torch.cuda.mem_get_info(0)
    return {
        "card": torch.cuda.get_device_name(0),
        "torch": torch.__version__,
        "cuda": torch.version.cuda,
        "numba": numba.__version__,
        "python": sys.version.split()[0],
        "cores": os.cpu_count(),
        "free_bytes": free,
        "total_bytes": total,
    }


if __name__ == "__main__":
    sys.exit(main())
