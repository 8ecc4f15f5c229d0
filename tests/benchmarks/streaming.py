"""A Parquet file far larger than the data's memory: taken in, made a row store, trained on.

python tests/benchmarks/streaming.py [MEGABYTES [CAP_MEGABYTES]]

Prints what each part's process took at most above what it takes before: with torch imported and a
small set in memory trained on.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

COLUMNS = 20
CLASSES = 3
ROWS_AT_ONCE = 200_000
MIB = 2**20
GOAL = 1.25


def generate(path: Path, megabytes: int, rows_at_once: int = ROWS_AT_ONCE) -> int:
    """Rows of 20 float32 numbers and a class that follows from three of them; gives their count."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet

    names = [f"x{at}" for at in range(COLUMNS)]
    schema = pa.schema([*((name, pa.float32()) for name in names), ("kind", pa.int8())])
    rng = np.random.default_rng(1)
    count = 0
    with pyarrow.parquet.ParquetWriter(
        path, schema, compression="NONE", use_dictionary=False, write_statistics=False
    ) as writer:
        while path.stat().st_size < megabytes * MIB:
            x = rng.standard_normal((COLUMNS, rows_at_once), dtype=np.float32)
            kind = np.digitize(x[0] + x[1] * x[2], (-0.5, 0.5)).astype(np.int8)
            writer.write_table(pa.table([*x, kind], schema=schema))
            count += rows_at_once
    return count


class Memory:
    """Resident bytes of this process: now, and at most since the last look (Linux)."""

    def __init__(self) -> None:
        self.baseline = self._read("VmRSS")
        Path("/proc/self/clear_refs").write_text("5")

    @property
    def max_above(self) -> int:
        return self._read("VmHWM") - self.baseline

    @staticmethod
    def _read(name: str) -> int:
        found = re.search(rf"{name}:\s+(\d+) kB", Path("/proc/self/status").read_text())
        assert found is not None
        return int(found[1]) * 1024


def took(work: Any, memory: Memory) -> dict[str, float]:
    began = time.perf_counter()
    work()
    return {"seconds": time.perf_counter() - began, "bytes": memory.max_above}


def small_training() -> None:
    """What every trainer has done before: steps of a set in memory, by the torch backend."""
    from playground.data.loader import load
    from playground.nn.program import Program
    from playground.spec.project import parse
    from playground.train.backends import Trainer
    from playground.train.state import begin

    layers = [{"kind": "dense", "id": "h1", "units": 32}, {"kind": "batch_norm", "id": "n1"}]
    spec = parse({"data": {"dataset": "moons"}, "network": {"layers": layers}})
    program = Program.build(spec)
    trainer = Trainer(spec, program, load(spec.data))
    assert trainer.backend == "eager"
    trainer.advance(begin(spec, program), 100)


def learn(trainer: Any, steps: int) -> float:
    """So many steps, as a session makes them; gives the loss of the sample that it is scored by."""
    from playground.train.state import begin

    state = begin(trainer.spec, trainer.program)
    outcome = trainer.advance(state, steps)
    assert (outcome.steps, outcome.diverged_at) == (steps, None)
    loss: float = trainer.train_loss(state)
    return loss


def taking(folder: Path) -> dict[str, Any]:
    """In a process of its own, as the server does it; without torch."""
    import pyarrow.csv
    import pyarrow.parquet

    from playground.data import metadata
    from playground.data.file_formats import open_table
    from playground.data.ingest import take_in

    assert pyarrow.csv
    assert metadata
    source = folder / "source"
    memory = Memory()
    return {"take": took(lambda: take_in(open_table(source), folder, "big"), memory)}


def learning(id: str, steps: int) -> dict[str, Any]:
    """Conversion, then training."""
    import torch

    from playground.data import metadata as files
    from playground.data import row_store, storage
    from playground.data.loader import load
    from playground.data.upload import propose
    from playground.nn.program import Program
    from playground.spec.project import parse
    from playground.train.backends import Trainer
    from playground.train.batches import Cursor

    torch.set_num_threads(1)
    small_training()
    import pyarrow.parquet

    assert pyarrow.parquet
    memory = Memory()
    upload = propose(id)
    found = {
        "convert": took(lambda: row_store.RowStore.open(upload, files.read(id)).close(), memory)
    }
    spec = parse(
        {
            "data": {"dataset": "upload", "upload": upload.model_dump()},
            "training": {"loss": {"kind": "cross_entropy"}, "batch_size": 256},
        }
    )
    losses: list[float] = []

    def train() -> None:
        losses.append(learn(trainer, steps))

    trainer = Trainer(spec, Program.build(spec), load(spec.data))
    assert trainer.backend == "stream"
    found["train"] = took(train, memory)
    stream = trainer.stream
    assert stream is not None

    def epoch() -> None:
        cursor, rows = Cursor(), 0
        while cursor.epoch == 0:
            chunk = stream.following(spec.seed, 256, cursor, 1000)
            rows += len(chunk.x)
            cursor = chunk.batches.after
        # The last chunk may reach into the next epoch.
        assert rows == stream.samples + cursor.position

    found["epoch"] = took(epoch, memory)
    stream.close()
    counters = stream.counters
    return found | {
        "cap": storage.data_memory(),
        "rows": upload.rows,
        "loss": losses[0],
        "max_queued": counters.max_queued_bytes,
        "load_s": counters.load,
        "wait_s": counters.wait,
    }


def child(*arguments: str, environment: dict[str, str]) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(Path(__file__)), *arguments],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def figures(
    megabytes: int, cap: int, steps: int = 2000, rows_at_once: int = ROWS_AT_ONCE
) -> dict[str, Any]:
    """Seconds and most bytes of each part, for a file of this size under this cap in bytes."""
    with tempfile.TemporaryDirectory() as name:
        id = "benchmark-of-streams"
        folder = Path(name) / "uploads" / id
        folder.mkdir(parents=True)
        generate(folder / "source", megabytes, rows_at_once)
        environment = {"PLAYGROUND_DATA_DIR": name, "PLAYGROUND_DATA_MEMORY": str(cap)}
        found = child("take", str(folder), environment=environment)
        (folder / "source").unlink()
        return found | child("learn", id, str(steps), environment=environment)


def measure(megabytes: int = 2048, cap: int = 256) -> list[str]:
    found = figures(megabytes, cap * MIB)
    lines = []
    for part, told in {
        "take": "taking in, in its own process",
        "convert": "conversion to a row store",
        "train": "training 2000 steps of 256 rows",
        "epoch": "reading one epoch of training rows",
    }.items():
        most = found[part]["bytes"]
        lines.append(
            f"{megabytes} MB Parquet, {told}: {found[part]['seconds']:.1f} s, memory up to here"
            f" {most / MIB:.0f} MB above the baseline, {most / found['cap']:.2f} × the cap of"
            f" {cap} MB  (goal ≤ {GOAL})"
        )
    lines.append(
        f"{found['rows']} rows, loss {found['loss']:.3f} after training; windows were read for"
        f" {found['load_s']:.1f} s, of which training waited {found['wait_s']:.1f} s; at most"
        f" {found['max_queued'] / MIB:.0f} MB waited in the queue"
    )
    return lines


if __name__ == "__main__":
    if sys.argv[1:2] == ["take"]:
        print(json.dumps(taking(Path(sys.argv[2]))))
    elif sys.argv[1:2] == ["learn"]:
        print(json.dumps(learning(sys.argv[2], int(sys.argv[3]))))
    else:
        for line in measure(*map(int, sys.argv[1:])):
            print(line, flush=True)
