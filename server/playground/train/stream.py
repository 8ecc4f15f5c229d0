"""The mini-batches of a data set that is larger than its share of memory, read from the disk.

An epoch's order is a pure function of the seed and the epoch, as in `train.batches`: the blocks of
training rows are shuffled, and then the rows within each window of many blocks. Windows are read
ahead by a thread, through a `DataLoader`; of the set, no more is in memory than a few of them.
"""

from __future__ import annotations

import queue
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import torch
from numpy.random import Generator, Philox
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset

from playground.data import storage
from playground.data.encode import seen
from playground.data.row_store import Pieces, RowStore
from playground.data.upload import SAMPLED, verify
from playground.spec.data import DataSpec
from playground.train.batches import Batches, Cursor

AHEAD = 2
"""Windows that wait, read, for the training to want them."""
SHARE = 16
"""A window takes this part of the data's memory: with those that wait, one being read and
shuffled, and two in use, all stay well within it."""
MAX_WINDOW = 8 * 2**20
"""Bytes; larger windows shuffle no better and take longer to begin with."""

Rows = tuple[Tensor, Tensor]
"""What the network sees, float32 [n, *input shape], and labels [n]."""


@dataclass(slots=True)
class Counters:
    """The cost of reading. Seconds; `load` is the reading thread's, `wait` the training's for it.

    `compute` is the time between two demands for rows. `queued` windows of `queued_bytes` wait.
    """

    windows: int = 0
    bytes_read: int = 0
    load: float = 0.0
    wait: float = 0.0
    compute: float = 0.0
    queued: int = 0
    queued_bytes: int = 0
    max_queued_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows of some mini-batches in their order; `batches.indices` count within them from 0.

    `cursors` are the places before each of the batches and behind the last.
    """

    x: Tensor
    labels: Tensor
    batches: Batches
    cursors: tuple[Cursor, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """The rows of an epoch from position `start` on."""

    epoch: int
    number: int
    start: int
    x: Tensor
    labels: Tensor

    @property
    def end(self) -> int:
        """The position in the epoch behind its last row."""
        return self.start + len(self.x)

    @property
    def nbytes(self) -> int:
        """The bytes of its rows in memory."""
        return self.x.nbytes + self.labels.nbytes


class Windows:
    """The training rows in their windows, of every epoch; knows no thread.

    In `pinned` memory a card takes them while the processor goes on. Raises `SpecProblem` when the
    file is gone or changed.
    """

    def __init__(self, spec: DataSpec, memory: int, *, pinned: bool = False) -> None:
        self._pinned = pinned
        assert spec.upload is not None
        self.store = RowStore.open(spec.upload, verify(spec.upload))
        self.train, self.test = self.store.split(spec)
        self.moments = self.store.moments(self.train)
        share = min(MAX_WINDOW, memory // SHARE)
        self.rows = max(1, share // self.store.layout.seen_bytes)
        self.counters = Counters()

    def count(self, seed: int, epoch: int) -> int:
        """Return how many windows the epoch has."""
        return len(self._ends(seed, epoch))

    def holding(self, seed: int, epoch: int, position: int) -> int:
        """Return the number of the window in which this position of the epoch lies."""
        return int(np.searchsorted(self._ends(seed, epoch), position, side="right"))

    def load(self, seed: int, epoch: int, number: int) -> Window:
        """Read a window and shuffle its rows."""
        began = time.perf_counter()
        ends = self._ends(seed, epoch)
        per = self._pieces_each
        pieces = self._order(seed, epoch).some(slice(number * per, (number + 1) * per))
        rows = self.store.read(pieces)
        # The key differs from that of the blocks' order, which has nothing in its upper half.
        key = np.array([seed | (number + 1) << 32, epoch], dtype=np.uint64)
        rows = rows[Generator(Philox(key=key)).permutation(len(rows))]
        x, labels = self.seen(rows)
        if self._pinned:
            x, labels = x.pin_memory(), labels.pin_memory()
        self.counters.windows += 1
        self.counters.bytes_read += rows.nbytes
        self.counters.load += time.perf_counter() - began
        return Window(epoch, number, int(ends[number - 1]) if number else 0, x, labels)

    def seen(self, rows: NDArray[Any]) -> Rows:
        """Return what the network sees of stored rows, [n, *input shape], and labels [n]."""
        x, labels = seen(self.store.layout, self.moments, rows)
        return torch.from_numpy(x), torch.from_numpy(labels)

    @property
    def _pieces_each(self) -> int:
        return max(1, self.rows // self.store.block_rows)

    def _order(self, seed: int, epoch: int) -> Pieces:
        return self.train.some(block_order(seed, epoch, len(self.train.starts)))

    def _ends(self, seed: int, epoch: int) -> NDArray[np.int64]:
        """Return the positions in the epoch at which its windows end, int64 [windows]."""
        ends = np.cumsum(self._order(seed, epoch).counts)
        per = self._pieces_each
        return np.append(ends[per - 1 :: per], ends[-1:] if len(ends) % per else ends[:0])


class RowStream:
    """The training rows of an upload, in mini-batches; a sample of each part for scores.

    Rows are given on the `device`. `memory` is the bytes that it may take, the data's memory by default.
    The order of the rows
    depends on it through the windows' size. Its thread ends with it. Raises `SpecProblem` when the
    file is gone or changed.
    """

    def __init__(
        self,
        spec: DataSpec,
        memory: int | None = None,
        device: torch.device = torch.device("cpu"),  # noqa: B008
    ) -> None:
        self._spec, self._device = spec, device
        self._windows = Windows(spec, memory or storage.data_memory(), pinned=device.type == "cuda")
        self.samples = self._windows.train.rows
        self.counters = self._windows.counters
        self._readers: list[Reader] = []
        """The one there is, if there is one."""
        self._held: list[Window] = []
        self._asked = time.perf_counter()
        # The thread knows the windows alone, so that a stream that nobody has any more can end it.
        self._end = weakref.finalize(self, _end, self._readers, self._windows.store)

    def close(self) -> None:
        """End the thread and close the file."""
        self._held = []
        self._end()

    def following(self, seed: int, batch_size: int, cursor: Cursor, count: int) -> Chunk:
        """Return the next mini-batches, `count` of them or as many as `max_batches` allows.

        In an epoch each row comes once; its last batch may be smaller, as in `train.batches`.
        Asking again, or from anywhere else, is allowed: what comes next is merely soonest there.
        """
        began = time.perf_counter()
        self.counters.compute += began - self._asked
        parts: list[Rows] = []
        starts, cursors = [0], [cursor]
        for _ in range(min(count, self.max_batches(batch_size))):
            end = min(cursor.position + batch_size, self.samples)
            parts += self._rows(seed, cursor.epoch, cursor.position, end)
            starts.append(starts[-1] + end - cursor.position)
            over = end == self.samples
            cursor = Cursor(cursor.epoch + 1, 0) if over else Cursor(cursor.epoch, end)
            cursors.append(cursor)
        x, labels = (torch.cat(list(map(self._sent, each))) for each in zip(*parts, strict=True))
        self._asked = time.perf_counter()
        self.counters.wait += self._asked - began
        batches = Batches(np.arange(len(x)), np.array(starts, dtype=np.int64), cursor)
        return Chunk(x, labels, batches, tuple(cursors))

    def batches(
        self, seed: int, batch_size: int, cursor: Cursor
    ) -> Iterator[tuple[Tensor, Tensor, Cursor]]:
        """Yield mini-batches without end, x [B, *input shape] and labels [B], and the cursor behind."""
        while True:
            chunk = self.following(seed, batch_size, cursor, 1)
            cursor = chunk.batches.after
            yield chunk.x, chunk.labels, cursor

    def max_batches(self, batch_size: int) -> int:
        """Return how many at once fill no more than a window, or 1."""
        return max(1, self.window_rows // batch_size)

    @property
    def window_rows(self) -> int:
        """The rows of a window."""
        return self._windows.rows

    def sample_rows(self, limit: int = SAMPLED) -> Rows:
        """Return all training rows [n, ...], or as many of them, drawn by the data's seed: for scores."""
        return self._sample(self._windows.train, limit, test=False)

    def test_rows(self, limit: int = SAMPLED) -> Rows:
        """Return all test rows [n, ...], or as many of them, drawn by the data's seed."""
        return self._sample(self._windows.test, limit, test=True)

    def _sample(self, pieces: Pieces, limit: int, test: bool) -> Rows:
        rows = self._windows.store.sample(pieces, limit, self._spec.seed, test)
        return self._windows.seen(rows)

    def _sent(self, rows: Tensor) -> Tensor:
        return rows.to(self._device, non_blocking=True)

    def _rows(self, seed: int, epoch: int, start: int, end: int) -> list[Rows]:
        """Return the rows at these positions of the epoch: of one window or, in parts, of several."""
        parts: list[Rows] = []
        while start < end:
            window = self._window(seed, epoch, start)
            part = slice(start - window.start, min(end, window.end) - window.start)
            parts.append((window.x[part], window.labels[part]))
            start = min(end, window.end)
        return parts

    def _window(self, seed: int, epoch: int, position: int) -> Window:
        if not self._readers or self._readers[0].seed != seed:
            _leave_off(self._readers)
            self._held = []
        held = (w for w in self._held if w.epoch == epoch and w.start <= position < w.end)
        if found := next(held, None):
            return found
        number = self._windows.holding(seed, epoch, position)
        if not self._readers or self._readers[0].next != (epoch, number):
            _leave_off(self._readers)
            self._readers.append(Reader(self._windows, seed, epoch, number))
        try:
            window = self._readers[0].take()
        except Exception:
            _leave_off(self._readers)
            raise
        # A batch may lie across two windows, and be asked for twice: the last two stay.
        self._held = [*self._held[-1:], window]
        return window


