"""The rows and deletions that wait to be written: as little as gives the same tables as all that was asked, in order."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from playground.store.rows import Row, SessionRow
from playground.store.tables import ORDER, PARENTS, comparable, key_of

Side = Literal["from", "below"]
COMPARE: dict[Side, Callable[[Any, Any], Any]] = {"from": operator.ge, "below": operator.lt}


@dataclass(frozen=True, slots=True)
class Drop:
    """The deletion of the rows of a kind whose columns equal `where` and lie within the bound."""

    kind: type[Row]
    where: tuple[tuple[str, Any], ...]
    bound: tuple[str, Side, float] | None = None

    @classmethod
    def of(
        cls, kind: type[Row], where: dict[str, Any], bound: tuple[str, Side, float] | None = None
    ) -> Drop:
        """Take a deletion in. Raises `ValueError` where rows cannot be chosen by these."""
        comparable(kind, *where, *(bound[:1] if bound else ()))
        return cls(kind, tuple(sorted(where.items())), bound)

    def takes(self, row: Row) -> bool:
        if any(getattr(row, name) != value for name, value in self.where):
            return False
        if self.bound is None:
            return True
        name, side, bound = self.bound
        value = getattr(row, name)
        return value is not None and bool(COMPARE[side](value, bound))


Step = Row | Drop
Steps = list[Row] | Drop


class Pending:
    """Rows by key, and deletions, in the order in which they are to be done.

    At most one row waits with a key, but for a session or a classroom that is put again after a
    deletion that takes it: the deletion takes along what is of it, so both are needed.
    """

    def __init__(self) -> None:
        self._steps: dict[int, Step] = {}
        self._rows: dict[tuple[Any, ...], int] = {}
        self._drops: dict[Drop, int] = {}
        self._numbers = itertools.count()

    def __len__(self) -> int:
        return len(self._steps)

    @property
    def deletes_sessions(self) -> bool:
        return any(drop.kind is SessionRow for drop in self._drops)

    def put(self, row: Row) -> None:
        key = (row.table, *key_of(row))
        at = self._rows.get(key)
        if at is not None:
            if type(row) in PARENTS:
                # Nothing hangs on this row: whatever befell the older one, the newer one remains.
                del self._steps[at]
            elif not self._dropped_since(at, row):
                self._steps[at] = row
                return
        self._rows[key] = self._add(row)

    def drop(self, drop: Drop) -> None:
        at = self._drops.pop(drop, None)
        if at is not None and drop.kind in PARENTS:
            # Whatever the older one would have taken, this one takes.
            del self._steps[at]
        self._drops[drop] = self._add(drop)

    def then(self, newer: Pending) -> None:
        """Take all of a newer one in, as if it had been asked here."""
        for step in newer._steps.values():
            if isinstance(step, Drop):
                self.drop(step)
            else:
                self.put(step)

    def steps(self) -> Iterator[Steps]:
        """Give deletions, and between them the rows of one table together, parents first."""
        groups = itertools.groupby(self._steps.values(), lambda step: isinstance(step, Drop))
        for _, group in groups:
            by_kind: dict[type[Row], list[Row]] = {}
            for step in group:
                if isinstance(step, Drop):
                    yield step
                else:
                    by_kind.setdefault(type(step), []).append(step)
            yield from (by_kind[kind] for kind in ORDER if kind in by_kind)

    def sessions(self) -> set[str]:
        """Give the ids of the sessions of which something is to be written."""
        rows = [step for step in self._steps.values() if not isinstance(step, Drop)]
        return {row.id if isinstance(row, SessionRow) else row.session for row in rows}

    def _add(self, step: Step) -> int:
        number = next(self._numbers)
        self._steps[number] = step
        return number

    def _dropped_since(self, at: int, row: Row) -> bool:
        """Whether a later deletion takes the row that waits there, or would take its successor."""
        older = self._steps[at]
        assert not isinstance(older, Drop)
        return any(
            number > at and drop.kind is type(row) and (drop.takes(older) or drop.takes(row))
            for drop, number in self._drops.items()
        )
