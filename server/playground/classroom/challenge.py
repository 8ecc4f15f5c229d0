"""A challenge in a class: one data set for all, a budget, and who does best on hidden samples."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from playground.engine.contract import Rules
from playground.spec.data import DataSpec
from playground.spec.project import Spec, parse
from playground.wire import classroom as wire
from playground.wire.classroom import Board, Budget, Entry
from playground.wire.commands import BeginChallenge

Limit = Literal["parameters", "steps", "layers"]
Reason = Literal["parameters", "steps", "layers", "set_up", "diverged"]

HIDDEN_POINTS = 2000
HIDDEN_IMAGES = 600
"""Drawn for scoring; nine of ten are scored."""


@dataclass(frozen=True, slots=True)
class Best:
    score: float
    step: int
    parameters: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a pupil is now; `spec` where it is known."""

    pupil: str
    nickname: str
    spec: Spec | None
    step: int
    diverged: bool = False


@dataclass(slots=True)
class Challenge:
    """`spec` is the teacher's when it began; `seed` draws the hidden samples and is told to nobody.

    `best` is by pupil. Only those count who have `entered`: who were given the data and begun at step 0.
    Where steps are limited a network is scored at exactly the last of them, however it came there.
    """

    spec: Spec
    budget: Budget
    target: float | None
    seed: int
    began: float
    ended: float | None = None
    best: dict[str, Best] = field(default_factory=dict)
    entered: set[str] = field(default_factory=set)

    @classmethod
    def begin(cls, spec: Spec, command: BeginChallenge) -> Challenge:
        seed = spec.data.seed
        while seed == spec.data.seed:
            seed = secrets.randbelow(2**31)
        return cls(spec, command.budget, command.target, seed, time.time())

    @property
    def runs(self) -> bool:
        return self.ended is None

    @property
    def fresh(self) -> bool:
        """Whether the data set can draw samples that nobody has seen."""
        return self.spec.data.kind.can_be_drawn_anew

    @property
    def hidden(self) -> DataSpec:
        """The data on whose test part the score is computed."""
        data = self.spec.data
        if not self.fresh:
            return data
        samples = HIDDEN_IMAGES if data.is_image else HIDDEN_POINTS
        return data.model_copy(
            update={"seed": self.seed, "samples": samples, "train_fraction": 0.1}
        )

    def rules(self, pupil: str) -> Rules | None:
        """Return what the run of a pupil is to keep to."""
        if not self.runs or pupil not in self.entered:
            return None
        data = self.hidden.model_dump(mode="json")
        return Rules(data, mark=self.seed, last_step=self.budget.steps)

    @property
    def board(self) -> Board:
        return "test_rmse" if self.spec.data.task == "regression" else "test_accuracy"

    def over(self, spec: Spec, step: int) -> tuple[Limit, ...]:
        """Return what a run of this spec at this step has more of than the budget allows."""
        budget = self.budget
        used: tuple[tuple[Limit, int, int | None], ...] = (
            ("parameters", spec.parameters_in_use, budget.parameters),
            ("steps", step, budget.steps),
            ("layers", hidden_layers(spec), budget.layers),
        )
        return tuple(
            name for name, count, allowed in used if allowed is not None and count > allowed
        )

    def offer(self, pupil: str, spec: Spec, step: int, score: float) -> bool:
        """Take a score that a pupil has reached; return whether it counts and is their best."""
        if not self.runs or pupil not in self.entered or spec.data != self.spec.data:
            return False
        if self.over(spec, step) or self.budget.steps not in (None, step):
            return False
        offered, known = Best(score, step, spec.parameters_in_use), self.best.get(pupil)
        if known is not None and self._rank(known) <= self._rank(offered):
            return False
        self.best[pupil] = offered
        return True

    def reached(self, pupil: str) -> bool:
        best = self.best.get(pupil)
        if best is None or self.target is None:
            return False
        return self._goodness(best.score) >= self._goodness(self.target)

    def message(self, pupils: Iterable[Standing]) -> wire.Challenge:
        entries = [self._entry(pupil) for pupil in pupils]
        ranked = sorted(
            entries,
            key=lambda entry: (
                entry.score is None,
                self._rank(self.best[entry.pupil]) if entry.pupil in self.best else (),
                entry.nickname.casefold(),
            ),
        )
        return wire.Challenge(
            board=self.board,
            budget=self.budget,
            target=self.target,
            fresh=self.fresh,
            began=self.began,
            ended=self.ended,
            entries=tuple(ranked),
        )

    def document(self) -> dict[str, Any]:
        """Return it as the store keeps it."""
        return {
            "spec": self.spec.model_dump(mode="json"),
            "budget": self.budget.model_dump(mode="json"),
            "target": self.target,
            "seed": self.seed,
            "began": self.began,
            "ended": self.ended,
            "entered": sorted(self.entered),
            "best": {
                pupil: [best.score, best.step, best.parameters] for pupil, best in self.best.items()
            },
        }

    @classmethod
    def of(cls, document: dict[str, Any]) -> Challenge:
        """Read it back. Raises `SpecProblem` where this version cannot read its spec."""
        best = {pupil: Best(*best) for pupil, best in document["best"].items()}
        return cls(
            parse(document["spec"]),
            Budget.model_validate(document["budget"]),
            document["target"],
            document["seed"],
            document["began"],
            document["ended"],
            best,
            # Of an earlier version: those who have a score have entered.
            set(document.get("entered", best)),
        )

    def _entry(self, standing: Standing) -> Entry:
        pupil, spec = standing.pupil, standing.spec
        best = self.best.get(pupil)
        now = 0 if spec is None else spec.parameters_in_use
        return Entry(
            pupil=pupil,
            nickname=standing.nickname,
            score=best.score if best else None,
            step=best.step if best else None,
            parameters=best.parameters if best else now,
            reached=self.reached(pupil),
            over=self._why_not(standing) if self.runs else (),
            now=standing.step,
        )

    def _why_not(self, standing: Standing) -> tuple[Reason, ...]:
        """Return why a pupil, as they are now, cannot be scored."""
        spec = standing.spec
        other = spec is not None and spec.data != self.spec.data
        if standing.pupil not in self.entered or other:
            return ("set_up",)
        limits = () if spec is None else self.over(spec, standing.step)
        return (*limits, "diverged") if standing.diverged else limits

    def _goodness(self, score: float) -> float:
        """Return a number of which higher is better."""
        return score if self.board == "test_accuracy" else -score

    def _rank(self, best: Best) -> tuple[float, int, int]:
        """Return a key of which lower is better: of equal scores that with fewer steps, then that of fewer parameters."""
        return -self._goodness(best.score), best.step, best.parameters


def hidden_layers(spec: Spec) -> int:
    """Count all layers but the output, blocks written out."""
    return len(spec.shapes) - 1
