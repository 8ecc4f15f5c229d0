"""A session's hold on its run in a trainer."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace

from playground.engine import contract
from playground.session.refusal import Unsaved
from playground.spec.project import Spec

Send = Callable[[contract.AnyRequest], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wished of a run: to go on, at most at `pace` steps a second, and until a step or an
    epoch if one is given."""

    playing: bool = False
    pace: float | None = None
    until_step: int | None = None
    until_epoch: int | None = None


class RunHandle:
    """`send` hands requests to the engine. A run rests while nobody looks, or while it is held, and
    then goes on with what is wished of it.

    The run's id carries the fencing number: what an older run says is not heard.
    """

    def __init__(self, session: str, send: Send) -> None:
        self._session, self._send = session, send
        self.fence = 0
        self.wish = Wish()
        self.max_pace: float | None = None
        """Steps a second that it may make, whatever is wished."""
        self.is_asleep = self.is_held = False
        self._asked: dict[int, asyncio.Future[None]] = {}
        self._marks = itertools.count(1)

    @property
    def id(self) -> str:
        return f"{self._session}.{self.fence}"

    @property
    def rests(self) -> bool:
        return self.is_asleep or self.is_held

    @property
    def playing(self) -> bool:
        return self.wish.playing and not self.rests

    def send(self, request: contract.AnyRequest) -> None:
        self._send(request)

    def open(self, spec: Spec, revision: int, state: bytes | None) -> None:
        """Begins the run that `fence` names, from a state if there is one."""
        wish = self.wish
        self._send(
            contract.Open(
                self.id,
                spec=spec.model_dump(mode="json"),
                revision=revision,
                snapshot=state,
                playing=self.playing,
                pace=self._allowed,
                max_pace=self.max_pace,
                until_step=wish.until_step if self.playing else None,
                until_epoch=wish.until_epoch if self.playing else None,
            )
        )

    def close(self) -> None:
        self._send(contract.Close(self.id))

    def sleep(self) -> None:
        """Nobody looks: pause, and go on when somebody comes."""
        if self.playing:
            self._send(contract.Pause(self.id))
        self.is_asleep = True

    def wake(self) -> None:
        was_asleep, self.is_asleep = self.is_asleep, False
        if was_asleep:
            self._go_on()

    def hold(self) -> None:
        """Pause, whoever looks, and go on when it is given back."""
        if self.playing:
            self._send(contract.Pause(self.id))
        self.is_held = True

    def give_back(self) -> None:
        was_held, self.is_held = self.is_held, False
        if was_held:
            self._go_on()

    def play(self) -> None:
        self._send(contract.Play(self.id))

    def pause(self) -> None:
        self._send(contract.Pause(self.id))

    def set_pace(self, pace: float | None) -> None:
        self.wish = replace(self.wish, pace=pace)
        self._send_pace()

    def allow(self, max_pace: float | None) -> None:
        """So many steps a second from now on."""
        if max_pace != self.max_pace:
            self.max_pace = max_pace
            self._send_pace()

    def heard(self, status: contract.Status) -> bool:
        """Takes over what the run says that it is about, and whether that is news.

        Not only what Play and Pause say: a status of before the command may come after it.
        """
        if self.rests:
            return False
        before = self.wish
        self.wish = replace(
            before,
            playing=status.state == "playing",
            until_step=status.until_step,
            until_epoch=status.until_epoch,
        )
        return self.wish != before

    # --- its state ----------------------------------------------------------------------------

    async def saved(self, within_s: float) -> None:
        """Until its state has come, with all that was asked of it so far.

        Raises `Unsaved` when it has not come in time, or its trainer was lost.
        """
        mark = next(self._marks)
        came = self._asked[mark] = asyncio.get_running_loop().create_future()
        self._send(contract.Save(self.id, mark=mark))
        try:
            async with asyncio.timeout(within_s):
                await came
        except TimeoutError:
            raise Unsaved from None
        finally:
            del self._asked[mark]

    def answered(self, mark: int) -> None:
        """A state has come that bears this mark."""
        came = self._asked.get(mark)
        if came is not None and not came.done():
            came.set_result(None)

    def lost(self) -> None:
        """With its trainer: no state that was asked for will come."""
        for waiting in self._asked.values():
            if not waiting.done():
                waiting.set_exception(Unsaved())

    # --- inside -------------------------------------------------------------------------------

    @property
    def _allowed(self) -> float | None:
        paces = [each for each in (self.wish.pace, self.max_pace) if each is not None]
        return min(paces, default=None)

    def _send_pace(self) -> None:
        self._send(contract.Pace(self.id, steps_per_second=self._allowed, most=self.max_pace))

    def _go_on(self) -> None:
        if self.playing:
            until = self.wish.until_step, self.wish.until_epoch
            self._send(contract.Play(self.id, until_step=until[0], until_epoch=until[1]))
