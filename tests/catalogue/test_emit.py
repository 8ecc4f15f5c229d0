"""The whole catalogue, as the command line prints it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from playground.spec.datasets import DATASETS
from playground.spec.project import Spec
from playground.wire.close_codes import CloseCode

PAGE = Path(__file__).parents[2] / "frontend" / "src" / "wire" / "catalogue.ts"


def test_it_is_printed_and_each_table_is_a_constant_of_the_page() -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "playground", "catalogue"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    told = json.loads(printed)
    constants = re.findall(r"^export const (\w+) =", PAGE.read_text("utf-8"), re.MULTILINE)
    assert [name.upper() for name in told] == constants
    assert list(told["datasets"]) == list(DATASETS)
    assert sorted(told["close_codes"].values()) == sorted(CloseCode)
    assert set(told["data"]) == set(type(Spec().data).model_fields)
