"""The contract of the web process and a trainer: all that they say to each other.

Requests go in, events come out, each in order. A run's id carries the generation of its
session's run, so the events of an older run are ignored. All are MessagePack; nothing is ever unpickled.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, Protocol

import msgspec


class Request(msgspec.Struct, frozen=True, tag=True):
    run: str


Kind = Literal["cpu", "gpu"]
"""Of a device."""

Destination = Literal["apart", "share", "cpu", "gpu"]
"""Where a run is to go on: `apart` and `share` on a device of the same kind."""


def kind_of(device: str) -> Kind:
    """Tell a CPU from a GPU by its name here."""
    return "cpu" if device == "cpu" else "gpu"


class LeftOff(msgspec.Struct, frozen=True):
    """What a run that goes on in another trainer takes with it beside its checkpoint.

    `owes_point` where a point of its curves is still to be made, of the steps in `bucket`, `then_plays`
    where it plays on once it has come to the step where it is to begin, `proven` where its steps were
    measured and are quick. Nobody asks whether it belongs `here` on this kind of device, until it is
    edited or, where it `stays`, ever. `replaced` is what layers had before their weights were drawn
    again: marks, each with safetensors.
    """

    owes_point: bool = False
    bucket: str = ""
    then_plays: bool | None = None
    proven: bool = False
    here: bool = False
    stays: bool = False
    diverged_step: int | None = None
    diverged_layer: str | None = None
    replaced: list[tuple[str, bytes]] = []


class Rules(msgspec.Struct, frozen=True):
    """What a run in a challenge is scored on: the test part of these data.

    It trains up to `last_step`, where there is one, and is scored exactly there; else at steps that
    are the same for all. Its scores bear the `mark`.
    """

    data: dict[str, Any]
    mark: int
    last_step: int | None = None


class Open(Request, frozen=True, tag="open"):
    """Begin a run, from its checkpoint if it has one. `pace` is steps a second, None for all it can.

    `max_pace` holds also where steps are asked for, which are else made as fast as can be.
    `left_off` is of a run that comes from another trainer. `branch` is told with its curves and states.
    """

    spec: dict[str, Any]
    revision: int
    checkpoint: bytes | None = None
    playing: bool = False
    pace: float | None = None
    max_pace: float | None = None
    until_step: int | None = None
    until_epoch: int | None = None
    left_off: LeftOff | None = None
    rules: Rules | None = None
    branch: str = ""


class Edit(Request, frozen=True, tag="edit"):
    """Take over a changed spec between two steps, and keep what was learned.

    If the data have another `data_signature` than before, begin anew at step 0 of this spec.
    """

    spec: dict[str, Any]
    revision: int
    branch: str = ""


class Play(Request, frozen=True, tag="play"):
    """Train until told otherwise, or up to a step or the beginning of an epoch."""

    until_step: int | None = None
    until_epoch: int | None = None


class Pause(Request, frozen=True, tag="pause"):
    pass


class Step(Request, frozen=True, tag="step"):
    """Train so many mini-batches (or to the end of so many epochs), then pause."""

    count: int
    epochs: bool = False


class Reset(Request, frozen=True, tag="reset"):
    """Begin again at step 0 with this spec (its seed may be new); what was playing goes on playing."""

    spec: dict[str, Any]
    revision: int
    branch: str = ""


class Begin(Request, frozen=True, tag="begin"):
    """Go on from this state, after the run's own is told; what was playing goes on, unless it `pauses`.

    `of` is the spec that the state is of, where that is another: it is then edited to this one. Where the
    state is of an earlier step than `step`, the run first trains up to there.
    """

    spec: dict[str, Any]
    revision: int
    state: bytes
    of: dict[str, Any] | None = None
    step: int = 0
    pauses: bool = False
    branch: str = ""


Revising = Edit | Reset | Begin
"""What puts a revision in force."""


class Pace(Request, frozen=True, tag="pace"):
    """Train at most so many steps a second; `most` bounds also steps that are asked for."""

    steps_per_second: float | None
    most: float | None = None


class SetParameter(Request, frozen=True, tag="set_parameter"):
    """Set one weight, or the bias of the unit where `input` is None."""

    layer: str
    unit: int
    input: int | None
    value: float


class SetParameters(Request, frozen=True, tag="set_parameters"):
    """All parameters [P], then all buffers [Q], float32 little-endian, of the spec at `revision`."""

    revision: int
    values: bytes


class FreshWeights(Request, frozen=True, tag="fresh_weights"):
    """Draw the weights of these layers again; `mark` names what they had before."""

    layers: list[str]
    mark: str
    seed: int


class SwapWeights(Request, frozen=True, tag="swap_weights"):
    """Put back what layers had before, and keep under the same mark what they have now."""

    mark: str


class Watch(Request, frozen=True, tag="watch"):
    """Observe these probes from now on (specs as JSON data), at most `fps` frames a second."""

    probes: list[dict[str, Any]]
    fps: float
    slower: dict[str, float] = {}
    """Lower rates, in frames a second, for the probes with these keys."""


class Compete(Request, frozen=True, tag="compete"):
    """Take part in a challenge from now on, or in none."""

    rules: Rules | None


class Save(Request, frozen=True, tag="save"):
    """Answer with a checkpoint now, which bears this mark."""

    mark: int = 0


class HandOver(Request, frozen=True, tag="hand_over"):
    """Give the run up for another trainer: answer with `HandedOver`, and know it no more."""


class Close(Request, frozen=True, tag="close"):
    pass


AnyRequest = (
    Open
    | Edit
    | Play
    | Pause
    | Step
    | Reset
    | Begin
    | Pace
    | SetParameter
    | SetParameters
    | FreshWeights
    | SwapWeights
    | Watch
    | Compete
    | Save
    | HandOver
    | Close
)


class Event(msgspec.Struct, frozen=True, tag=True):
    run: str


class Ready(Event, frozen=True, tag="ready"):
    """A trainer has started (`run` is empty). `memory` is the bytes that its runs may use."""

    device: str
    memory: int


class Status(Event, frozen=True, tag="status"):
    """`state` is playing, paused or diverged; `until_step` or `until_epoch` where it will pause."""

    state: str
    step: int
    epoch: int
    steps_per_second: float
    pace: float | None
    device: str
    tier: str
    revision: int
    diverged_step: int | None = None
    diverged_layer: str | None = None
    until_step: int | None = None
    until_epoch: int | None = None


class TransferReport(Event, frozen=True, tag="carried"):
    """An edit is in force; `report` has the fields of `wire.stream.TransferReport`."""

    revision: int
    report: dict[str, Any]


class Curves(Event, frozen=True, tag="curves"):
    """New points of the curves of a branch, after those above `keep_until` are dropped."""

    keep_until: int | None
    columns: dict[str, list[float | None]]
    branch: str = ""


class Frame(Event, frozen=True, tag="frame"):
    """`body` is an encoded `wire.frame.Frame`."""

    key: str
    body: bytes


class Scored(Event, frozen=True, tag="scored"):
    """The score of a run in a challenge at exactly this step: accuracy, or RMSE of a regression.

    Both are None where the data are no longer what the run is made for, or a number is not finite.
    `mark` is that of the rules.
    """

    step: int
    revision: int
    loss: float | None
    score: float | None
    mark: int


Reason = Literal["train", "edit", "reset", "branch", "weights"]
"""Why a state is told: time has passed, or the run is just before or just after something was changed."""


class Checkpoint(Event, frozen=True, tag="snapshot"):
    """The run's state at `step`, as safetensors; `largest` is its largest weight."""

    step: int
    revision: int
    data: bytes
    mark: int = 0
    """The mark of the `Save` that this answers; 0 if none asked."""
    branch: str = ""
    why: Reason = "train"
    largest: float = 0.0


