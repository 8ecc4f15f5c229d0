"""Where a run that takes part in a challenge is scored: by its step, never by the clock."""

from __future__ import annotations

from playground.engine.contract import Rules, Scored
from playground.engine.goal import NO_END
from playground.engine.scoring import score_on
from playground.observe.view import View
from playground.spec.data import DataSpec
from playground.train.cooperative import Cooperative


class Participation:
    """The run's part in a challenge, or in none.

    Where the rules have a last step the run trains up to it and is scored exactly there; else it is
    scored at the same steps as all: each up to 10, then 15, 20, … 95, 100, 150, … 1,000, 1,500, ….
    """

    def __init__(self, rules: Rules | None, step: int) -> None:
        self.rules = rules
        self.owes_score = rules is not None and self._counts(step)

    def steps_left(self, step: int) -> int:
        """Count the steps that the run may still make."""
        last = self._last
        return NO_END if last is None else max(0, last - step)

    def stop_after(self, step: int) -> int:
        """Give the next step, beyond this one, at which the run must stand still to be scored."""
        if self.rules is None:
            return NO_END
        last = self._last
        if last is not None:
            return last if step < last else NO_END
        spacing = _spacing(step + 1)
        return (step // spacing + 1) * spacing

    def arrived(self, step: int) -> None:
        """Take note that the run has trained up to this step."""
        self.owes_score = self.rules is not None and self._counts(step)

    def changed(self, step: int) -> None:
        """Take note that the run is another than before: at its last step it is scored again."""
        self.owes_score = self._last is not None and step == self._last

    def score(self, run: str, view: View) -> Cooperative[Scored]:
        """Score what is owed, in pieces: the run must stand still meanwhile."""
        assert self.rules is not None
        loss, score = yield from score_on(view, DataSpec.model_validate(self.rules.data))
        self.owes_score = False
        step, revision, mark = view.state.step, view.revision, self.rules.mark
        return Scored(run, step=step, revision=revision, loss=loss, score=score, mark=mark)

    @property
    def _last(self) -> int | None:
        return None if self.rules is None else self.rules.last_step

    def _counts(self, step: int) -> bool:
        if self._last is not None:
            return step == self._last
        return step > 0 and step % _spacing(step) == 0


def _spacing(step: int) -> int:
    """Give the distance of the steps that are scored, near this one."""
    spacing: int = 5 * 10 ** max(0, len(str(step)) - 2)
    return spacing if step >= 10 else 1
