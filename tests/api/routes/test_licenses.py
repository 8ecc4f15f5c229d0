"""What the playground consists of: told to whoever asks, with the licenses themselves, and as a bill."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from playground import __version__
from support.web import Web

ROOT = Path(__file__).parents[3]
LOCK = json.loads((ROOT / "frontend" / "package-lock.json").read_text())
OF_THE_PAGE = set(json.loads((ROOT / "frontend" / "package.json").read_text())["dependencies"])


def test_every_part_is_told_with_its_license(served: Web) -> None:
    told = served.http.get("/api/licenses").json()
    assert told["version"] == __version__
    parts = {(part["index"], part["name"]): part for part in told["parts"]}
    assert {name for index, name in parts if index == "npm"} >= OF_THE_PAGE
    for name in ("torch", "fastapi", "plotly", "psycopg-binary", "starlette"):
        assert parts["pypi", name]["version"] == version(name)
    for part in told["parts"]:
        assert part["license"] or part["name"] in WITHOUT, part


WITHOUT: set[str] = set()
"""Parts whose metadata name no license; their files do."""


def test_what_only_builds_or_tests_it_is_no_part(served: Web) -> None:
    names = {part["name"] for part in served.http.get("/api/licenses").json()["parts"]}
    assert not names & {"vite", "typescript", "pytest", "mypy", "playwright"}


def test_a_license_can_be_read_whole(served: Web) -> None:
    parts = served.http.get("/api/licenses").json()["parts"]
    for number, part in enumerate(parts):
        answer = served.http.get(f"/api/licenses/{number}")
        assert answer.status_code == 200
        assert len(answer.text) > 300, part
        assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize("number", ["-1", "9999"])
def test_there_is_no_part_beyond_the_list(served: Web, number: str) -> None:
    assert served.http.get(f"/api/licenses/{number}").status_code == 404


def test_the_bill_of_materials_names_the_same_parts(served: Web) -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "playground", "sbom"], capture_output=True, text=True, check=True
    )
    bill = json.loads(printed.stdout)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    told = served.http.get("/api/licenses").json()["parts"]
    assert {(each["name"], each["version"]) for each in bill["components"]} == {
        (part["name"], part["version"]) for part in told
    }
    preact = next(each for each in bill["components"] if each["name"] == "preact")
    integrity = LOCK["packages"]["node_modules/preact"]["integrity"]
    assert integrity.startswith("sha512-")
    assert preact["hashes"][0]["alg"] == "SHA-512"
    assert preact["purl"] == f"pkg:npm/preact@{preact['version']}"