class Failed(Event, frozen=True, tag="failed"):
    """The request could not be done, or the run cannot go on (`fatal`).

    `revision` is that of an edit, a reset or a beginning which could not be taken over.
    """

    code: str
    sentence: str
    fatal: bool = False
    revision: int | None = None


class WantsMove(Event, frozen=True, tag="wants_move"):
    """The run does not belong in this trainer.

    It is too slow to share it and is to train `apart`, or quick enough to be one of those that `share`
    a trainer, or faster on the other kind of device. One that is quick trains on until it is moved,
    all others wait. Heard by the engine alone, as is `HandedOver`.
    """

    to: Destination


class HandedOver(Event, frozen=True, tag="handed_over"):
    """The run as requests by which another trainer goes on with it, those that it has not done last."""

    requests: list[AnyRequest]


class TrainerLost(Event, frozen=True, tag="trainer_lost"):
    """The process that held this run has died; the engine starts another by itself.

    `at_work` tells whether it died while it worked on this very run, as far as is known.
    """

    at_work: bool = True


AnyEvent = (
    Ready
    | Status
    | TransferReport
    | Curves
    | Frame
    | Scored
    | Checkpoint
    | Failed
    | WantsMove
    | HandedOver
    | TrainerLost
)

request_decoder: msgspec.msgpack.Decoder[AnyRequest] = msgspec.msgpack.Decoder(AnyRequest)
event_decoder: msgspec.msgpack.Decoder[AnyEvent] = msgspec.msgpack.Decoder(AnyEvent)
encoder = msgspec.msgpack.Encoder()

Listener = Callable[[AnyEvent], None]


class Engine(Protocol):
    """Runs trainings somewhere. `listener` is called in the event loop, once an event, in order."""

    async def start(self, listener: Listener) -> None:
        """Start the trainers; returns once each is ready. Raises `EngineProblem` if none can be."""
        ...

    def send(self, request: AnyRequest) -> None:
        """Queue a request, which never blocks. `Open` places the run on a trainer."""
        ...

    @property
    def devices(self) -> tuple[str, ...]:
        """The devices of the trainers that are ready now."""
        ...

    async def stop(self) -> None:
        """End every trainer; none outlives the call."""
        ...


class EngineProblem(RuntimeError):
    """The engine cannot start; the message says what to do."""
