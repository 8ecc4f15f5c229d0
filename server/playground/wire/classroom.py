"""Messages of a class, its commands aside.

Bodies of its HTTP calls, what its teacher's stream says, and what a pupil's page hears on the stream
of the pupil's own session.
"""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field, TypeAdapter

from playground.spec.base import Model, Scalar
from playground.spec.names import composing
from playground.wire.sessions import SessionMade
from playground.wire.stream import MAX_SAID, Ack, Ping, RunState, WatchMessage

CODE_LENGTH = 6
MAX_PUPILS = 200
MAX_CLASS_FPS = 10

MAX_NICKNAME = 24
Nickname = Annotated[
    str,
    Field(min_length=1, max_length=MAX_NICKNAME),
    composing(MAX_NICKNAME),
]
Id = Annotated[str, Field(min_length=1, max_length=40)]
Area = Literal["data", "network", "training", "inside", "transport"]
"""Parts of the page that a teacher may hide or lock."""
Areas = Annotated[tuple[Area, ...], Field(max_length=len(get_args(Area)))]
WEIGHTS: tuple[Area, ...] = ("network", "inside")
"""The areas in which weights are set by hand or imported."""
Board = Literal["test_loss", "test_accuracy", "test_rmse"]

# --- bodies of HTTP calls --------------------------------------------------------------------


class OpenClass(Model):
    """Open a class from a session that one may edit; `session` is forked for each pupil."""

    session: Id


class ClassOpened(Model):
    """`token` is the teacher's, for all routes of the class and for every pupil's session."""

    id: str
    code: str
    token: str
    until: float


class JoinClass(Model):
    """Where one of that name is away: with `asks` it is refused, as it may be the same person; else numbered."""

    code: Annotated[str, Field(min_length=1, max_length=20)]
    nickname: Nickname
    asks: bool = False


class Joined(Model):
    """`token` is the pupil's in this class; `made` is the session that is theirs."""

    classroom: str
    pupil: str
    nickname: str
    token: str
    made: SessionMade


class TakeSeat(Model):
    """Go on in one's own seat from another device; `seat` is its code."""

    code: Annotated[str, Field(min_length=1, max_length=20)]
    seat: Annotated[str, Field(min_length=1, max_length=20)]


class Hand(Model):
    raised: bool


class Budget(Model):
    """What an entry may use at most; null is without limit."""

    parameters: Annotated[int, Field(ge=1, le=500_000)] | None = None
    steps: Annotated[int, Field(ge=1, le=10_000_000)] | None = None
    layers: Annotated[int, Field(ge=1, le=64)] | None = None


# --- what a class is told --------------------------------------------------------------------


class Entry(Model):
    """A pupil's best within the budget. `score` null: none yet.

    `over` tells why they would not be scored as they are now: what exceeds the budget, that they have
    not got the challenge's data, or that their training has diverged. `now` is the step where they are.
    """

    pupil: str
    nickname: str
    score: float | None
    step: int | None
    parameters: int
    reached: bool
    over: tuple[Literal["parameters", "steps", "layers", "set_up", "diverged"], ...] = ()
    now: int = 0


class Challenge(Model):
    """`board` says what the score is; `fresh` whether the hidden data are points nobody has seen.

    Of a set that is finite they are its test part. `entries` lead with the best.
    """

    board: Board
    budget: Budget
    target: float | None
    fresh: bool
    began: float
    ended: float | None = None
    entries: tuple[Entry, ...] = ()


class TurnedAway(Model):
    """Those who could not come in within the last minute, and why the newest of them could not.

    `code`, `detail` and `params` are those of the problem that they were answered with.
    """

    count: int
    code: str
    detail: str
    params: dict[str, Scalar]


class PupilState(Model):
    """A tile of the teacher's grid. Figures are of the newest point of the pupil's curves."""

    id: str
    nickname: str
    session: str
    online: bool
    hand: float | None
    """When it was raised, seconds since 1970."""
    state: RunState
    step: int
    test_loss: float | None
    score: float | None
    """Accuracy on test data, or the error (RMSE) for regression."""
    board: Board = "test_accuracy"
    """Which of the measures `score` is."""
    parameters: int
    diverged: bool = False
    seat: str = ""
    """The code by which the pupil may go on on another device."""


class Showing(Model):
    """A screen that is called up: a session to look at, and the token that allows it."""

    whose: str
    nickname: str
    session: str
    token: str


class SavedWork(Model):
    """Work that was put aside when a set-up was pushed."""

    session: str
    token: str
    when: float


class ClassMessage(Model):
    """To the teacher: all there is, after each change (at most twice a second)."""

    type: Literal["class"] = "class"
    id: str
    code: str
    until: float
    session: str
    eyes_here: bool
    door_closed: bool
    hidden: tuple[Area, ...]
    locked: tuple[Area, ...]
    showing: str | None
    challenge: Challenge | None
    pupils: tuple[PupilState, ...]
    turned_away: TurnedAway | None = None


class PupilMessage(Model):
    """To a pupil's page, on the stream of its session: first after the spec, then when it changes."""

    type: Literal["pupil"] = "pupil"
    classroom: str
    pupil: str
    nickname: str
    hand: bool
    eyes_here: bool
    hidden: tuple[Area, ...]
    locked: tuple[Area, ...]
    showing: Showing | None
    challenge: Challenge | None
    kept: tuple[SavedWork, ...] = ()
    over: bool = False
    """The class has ended, or the pupil was removed from it; the session stays theirs."""
    removed: bool = False
    given: float | None = None
    """When the teacher last gave them a set-up."""
    seat: str = ""
    """The code by which they may go on on another device; it works once."""
    teaching: bool = False
    """This is the teacher's page, who looks at the pupil's session: nothing here holds for it."""


class ClassHello(Model):
    """The first message on a class's stream."""

    type: Literal["hello"] = "hello"
    token: Annotated[str, Field(min_length=1, max_length=200)]
    max_fps: Annotated[float, Field(ge=0, le=MAX_CLASS_FPS)] = 4


ClassClientMessage = Annotated[ClassHello | WatchMessage | Ack | Ping, Field(discriminator="type")]
"""Of a `WatchMessage` only the rate is used: there is one picture of each pupil."""

ClassSaidMessage = Annotated[WatchMessage | Ack | Ping, Field(discriminator="type")]


class ClassSaid(Model):
    """What a teacher's page says that comes without a WebSocket, in order."""

    messages: Annotated[tuple[ClassSaidMessage, ...], Field(max_length=MAX_SAID)]


class_client_message: TypeAdapter[ClassClientMessage] = TypeAdapter(ClassClientMessage)