def _leave_off(readers: list[Reader]) -> None:
    while readers:
        readers.pop().close()


def _end(readers: list[Reader], store: RowStore) -> None:
    _leave_off(readers)
    store.close()


@lru_cache(maxsize=8)
def block_order(seed: int, epoch: int, blocks: int) -> NDArray[np.int64]:
    """Return the order of the blocks in one epoch, read-only, int64 [blocks]."""
    shuffled = Generator(Philox(key=np.array([seed, epoch], dtype=np.uint64))).permutation(blocks)
    shuffled.flags.writeable = False
    return shuffled


class WindowSet(IterableDataset[Window]):
    """Windows from one place on, through all epochs."""

    def __init__(self, windows: Windows, seed: int, epoch: int, number: int) -> None:
        self._windows, self._begin = windows, (seed, epoch, number)

    def __iter__(self) -> Iterator[Window]:
        seed, epoch, number = self._begin
        while True:
            for each in range(number, self._windows.count(seed, epoch)):
                yield self._windows.load(seed, epoch, each)
            epoch, number = epoch + 1, 0


class Reader:
    """A thread that reads windows ahead, at most two. `next` is the one that comes next."""

    def __init__(self, windows: Windows, seed: int, epoch: int, number: int) -> None:
        self.seed, self.next = seed, (epoch, number)
        self._windows = windows
        # In this process, not a worker of its own: that would double what torch takes.
        self._loader = DataLoader(
            WindowSet(windows, seed, epoch, number),
            batch_size=None,
            num_workers=0,
            # It draws a seed, from torch's own generator unless given another.
            generator=torch.Generator(),
        )
        self._queue: queue.Queue[Window | Exception] = queue.Queue(AHEAD)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._read, name="row stream", daemon=True)
        self._thread.start()

    def take(self) -> Window:
        """Wait for the next window. Raises what reading it raised."""
        window = self._queue.get()
        if isinstance(window, Exception):
            raise window
        counters = self._windows.counters
        counters.queued = self._queue.qsize()
        counters.queued_bytes = counters.queued * window.nbytes
        counters.max_queued_bytes = max(counters.max_queued_bytes, counters.queued_bytes)
        last = window.number + 1 == self._windows.count(self.seed, window.epoch)
        self.next = (window.epoch + 1, 0) if last else (window.epoch, window.number + 1)
        return window

    def close(self) -> None:
        """End the thread; it may be the one that collects garbage, and calls."""
        self._ended.set()
        while self._thread.is_alive() and self._thread is not threading.current_thread():
            # It may be waiting for room in the queue.
            with suppress(queue.Empty):
                self._queue.get_nowait()
            self._thread.join(0.01)

    def _read(self) -> None:
        try:
            for window in self._loader:
                self._queue.put(window)
                if self._ended.is_set():
                    return
        except Exception as error:
            self._queue.put(error)
