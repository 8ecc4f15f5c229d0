"""Messages of the session's stream.

From the browser they are untrusted: pydantic reads them and refuses what it does not know.
To the browser, state travels as these text messages, in order and none lost; pictures travel
as frames (`wire.frame`), where the newest wins. TypeScript types are generated from here.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from playground.spec.base import Model
from playground.spec.probes import ProbeSpec
from playground.spec.project import Spec
from playground.wire.branches import Place
from playground.wire.names import PersonName
from playground.wire.problems import CautionMessage, Problem
from playground.wire.sessions import LayerShapeMessage

SUBPROTOCOL = "playground.v1"
MAX_FPS = 60
MAX_EVENTS_FPS = 4
"""Where frames come without a WebSocket, each is answered by a request of its own."""
MAX_SAID = 100

Probes = Annotated[tuple[ProbeSpec, ...], Field(max_length=12)]

# --- browser → server ------------------------------------------------------------------------


class Hello(Model):
    """The first message; the answer is a snapshot (spec, status, curves, points), then what is new."""

    type: Literal["hello"] = "hello"
    token: Annotated[str, Field(min_length=1, max_length=200)]
    probes: Probes = ()
    max_fps: Annotated[float, Field(ge=0, le=MAX_FPS)] = 30
    name: PersonName = ""


class NameMessage(Model):
    """Whoever says it is called so from now on."""

    type: Literal["name"] = "name"
    name: PersonName


class WatchMessage(Model):
    """What this viewer looks at from now on; `max_fps` 0 is a hidden page."""

    type: Literal["watch"] = "watch"
    probes: Probes
    max_fps: Annotated[float, Field(ge=0, le=MAX_FPS)] | None = None


class Ack(Model):
    """The page has taken the bundle with this number."""

    type: Literal["ack"] = "ack"
    frame: Annotated[int, Field(ge=0, le=2**53)]


class Ping(Model):
    type: Literal["ping"] = "ping"


ClientMessage = Annotated[
    Hello | NameMessage | WatchMessage | Ack | Ping, Field(discriminator="type")
]
client_message: TypeAdapter[ClientMessage] = TypeAdapter(ClientMessage)

SaidMessage = Annotated[NameMessage | WatchMessage | Ack | Ping, Field(discriminator="type")]


class Said(Model):
    """What a page says that comes without a WebSocket, in order; its hello was to open the stream."""

    messages: Annotated[tuple[SaidMessage, ...], Field(max_length=MAX_SAID)]


# --- server → browser ------------------------------------------------------------------------

RunState = Literal["queued", "loading", "playing", "paused", "diverged", "restarting", "failed"]


class Divergence(Model):
    """The first step and layer whose loss or gradient was no finite number."""

    step: int
    layer: str | None


class TransferReport(Model):
    """What an edit kept of what was learned, and what it began anew, counted in parameters.

    `data`: the samples of before, new ones of the same set, those of another set, or data whose
    inputs or targets are something else. The last kept nothing: the run stands at step 0.
    """

    parameters_kept: int
    parameters_new: int
    parameters_dropped: int
    layers_new: tuple[str, ...]
    layers_partly: tuple[str, ...]
    layers_removed: tuple[str, ...]
    optimizer: Literal["kept", "new", "none"]
    data: Literal["kept", "new", "other_set", "other_nature"]


class SpecMessage(Model):
    """The spec as it is now: first thing after hello, and after each edit.

    `author` is the name of who made it so, null where that is not known.
    """

    type: Literal["spec"] = "spec"
    revision: int
    spec: Spec
    shapes: tuple[LayerShapeMessage, ...]
    rights: Literal["view", "fork", "edit"]
    author: str | None = None
    cautions: tuple[CautionMessage, ...] = ()


class TransferReportMessage(Model):
    """The trainer has taken over the edit of this revision."""

    type: Literal["carried"] = "carried"
    revision: int
    carried: TransferReport


class StatusMessage(Model):
    """`snapshots` are the steps that seek can go to, ascending. `tier` names the code that trains.

    They are those of `branch`, which trains and has come to `last_step`, and of the branches that it
    comes from. While `looking`, the pictures are of that place in the past.
    A session that is queued has no trainer yet; `place` 1 is the next to get one.
    """

    type: Literal["status"] = "status"
    state: RunState
    step: int
    epoch: int
    steps_per_second: float
    pace: float | None
    device: str
    tier: str
    snapshots: tuple[int, ...] = ()
    diverged: Divergence | None = None
    place: int | None = None
    branch: str = "b1"
    last_step: int = 0
    looking: Place | None = None


class LookMessage(Model):
    """What somebody looks back at, told once it is there, with the spec of then; `StatusMessage` tells when it ends."""

    type: Literal["look"] = "look"
    branch: str
    step: int
    revision: int
    spec: Spec
    shapes: tuple[LayerShapeMessage, ...]


class CurvesMessage(Model):
    """Points to append to the curves, after dropping those with a step above `keep_until`.

    Columns have one length: `step`, `epoch`, `data` (a number that is another for other samples),
    `data_changes` (how often they were changed, each drag of a slider once),
    `train_loss`, `test_loss`, `learning_rate` and the score of the data's task (`train_accuracy` and
    `test_accuracy`, or `train_rmse` and `test_rmse`), exactly as they are at this step; and, of every
    step since the point before, means and least and greatest values: `batch_loss` and `gradient:ID`
    a layer, each also with `:min` and `:max`, and `not_finite`, the number of those that were not
    made as a number was not finite. Points made before there were `batch_loss` have no least and
    greatest values, and the gradient norm of one step. A column not named is null there.
    """

    type: Literal["curves"] = "curves"
    keep_until: int | None = None
    columns: dict[str, tuple[float | None, ...]]


class ErrorMessage(Model):
    """Something failed and the session goes on; the sentence tells the pupil what to do."""

    type: Literal["error"] = "error"
    problem: Problem


class PersonMessage(Model):
    """`id` stays the same when somebody comes again with the same browser."""

    id: str
    name: str
    rights: Literal["view", "fork", "edit"]
    you: bool


class PresenceMessage(Model):
    """Who looks at the session: `viewers` pages of these people."""

    type: Literal["presence"] = "presence"
    viewers: int
    people: tuple[PersonMessage, ...] = ()


class Pong(Model):
    type: Literal["pong"] = "pong"


ServerMessage = Annotated[
    SpecMessage
    | TransferReportMessage
    | StatusMessage
    | LookMessage
    | CurvesMessage
    | ErrorMessage
    | PresenceMessage
    | Pong,
    Field(discriminator="type"),
]
server_message: TypeAdapter[ServerMessage] = TypeAdapter(ServerMessage)
